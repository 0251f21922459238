// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/random.h"
#include "service/agreements.h"
#include "service/postman.h"
#include "sim/book.h"
#include "sim/edge.h"
#include "sim/files.h"
#include "sim/held.h"
#include "sim/letters.h"
#include "sim/meters.h"
#include "sim/people.h"
#include "sim/watch.h"

namespace mandat::sim {

struct Counts {
  uint64_t steps = 0;
  uint64_t acts = 0;
  uint64_t refused = 0;
  uint64_t unknown = 0;
  uint64_t faults = 0;
  uint64_t crashes = 0;
  uint64_t restarts = 0;
  uint64_t jumps = 0;
};

// Calls an asynchronous use case and waits for its answer.
template <class Answer, class Call>
Result<Answer> Wait(Call call) {
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<Result<Answer>> answer;
  call(Done<Answer>([&](Result<Answer> told) {
    const std::lock_guard lock(mutex);
    answer.emplace(std::move(told));
    answered.notify_one();
  }));
  std::unique_lock lock(mutex);
  answered.wait(lock, [&answer] { return answer.has_value(); });
  return std::move(*answer);
}

// One agreement of the world: what is remembered of it, and of its people.
struct Room {
  Room(AgreementId id, Cast cast, Trouble& trouble, const Receiver& receiver)
      : book(std::move(id), std::move(cast), trouble, receiver),
        held(book, trouble),
        people(trouble, held),
        letters(trouble, held),
        meters(trouble, held),
        files(trouble, held) {}

  Book book;
  HeldBook held;
  People people;
  Letters letters;
  Meters meters;
  Files files;
  std::weak_ptr<OpenAgreement> seen;                       // looked at since it was opened
  std::optional<std::move_only_function<void()>> if_kept;  // of an act of unknown outcome
  uint32_t version = 0;                                    // in force, as answered
  bool is_skipped = false;                                 // in this tick: a fault stood in the way
  Instant may_be_purged;                                   // until when expiry may have gone
  std::vector<uint64_t> contacts;
  std::vector<std::string> names;  // of suspensions, holds, instructions, sub-processors
  std::vector<std::pair<Happening, std::vector<uint64_t>>> cases;
  std::vector<TimedTerm> terms;
};

// The product on a machine that the world turns, crashes and lies to; one caller, one act at a
// time.
class World {
 public:
  World(uint64_t seed, Plant plant);
  ~World();

  // Starts the product on what is on the disk.
  void Start();
  // The power goes; nothing that was not committed is there afterwards.
  void Crash();
  // Everything is closed in order.
  void Close();
  // The machine stood for so long after it stopped, and is started again.
  void Restart(std::chrono::microseconds stood);
  bool is_running() const { return agreements_ != nullptr; }

  // Does an act with an agreement, under a fault now and then, and looks at what came of it.
  // `least` and `most` entries come when it is answered as done; `done` runs when it is or turns
  // out to be.
  template <class Answer, class Call>
  Result<Answer> Do(Room& room, Limits limits, Call call, std::function<void()> done = {});
  // The agreement, opened and looked at; nothing where a fault stands in the way.
  std::shared_ptr<OpenAgreement> Enter(Room& room);
  // Looks at an agreement that the product opened by itself.
  void Look(Room& room, const std::shared_ptr<OpenAgreement>& agreement);
  // Waits until the sequencer and the senders have let go of everything.
  void Settle();
  // A fault of the store waits for one of the next commits.
  void SetFault(const std::string& home, uint64_t within = 2);
  void ClearFaults();

  Chance& chance() { return chance_; }
  Trouble& trouble() { return trouble_; }
  ManualTime& time() { return time_; }
  EdgeTime& edge_time() { return edge_time_; }
  Receiver& receiver() { return receiver_; }
  Disk& disk() { return disk_; }
  Watch& watch() { return watch_; }
  Agreements& agreements() { return *agreements_; }
  Postman& postman() { return *postman_; }
  std::vector<std::unique_ptr<Room>>& rooms() { return rooms_; }
  Room& system_room() { return *system_room_; }
  Room* FindRoom(const AgreementId& id);
  Counts& counts() { return counts_; }
  bool is_calm() const { return is_calm_; }
  void SetCalm(bool is_calm) { is_calm_ = is_calm; }
  // Something in the system's own directory failed: only a start mends it.
  bool needs_start() const { return needs_start_; }
  // Invariant (no personal data leaks sideways): neither in this text nor in what was written.
  void RequireNoLeak(std::string_view text, std::string_view where);
  void NeedStart() { needs_start_ = true; }
  std::string HomeOf(const Room& room) const;
  void Note(std::string_view what);
  void SetVerbose() { is_verbose_ = true; }

 private:
  void Conclude(Room& room, Limits limits, const Error* error, std::optional<bool> is_sound,
                std::function<void()> done, Instant wall);

  Chance chance_;
  Trouble trouble_;
  Disk disk_;
  ManualTime time_;
  EdgeTime edge_time_;
  SeededRandom random_;
  RootKey root_;
  Templates templates_ = Templates::Shipped();
  Receiver receiver_;
  Watch watch_;
  Workers workers_;
  Workers senders_;
  std::unique_ptr<Agreements> agreements_;
  std::unique_ptr<Postman> postman_;
  std::vector<std::unique_ptr<Room>> rooms_;
  std::unique_ptr<Room> system_room_;
  Counts counts_;
  bool is_calm_ = false;
  bool is_verbose_ = false;
  bool needs_start_ = false;
};

template <class Answer, class Call>
Result<Answer> World::Do(Room& room, Limits limits, Call call, std::function<void()> done) {
  ++counts_.acts;
  std::shared_ptr<OpenAgreement> agreement = Enter(room);
  if (!agreement) {
    return Fail(Error::Unavailable("a fault stands in the way"));
  }
  if (!is_calm_ && chance_.OneIn(50)) {
    SetFault(HomeOf(room), std::max<uint64_t>(2, limits.partial));
  }
  const Instant wall = time_.Now();
  Result<Answer> answer =
      Wait<Answer>([&](Done<Answer> told) { call(agreement, std::move(told)); });
  ClearFaults();
  const bool is_sound = agreement->gate().sound();
  agreement.reset();
  Note(room.book.id().text() + (answer ? " ok" : " " + answer.error().message) +
       (is_sound ? "" : " unsound"));
  RequireNoLeak(answer ? std::string_view() : answer.error().message, "an error");
  Conclude(room, limits, answer ? nullptr : &answer.error(), is_sound, std::move(done), wall);
  return answer;
}

}  // namespace mandat::sim
