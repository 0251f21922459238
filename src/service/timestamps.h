// SPDX-License-Identifier: Apache-2.0
//
// Time stamps of an authority over checkpoints: that a journal stood so at an instant, said by
// somebody who is not us. Optional, and nothing waits for them.
// Guarantees: what is kept was verified, together with the checkpoint that it is over. Trusts: the
// authority, as far as the configured certificates stand for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/workers.h"
#include "outbound/witness_line.h"
#include "service/agreements.h"
#include "store/homes.h"

namespace mandat {

// A checkpoint and what the authority said about it.
struct TimestampedCheckpoint {
  std::string note;  // as it was signed, without cosignatures
  Bytes answer;      // TimeStampResp in DER. Source: RFC 3161 2.4.2.
};

// Threading: Visit from one thread, the rest from any.
class Timestamps {
 public:
  struct Settings {
    std::string address;      // of the authority; empty: none is asked
    std::string authorities;  // certificates in PEM that its answers are verified by
    std::chrono::minutes every{60};
  };
  using Trouble = std::function<void(const std::string& what, const std::string& detail)>;

  // All references must outlive it, and `homes` is of the same place as the agreements. `trouble`
  // is for the operator's log.
  Timestamps(Settings settings, WitnessLine& line, std::unique_ptr<Homes> homes,
             const TimeSource& time, Random& random, Trouble trouble);
  ~Timestamps();

  // To be called about once a second with each that is open, the system among them: asks for one
  // stamp at most `every`, and only when something happened since the last; again sooner after a
  // failure.
  void Visit(const std::shared_ptr<OpenAgreement>& agreement);
  // The newest that was verified. Errors: kNotFound (there is none), kCorrupt, kUnavailable.
  Result<TimestampedCheckpoint> Get(const AgreementId& agreement) const;
  // For health.
  enum class Standing : uint8_t { kNone, kStamping, kFailing };
  Standing Overall() const;
  // Asks nobody any more, and returns when nothing is under way.
  void Close();

 private:
  struct Room {
    bool is_running = false;
    bool is_loaded = false;   // what was kept before a start is known
    bool is_failing = false;  // the last time
    std::optional<Instant> asked;
    uint64_t size = 0;  // of the journal when it was asked
  };

  void Ask(const std::shared_ptr<OpenAgreement>& agreement);
  // True when what was kept before a start will do for now.
  bool Load(const OpenAgreement& agreement);
  Status Stamp(OpenAgreement& agreement);
  Result<WitnessReply> Post(ByteView request);

  const Settings settings_;
  WitnessLine& line_;
  const std::unique_ptr<Homes> homes_;
  const TimeSource& time_;
  Random& random_;
  const Trouble trouble_;

  mutable std::mutex homes_mutex_;
  mutable std::mutex mutex_;  // of what follows; never held over disk or net
  std::condition_variable idle_;
  std::map<AgreementId, Room> rooms_;
  std::optional<Instant> rests_until_;  // the authority, which could not be reached
  size_t under_way_ = 0;
  bool closing_ = false;
  Workers asker_{1};  // last: it ends before anything that it needs
};

}  // namespace mandat
