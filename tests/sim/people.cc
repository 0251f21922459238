// SPDX-License-Identifier: Apache-2.0
#include "sim/people.h"

#include <algorithm>

#include "sim/marks.h"

namespace mandat::sim {
namespace {

constexpr size_t kErasedLooksMax = 4;

Bytes NumberBytes(char kind, uint64_t number) {
  Bytes bytes(8, kind);
  AppendBigEndian64(bytes, number);
  return bytes;
}

}  // namespace

SubjectId People::NextPerson() { return *SubjectId::Decode(NumberBytes(kPersonByte, ++numbers_)); }
RecordId People::NextRecord() { return *RecordId::Decode(NumberBytes(kRecordByte, ++numbers_)); }

void People::Put(PutUnit unit) {
  unit.purges_before = purges_count_;
  held_.Met(unit.key(), {unit.person});
  const auto found = std::ranges::find_if(units_, [&unit](const PutUnit& one) {
    return one.id == unit.id && one.collection == unit.collection;
  });
  if (found == units_.end()) {
    units_.push_back(std::move(unit));
  } else {
    if (found->is_kept(held_.at())) {
      held_.Touched(found->key(), {found->person}, found->body);
    }
    *found = std::move(unit);
  }
}

void People::ErasedPerson(size_t person) {
  people_[person].is_erased = true;
  for (size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].person == person) {
      ErasedUnit(i);
    }
  }
}

void People::ErasedUnit(size_t unit) {
  PutUnit& one = units_[unit];
  if (one.is_kept(held_.at())) {
    held_.Touched(one.key(), {one.person}, one.body);
  }
  one.is_erased = true;
}

void People::Purged(Instant until, Instant now) {
  ++purges_count_;
  purged_ = until;
  for (const PutUnit& unit : units_) {
    if (!unit.is_erased && unit.is_over(until)) {
      held_.Expired(unit.key(), {unit.person}, unit.body,
                    unit.captured + std::chrono::hours(29 * 24), now);
    }
  }
}

void People::RequireRead(const PutUnit& unit, const std::string* body, bool is_gone,
                         Instant at) const {
  const std::string which = "record " + unit.id.Format() + " at " + at.Format();
  if (body != nullptr) {
    trouble_.Require(!unit.is_erased, "erased stays erased", which);
    trouble_.Require(!unit.is_over(at), "expired is gone", which);
    trouble_.Require(*body == unit.body, "a record is read as it was written", which);
  } else if (is_gone) {
    trouble_.Require(!unit.is_kept(at), "what was written is there until it expires", which);
  }
}

void People::Audit(OpenAgreement& agreement, Instant settled) const {
  size_t looks = 0;
  for (size_t i = people_.size(); i > 0 && looks < kErasedLooksMax; --i) {
    const KnownPerson& person = people_[i - 1];
    const Result<Registration> found = agreement.vault().FindRegistration(person.id);
    if (person.is_erased) {
      ++looks;
      trouble_.Require(!found && found.error().kind == ErrorKind::kShredded, "erased stays erased",
                       person.id.Format());
      const auto key = agreement.keyring().FindSubjectKey(person.id);
      trouble_.Require(key && !*key, "the key of an erased person is gone", person.id.Format());
    }
  }
  size_t rows_count = 0;
  const auto rows = agreement.store().Scan(Space::kUnits, Bytes(), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    const ByteView place = rows->key().substr(SubjectId::kBytes);
    rows_count += place.starts_with("contacts") || place.starts_with("logs") ? 1 : 0;
  }
  const auto least = std::ranges::count_if(
      units_, [settled](const PutUnit& unit) { return unit.is_kept(settled); });
  const auto most = std::ranges::count_if(units_, [this](const PutUnit& unit) {
    const bool is_gone = unit.purges_before < purges_count_ && unit.is_over(purged_);
    return !unit.is_erased && !is_gone;
  });
  trouble_.Require(rows_count >= static_cast<size_t>(least), "nothing is purged before its time",
                   std::to_string(rows_count) + " rows of at least " + std::to_string(least));
  trouble_.Require(rows_count <= static_cast<size_t>(most), "expired is gone",
                   std::to_string(rows_count) + " rows of at most " + std::to_string(most));
}

}  // namespace mandat::sim
