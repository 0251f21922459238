// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/workers.h"
#include "outbound/witness_line.h"
#include "service/agreements.h"
#include "service/caller.h"
#include "service/cosigned_checkpoint.h"
#include "service/witness_list.h"
#include "store/homes.h"

namespace mandat {

// How one witness stands with one journal.
struct WitnessState {
  std::string name;
  std::string agreement;
  uint64_t size = 0;  // of the newest checkpoint that it cosigned
  std::optional<Instant> cosigned_at;
  std::optional<Instant> waits_since;  // something was not cosigned in time
  bool objects = false;                // it has seen another history
  std::string trouble;                 // of the last request; empty: none
};

// Asks witnesses to cosign the checkpoints of journals: some seconds after something happened, and
// when somebody wants a cosigned checkpoint now.
//
//   Publish -> one request to each witness, on a thread of its own -> file `cosigned`, synced ->
//   whoever waits
//
// A witness that objects, or was silent for too long, opens a duty in the system's docket; one that
// cosigns again closes it. No sequencer waits for any of this.
// Invariant (history does not change). Threading: Visit and Report from one thread, the rest from
// any.
class Witnesses {
 public:
  struct Settings {
    std::vector<WitnessPeer> peers;
    std::chrono::seconds every{10};
    std::chrono::seconds silent_after{900};
  };
  using Trouble = std::function<void(const std::string& what, const std::string& detail)>;

  // All references must outlive it, and `homes` is of the same place as `agreements`. `trouble` is
  // for the operator's log.
  Witnesses(Settings settings, WitnessLine& line, std::unique_ptr<Homes> homes,
            Agreements& agreements, const TimeSource& time, Trouble trouble);
  ~Witnesses();

  // Whether anybody looks at this journal.
  bool LooksAt(const AgreementId& agreement) const;
  // To be called about once a second with each that is open, the system among them.
  void Visit(const std::shared_ptr<OpenAgreement>& agreement);
  // The same, behind the visits: opens and closes duties.
  void Report();
  // Publishes and asks now. Whoever cannot be reached is left out, and named. Errors: kUnavailable
  // (no checkpoint could be made).
  void Ask(const std::shared_ptr<OpenAgreement>& agreement, Done<CosignedCheckpoint> done);
  std::vector<WitnessState> States() const;
  // For health.
  enum class Standing : uint8_t { kNone, kCosigning, kSilent, kObjecting };
  Standing Overall() const;
  // Asks nobody any more, and returns when nothing is under way.
  void Close();

 private:
  struct Pair;    // one witness and one journal
  struct Peer;    // one witness
  struct Room;    // one journal
  struct Round;   // one checkpoint on its way to all who look at it
  struct Answer;  // what came of one request
  struct Matter;  // something that a duty is opened or closed about

  void Begin(const std::shared_ptr<OpenAgreement>& agreement, Done<CosignedCheckpoint> done);
  void Launch(Room& room, std::shared_ptr<Round> round);
  void Start(const std::shared_ptr<Round>& round);
  std::vector<size_t> Choose(Round& round);
  void AskOne(size_t peer, const std::shared_ptr<Round>& round);
  Answer Converse(const Peer& peer, Round& round, uint64_t old_size);
  void Take(size_t peer, const std::shared_ptr<Round>& round, Answer answer);
  void Finish(const std::shared_ptr<Round>& round);
  void End(const std::shared_ptr<Round>& round, Result<CosignedCheckpoint> outcome);
  CosignedCheckpoint OutcomeOf(const Round& round) const;
  void LoadCosigned(const Round& round);
  bool IsDue(OpenAgreement& agreement, Instant now) const;
  bool IsSilent(size_t peer, Instant now) const;
  std::vector<Matter> MattersAt(Instant now);
  void Tell(Matter matter);
  std::vector<VerifierKey> Keys() const;

  const Settings settings_;
  WitnessLine& line_;
  const std::unique_ptr<Homes> homes_;
  Agreements& agreements_;
  const TimeSource& time_;
  const Trouble trouble_;

  mutable std::mutex mutex_;  // of what follows; never held over disk or net
  std::condition_variable idle_;
  std::vector<std::unique_ptr<Peer>> peers_;
  std::map<AgreementId, std::unique_ptr<Room>> rooms_;
  size_t under_way_ = 0;  // rounds, and duties on their way to the docket
  bool closing_ = false;
  // Last: they end before anything that they need.
  Workers starter_{1};
  std::vector<std::unique_ptr<Workers>> threads_;  // one a peer: a slow one holds up nobody else
};

}  // namespace mandat
