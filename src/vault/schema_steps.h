// SPDX-License-Identifier: Apache-2.0
//
// Under which schemas the units of an agreement were stored, one after the other, and up to which
// of them every unit is found by what the schema says.
// Guarantees: a search by what not every unit is indexed by yet is refused, never answered with
// less than there is.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "agreement/schema.h"
#include "base/instant.h"
#include "base/result.h"

namespace mandat {

// One schema, in force until the next.
struct SchemaStep {
  Instant from;
  std::shared_ptr<const ServiceSchema> schema;
};

// Threading: any number of callers.
class SchemaSteps {
 public:
  // What names a step on disk: its instant (8), SHA-256 of the schema's canonical form.
  static constexpr size_t kMarkBytes = 8 + 32;
  static Bytes MarkOf(const SchemaStep& step);

  // All of them, in order of time, whenever they change.
  void SetSteps(std::vector<SchemaStep> steps);
  // Every unit is indexed as this step says; empty: as the first. A step that is not known counts
  // as the first.
  void SetComplete(Bytes mark);

  // What is to be indexed anew for the step in force at `at`.
  struct Owed {
    Bytes mark;
    std::shared_ptr<const ServiceSchema> schema;
    std::set<std::string> collections;
  };
  std::optional<Owed> FindOwed(Instant at) const;
  // When the next step comes into force behind `at`.
  std::optional<Instant> NextFrom(Instant at) const;

  // Errors: kUnavailable (units from before are not found by this field, or listed by time, yet).
  Status RequireField(const Collection& declared, const Field& field, Instant at) const;
  Status RequireTimes(const Collection& declared, Instant at) const;

 private:
  bool HadBefore(size_t step, const std::string& collection, const std::string& field) const;
  bool CoversField(size_t step, const Collection& declared, const Field& field) const;
  bool CoversTimes(size_t step, const Collection& declared) const;
  bool IsOwed(const Collection& declared, size_t end) const;
  size_t EndAt(Instant at) const;
  void Settle();

  mutable std::mutex mutex_;
  std::vector<SchemaStep> steps_;
  Bytes complete_;
  size_t first_ = 0;  // the step that is complete
};

}  // namespace mandat
