// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "format/entry_line.h"
#include "outbound/event_sink.h"
#include "service/agreements.h"
#include "store/homes.h"

namespace mandat {

// How far the feed of one journal is. Entries are counted from the first of the journal.
struct FeedState {
  std::string agreement;
  uint64_t confirmed = 0;              // so many are there, whatever happens
  uint64_t sent = 0;                   // so many are on their way or there
  uint64_t size = 0;                   // of the journal, when it was last looked at
  std::optional<Instant> oldest;       // instant of the first entry that is not confirmed
  std::array<uint64_t, 7> outcomes{};  // entries fed since the start, by number of the outcome
};

// Copies journals to one place outside as they grow, the system's too.
//
//   entry committed -> Take, in its order -> Confirm -> position in the file `fed`, synced
//
// At least once: after a crash, or when a receiver went away, everything behind the position goes
// again. The position stands in a file beside the checkpoint and not in the store: no sequencer
// takes part, no journal grows by being read, and putting data back to before does not move it.
// Memory is that of one turn: what is not sent stays in the journal.
// Threading: Step and Close from one thread, the rest from any.
class Feed {
 public:
  struct Settings {
    LineFormat format = LineFormat::kNdjson;
    std::string host_name;  // as syslog calls this machine
    std::chrono::seconds confirm_every{30};
    uint64_t unconfirmed_bytes_max = uint64_t{8} << 20U;
  };
  using Trouble = std::function<void(const std::string& what, const std::string& detail)>;

  // All references must outlive it, and `homes` is of the same place as `agreements`. `trouble` is
  // for the operator's log.
  Feed(Settings settings, EventSink& sink, std::unique_ptr<Homes> homes, Agreements& agreements,
       const TimeSource& time, Trouble trouble);

  // Of each journal that has something new, some entries. True: more waits, and may go at once.
  // Waits for disk and receiver.
  bool Step();
  // Confirms what was sent, if that can be had.
  void Close();

  std::vector<FeedState> States() const;
  // Why nothing goes; empty: it does.
  std::string trouble() const;

 private:
  struct Room {
    FeedState state;
    std::string origin;
    std::unique_ptr<Home> home;  // null: not looked at yet
    uint64_t counted = 0;        // entries that `outcomes` has, however often they go
    bool was_seen_closed = false;
    bool told_trouble = false;  // of the journal itself
  };

  std::vector<std::shared_ptr<OpenAgreement>> Visits();
  bool MayHaveMore(const AgreementId& id, Room& room);
  Status LoadPosition(const AgreementId& id, Room& room) const;
  void Measure();
  Status FindPlace(OpenAgreement& agreement, Room& room);
  Result<bool> FeedSome(OpenAgreement& agreement);
  std::vector<std::string> LinesOf(const Journal& journal, Room& room, uint64_t& next);
  void Skip(const OpenAgreement& agreement, Room& room, const Error& error);
  bool IsConfirmDue() const;
  Status Confirm();
  void Lost(const Error& error);
  void Publish(const Room& room);

  const Settings settings_;
  EventSink& sink_;
  const std::unique_ptr<Homes> homes_;
  Agreements& agreements_;
  const TimeSource& time_;
  const Trouble tell_;

  std::map<AgreementId, Room> rooms_;
  std::set<AgreementId> to_confirm_;
  std::optional<std::chrono::microseconds> unconfirmed_since_;
  uint64_t unconfirmed_bytes_ = 0;
  std::chrono::microseconds retry_at_{};
  std::chrono::seconds wait_{};

  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, FeedState> states_;
  std::string trouble_;
};

}  // namespace mandat
