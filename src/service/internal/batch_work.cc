// SPDX-License-Identifier: Apache-2.0
#include "service/internal/batch_work.h"

#include <algorithm>

#include "vault/facts_of_many.h"

namespace mandat::internal {
namespace {

constexpr size_t kNoteBytes = 4 + 1 + 4;

// The world failed, not the line.
bool IsFault(const Error& error) {
  return error.kind == ErrorKind::kUnavailable || error.kind == ErrorKind::kCorrupt;
}

// The gate journals what of this kind an act fails with.
bool IsTold(const Error& error) {
  return error.kind == ErrorKind::kNotFound || error.kind == ErrorKind::kShredded;
}

}  // namespace

Error AtLine(uint64_t number, Error error) {
  error.message = "line " + std::to_string(number) + ": " + error.message;
  return error;
}

std::vector<std::pair<size_t, Error>> BatchWork::Seal(std::vector<BatchItem> items) {
  std::vector<std::pair<size_t, Error>> failed;
  const Result<Permit> permit = gate().Admit(operation());
  items_.reserve(items.size());
  for (BatchItem& item : items) {
    if (permit) {
      Result<SealedUnit> sealed = vault().Seal(*permit, std::move(item.sealed.unit));
      if (!sealed) {
        failed.emplace_back(item.index, std::move(sealed).error());
        continue;
      }
      item.sealed = std::move(*sealed);
      item.prepared = true;
    }
    items_.push_back(std::move(item));
  }
  return failed;
}

void BatchWork::LeaveOut(const std::vector<bool>& settled) {
  std::erase_if(items_, [&settled](const BatchItem& item) { return settled[item.index]; });
}

// Source: GDPR Art. 28(3)(a).
Status BatchWork::RegisterPeople(const Permit& permit, const NewUnit& unit, BatchContext& context) {
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared == nullptr) {
    return {};
  }
  const auto ensure = [&](const std::string& people, const SubjectId& subject) -> Status {
    const Result<Registration> known = vault().people().FindStaged(subject, context.staging);
    if (known || known.error().kind != ErrorKind::kNotFound) {
      return known ? Status() : Status(Fail(known.error()));
    }
    MANDAT_TRY([[maybe_unused]] const Facts facts,
               vault().people().StageRegister(people, subject, context));
    ++registered_count_;
    return {};
  };
  MANDAT_TRY_STATUS(ensure(declared->people, unit.subject));
  for (const UnitPerson& person : unit.people) {
    if (const Role* role = declared->FindRole(person.role)) {
      MANDAT_TRY_STATUS(ensure(role->people, person.subject));
    }
  }
  return {};
}

Result<Facts> BatchWork::StageLine(const Permit& permit, BatchItem& item, BatchContext& context) {
  if (settings_.registers && operation().verb == Verb::kRecord) {
    MANDAT_TRY_STATUS(RegisterPeople(permit, item.sealed.unit, context));
  }
  if (!item.prepared) {  // refused before its batch, and allowed in it
    MANDAT_TRY(item.sealed, vault().Seal(permit, std::move(item.sealed.unit)));
    item.prepared = true;
  }
  return vault().StagePut(permit, item.sealed, context, item.version);
}

Error BatchWork::WhyNothing() const {
  const auto first = [this](auto matches) {
    return std::ranges::find_if(items_, [&](const BatchItem& item) {
      return !item.status && matches(item.status.error());
    });
  };
  auto why = first([](const Error& error) { return error.kind == ErrorKind::kRefused; });
  why = why == items_.end() ? first(IsTold) : why;
  why = why == items_.end() ? first([](const Error&) { return true; }) : why;
  return why == items_.end() ? Error::Conflict("records came or went meanwhile; ask again")
                             : why->status.error();
}

// Invariant (atomic or absent): a line that fails takes back what it staged, and nothing else; of
// an atomic batch the gate takes back everything.
Result<Facts> BatchWork::Act(Permit permit, BatchContext& context) {
  FactsOfMany facts;
  uint64_t refused_count = 0;
  registered_count_ = 0;
  for (BatchItem& item : items_) {
    const size_t mark = context.staging.mark();
    const uint64_t registered = registered_count_;
    const Result<Facts> staged = StageLine(permit, item, context);
    if (staged) {
      facts.Add(item.sealed.unit, *staged);
      continue;
    }
    if (settings_.atomic) {
      return Fail(AtLine(item.index + 1, staged.error()));
    }
    if (IsFault(staged.error())) {
      return Fail(staged.error());
    }
    context.staging.Rewind(mark);
    registered_count_ = registered;
    refused_count += staged.error().kind == ErrorKind::kRefused ? 1 : 0;
    item.status = Fail(staged.error());
  }
  if (facts.units_count() == 0) {
    return Fail(WhyNothing());
  }
  MANDAT_TRY(Facts told, facts.Finish(vault().people(), agreement_.random()));
  if (registered_count_ > 0) {
    told.detail = "registered " + std::to_string(registered_count_);
  }
  if (refused_count > 0) {
    told.detail += (told.detail.empty() ? "refused " : " refused ") + std::to_string(refused_count);
  }
  return told;
}

Bytes BatchWork::ReplayNote() const {
  Bytes note;
  note.reserve(items_.size() * kNoteBytes);
  for (const BatchItem& item : items_) {
    AppendBigEndian32(note, static_cast<uint32_t>(item.index));
    note.push_back(item.status ? '\0'
                               : static_cast<char>(1 + static_cast<int>(item.status.error().kind)));
    AppendBigEndian32(note, item.version);
  }
  return note;
}

std::vector<BatchWork::Line> BatchWork::Told(const Release& release) const {
  std::vector<Line> told;
  if (!release.replayed()) {
    for (const BatchItem& item : items_) {
      told.emplace_back(item.index, item.version,
                        item.status ? std::nullopt : std::optional(item.status.error()));
    }
    return told;
  }
  const ByteView note = release.replay_note();
  for (size_t at = 0; at + kNoteBytes <= note.size(); at += kNoteBytes) {
    std::optional<Error> error;
    if (const auto kind = static_cast<uint8_t>(note[at + 4]); kind > 0) {
      error = Error::Conflict("line failed when it was first sent");
      error->kind = static_cast<ErrorKind>(kind - 1);
    }
    told.emplace_back(ReadBigEndian32(note.substr(at)), ReadBigEndian32(note.substr(at + 5)),
                      std::move(error));
  }
  return told;
}

}  // namespace mandat::internal
