// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "crypto/random.h"
#include "gate/work.h"
#include "vault/people.h"
#include "vault/unit.h"

namespace mandat {

// What one journal entry tells of many units: how many, a root over everybody they are about, each
// once, and one hash over what was sealed.
class FactsOfMany {
 public:
  // `facts` are those of the unit alone.
  void Add(const NewUnit& unit, const Facts& facts);
  // People who are in no unit, e.g. registered along with them.
  void AddPerson(const SubjectId& subject) { subjects_.insert(subject); }
  uint64_t units_count() const { return units_count_; }

  // Sequencer only. Errors: as People::KeyStaged.
  Result<Facts> Finish(const People& people, Random& random) const;

 private:
  std::set<SubjectId> subjects_;
  uint64_t units_count_ = 0;
  Bytes sealed_hashes_;
};

}  // namespace mandat
