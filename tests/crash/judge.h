// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crash/crash_world.h"
#include "format/entry.h"

namespace mandat {

// What is wrong with an agreement after a crash.
struct Harm {
  enum class Kind : uint8_t {
    kLost,     // something acknowledged is not there, or not as it was
    kHalf,     // effect and entry do not go together
    kJournal,  // the journal does not verify
    kStuck,    // it does not work on, or gave an answer that it may not give
  };

  Kind kind;
  std::string text;
};

// Holds what is on disk against what the clients were told.
//
// The journal says in which order the acts were done. The judge does them again, one by one, on a
// model in memory: every entry must be what the model expects at its place, every answer what the
// model said then, and at the end the rows, the keys and all that can be read what the model holds.
// So an act without entry has no effect, an entry without act does not exist, and every read was
// valid at the place of its entry.
class Judge {
 public:
  explicit Judge(CrashWorld& world) : world_(world) {}

  // Reads everything, asks again for what had no answer, tries what must be refused, and goes on
  // with a new person. Requires: the agreement is open and nobody calls it.
  std::vector<Harm> Examine();

 private:
  struct Person {
    bool erased = false;
  };
  struct Unit {
    bool erased = false;
    uint64_t version = 0;  // of a series: how often points were added
    Bytes body;            // of a series: FormatPoints of all of them
    Bytes sealed_hash;
  };
  using UnitKey = std::pair<uint32_t, uint32_t>;  // person, record

  void Replay();
  void ReplayEntry(uint64_t index, const Entry& entry);
  Outcome ExpectedOutcome(const Act& act) const;
  void Perform(const Act& act, const Entry& entry, const Answer& answer, const std::string& where);
  void PerformOnSeries(const Act& act, const Entry& entry, const Answer& answer,
                       const std::string& where);
  void ErasePerson(const Act& act, const Entry& entry, const Answer& answer,
                   const std::string& where);
  void VerifyAnswers();
  void VerifyRows();
  void VerifyRowsOfKinds();
  void VerifyNothingLeft(Space space);
  void VerifyKeys();
  void VerifyTrail();
  void VerifyJournal();
  std::vector<size_t> AskForEverything();
  void VerifyReplays(const std::vector<size_t>& again, const std::set<size_t>& done_before);

  uint64_t Count(Space space, char first, size_t key_bytes);
  // Units that are not erased, of the collections named like this; empty: of any with records.
  std::vector<const Unit*> LiveUnits(const std::string& collection) const;
  void Same(uint64_t rows, uint64_t expected, const std::string& what);
  void Expect(bool holds, Harm::Kind kind, const std::string& text);

  CrashWorld& world_;
  std::vector<Harm> harms_;
  std::vector<std::pair<Act, Answer>> acts_;
  std::vector<Bytes> leaves_;
  std::map<uint32_t, Person> people_;
  std::map<UnitKey, Unit> units_;
  std::set<size_t> done_;  // numbers of the acts with an entry that says so
  uint32_t version_ = 0;
};

std::string Format(const std::vector<Harm>& harms);

}  // namespace mandat
