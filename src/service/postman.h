// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>

#include "outbound/backoff.h"
#include "outbound/template.h"
#include "outbound/transport.h"
#include "service/notices.h"

namespace mandat {

// Brings what is due in the outboxes to the channels, and back what came of it.
//
//   TakeNotices -> durable: "an attempt began" -> Send, on the senders -> EndNoticeAttempts
//
// So an attempt that a crash interrupts is known to be possible, and the next one says so.
// Threading: Visit from one thread; everything else happens on sequencers and senders.
class Postman {
 public:
  // Null where a channel is not set up: its notices wait and, given up, open a duty.
  struct Channels {
    Transport* mail = nullptr;
    Transport* hook = nullptr;
  };
  using Trouble = std::move_only_function<void(const AgreementId&, const Error&)>;

  // How long notices are tried again; urgent ones at most a day.
  struct Patience {
    Backoff usual;
    Backoff urgent = Backoff::Urgent();
    size_t at_once = 64;  // notices of one agreement: one that hangs holds back no more than these
  };

  // All references must outlive it. `trouble` is told of what could not be recorded.
  Postman(const Templates& templates, Channels channels, Patience patience, Random& random,
          Workers& senders, Trouble trouble);
  ~Postman() { Drain(); }

  // Begins what is due for one agreement, unless that is under way already.
  void Visit(const std::shared_ptr<OpenAgreement>& agreement);
  // Waits until nothing is under way.
  void Drain();

 private:
  struct Round;
  struct Customer {
    bool is_busy = false;
    std::weak_ptr<OpenAgreement> known;  // whose interrupted attempts were looked for
  };

  void Take(const std::shared_ptr<OpenAgreement>& agreement);
  void Send(const std::shared_ptr<Round>& round, const Notice& notice);
  Delivery Deliver(const OpenAgreement& agreement, const Notice& notice, Instant at) const;
  std::optional<Instant> RetryAt(const Notice& notice, const Delivery& delivery, Instant at);
  void Finish(const std::shared_ptr<OpenAgreement>& agreement, const Error* error, bool goes_on);

  const Templates& templates_;
  const Channels channels_;
  const Patience patience_;
  Random& random_;
  Workers& senders_;
  Trouble trouble_;

  std::mutex mutex_;
  std::condition_variable idle_;
  std::map<AgreementId, Customer> customers_;
  size_t rounds_ = 0;
};

}  // namespace mandat
