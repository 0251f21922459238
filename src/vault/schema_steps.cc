// SPDX-License-Identifier: Apache-2.0
#include "vault/schema_steps.h"

#include <algorithm>

#include "crypto/hash.h"

namespace mandat {
namespace {

// Units that were indexed for `was` are found as `is` wants it.
bool Covers(const Field& was, const Field& is) {
  return was.search == is.search
             ? is.search != FieldSearch::kRange || was.type == is.type
             : was.search == FieldSearch::kPrefix && is.search == FieldSearch::kExact;
}

Error NotYet() {
  return Error::Unavailable("records are being indexed for this search; ask again later");
}

}  // namespace

Bytes SchemaSteps::MarkOf(const SchemaStep& step) {
  Bytes mark;
  AppendBigEndian64(mark, static_cast<uint64_t>(step.from.micros));
  mark.append(Sha256(step.schema->canonical()).view());
  return mark;
}

void SchemaSteps::SetSteps(std::vector<SchemaStep> steps) {
  const std::lock_guard lock(mutex_);
  steps_ = std::move(steps);
  Settle();
}

void SchemaSteps::SetComplete(Bytes mark) {
  const std::lock_guard lock(mutex_);
  complete_ = std::move(mark);
  Settle();
}

// Requires: the mutex; so do all below.
void SchemaSteps::Settle() {
  const auto found = complete_.empty()
                         ? steps_.end()
                         : std::ranges::find_if(steps_, [this](const SchemaStep& step) {
                             return MarkOf(step) == complete_;
                           });
  first_ = found == steps_.end() ? 0 : static_cast<size_t>(found - steps_.begin());
}

// Behind the step in force.
size_t SchemaSteps::EndAt(Instant at) const {
  size_t end = first_;
  while (end < steps_.size() && (end == first_ || steps_[end].from <= at)) {
    ++end;
  }
  return end;
}

// True if units from before a step may have what it does not declare.
bool SchemaSteps::HadBefore(size_t step, const std::string& collection,
                            const std::string& field) const {
  return std::any_of(steps_.begin(), steps_.begin() + static_cast<ptrdiff_t>(step),
                     [&](const SchemaStep& earlier) {
                       const Collection* declared = earlier.schema->FindCollection(collection);
                       return declared != nullptr &&
                              (field.empty() || declared->FindField(field) != nullptr);
                     });
}

bool SchemaSteps::CoversField(size_t step, const Collection& declared, const Field& field) const {
  const Collection* then = steps_[step].schema->FindCollection(declared.id);
  const Field* was = then == nullptr ? nullptr : then->FindField(field.id);
  return was == nullptr ? !HadBefore(step, declared.id, field.id) : Covers(*was, field);
}

bool SchemaSteps::CoversTimes(size_t step, const Collection& declared) const {
  const Collection* then = steps_[step].schema->FindCollection(declared.id);
  return then == nullptr ? !HadBefore(step, declared.id, "") : then->by_time;
}

bool SchemaSteps::IsOwed(const Collection& declared, size_t end) const {
  for (size_t step = first_; step + 1 < end; ++step) {
    const bool times = !declared.by_time || CoversTimes(step, declared);
    const bool fields = std::ranges::all_of(declared.fields, [&](const Field& field) {
      return field.search == FieldSearch::kNone || CoversField(step, declared, field);
    });
    if (!times || !fields) {
      return true;
    }
  }
  return false;
}

std::optional<SchemaSteps::Owed> SchemaSteps::FindOwed(Instant at) const {
  const std::lock_guard lock(mutex_);
  const size_t end = EndAt(at);
  if (end < first_ + 2) {
    return std::nullopt;
  }
  const SchemaStep& now = steps_[end - 1];
  Owed owed{{}, now.schema, {}};
  for (const Collection& declared : now.schema->collections()) {
    if (declared.kind == CollectionKind::kRecords && IsOwed(declared, end)) {
      owed.collections.insert(declared.id);
    }
  }
  if (owed.collections.empty()) {
    return std::nullopt;
  }
  owed.mark = MarkOf(now);
  return owed;
}

std::optional<Instant> SchemaSteps::NextFrom(Instant at) const {
  const std::lock_guard lock(mutex_);
  const auto next =
      std::ranges::find_if(steps_, [at](const SchemaStep& step) { return step.from > at; });
  return next == steps_.end() ? std::nullopt : std::optional(next->from);
}

Status SchemaSteps::RequireField(const Collection& declared, const Field& field, Instant at) const {
  const std::lock_guard lock(mutex_);
  for (size_t step = first_, end = EndAt(at); step + 1 < end; ++step) {
    if (!CoversField(step, declared, field)) {
      return Fail(NotYet());
    }
  }
  return {};
}

Status SchemaSteps::RequireTimes(const Collection& declared, Instant at) const {
  const std::lock_guard lock(mutex_);
  for (size_t step = first_, end = EndAt(at); step + 1 < end; ++step) {
    if (!CoversTimes(step, declared)) {
      return Fail(NotYet());
    }
  }
  return {};
}

}  // namespace mandat
