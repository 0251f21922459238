// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "trail/trail.h"

namespace mandat {

// Which decisions are asked about: those for which all that is set holds.
struct Question {
  std::optional<Instant> from;   // included
  std::optional<Instant> until;  // excluded
  Bytes actor;                   // tag of a credential
  std::optional<SubjectId> subject;
  std::string act;
  std::string purpose;
  std::string collection;
  std::string clause;
  std::string instruction;
  bool refused_only = false;

  bool Covers(const Touch& touch) const;
};

// What was done in one collection.
struct Extent {
  uint64_t entries_count = 0;
  uint64_t units_count = 0;
};

// The scope of what was done, as Art. 33 asks for it: whom, and how much of what.
// Source: GDPR Art. 33(3)(a).
struct Scope33 {
  uint64_t entries_count = 0;
  uint64_t units_count = 0;
  std::map<std::string, Extent> collections;
  std::map<std::string, uint64_t> acts;  // entries by what was done
  std::vector<SubjectId> people;         // each once, in ascending order
  std::optional<EntryIndex> first;
  std::optional<EntryIndex> last;
};

// Sums up what a question covers, one touch after the other.
class ScopeCount {
 public:
  // `erased` are not named any more.
  ScopeCount(const Question& question, std::set<Bytes> erased)
      : question_(question), erased_(std::move(erased)) {}

  void Take(const Touch& touch);
  Scope33 Finish() &&;

 private:
  void SortPeople();

  const Question& question_;
  const std::set<Bytes> erased_;
  Scope33 scope_;
  Bytes people_;  // ids one behind the other
  size_t sorted_bytes_ = 0;
};

}  // namespace mandat
