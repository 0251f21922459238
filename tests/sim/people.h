// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/open_agreement.h"
#include "sim/chance.h"
#include "sim/held.h"
#include "sim/trouble.h"

namespace mandat::sim {

// A record as the world remembers it.
struct PutUnit {
  RecordId id;
  size_t person = 0;  // index
  std::string collection;
  std::string body;
  Instant captured;
  bool is_erased = false;
  uint64_t purges_before = 0;  // how often expiry had run when it was put

  // Contacts are kept 30 days, up to the end of a day somewhere: certainly there before, certainly
  // not readable after. Logs are kept for the term.
  bool is_kept(Instant at) const {
    return !is_erased && (collection == "logs" || at < captured + std::chrono::hours(29 * 24));
  }
  bool is_over(Instant at) const {
    return collection == "contacts" && at > captured + std::chrono::hours(32 * 24);
  }
  UnitKey key() const { return {collection, id}; }
};

struct KnownPerson {
  SubjectId id;
  bool is_erased = false;
};

// The people of one agreement and their records, in plain lists.
// Invariants: erased stays erased; expired is gone.
class People {
 public:
  People(Trouble& trouble, HeldBook& held) : trouble_(trouble), held_(held) {}

  // A person or a record that the world has not met yet.
  SubjectId NextPerson();
  RecordId NextRecord();

  void Registered(const SubjectId& id) { people_.push_back({id, false}); }
  void Put(PutUnit unit);
  void ErasedPerson(size_t person);
  void ErasedUnit(size_t unit);

  const std::vector<KnownPerson>& people() const { return people_; }
  const std::vector<PutUnit>& units() const { return units_; }

  // What a read answered at an instant. `body` is null where it was not opened: `is_gone` then
  // tells whether that was because there is nothing to open.
  void RequireRead(const PutUnit& unit, const std::string* body, bool is_gone, Instant at) const;
  // Looks at a few erased people, and whether no record left before its time or stayed after.
  // `settled` is until when purges may have gone.
  void Audit(OpenAgreement& agreement, Instant settled) const;
  // Expiry ran at `now`, and everything that was over by `until` is gone.
  void Purged(Instant until, Instant now);

 private:
  Trouble& trouble_;
  HeldBook& held_;
  std::vector<KnownPerson> people_;
  std::vector<PutUnit> units_;
  uint64_t numbers_ = 0;
  uint64_t purges_count_ = 0;
  Instant purged_;  // by the last of them
};

}  // namespace mandat::sim
