// SPDX-License-Identifier: Apache-2.0
#include "vault/quota.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "vault/internal/blob_rows.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_rows.h"

namespace mandat {
namespace {

using internal::ChunkPlace;

constexpr std::chrono::seconds kLookEvery{1};
// Fewer bytes than any unit takes up: a header, a nonce and a tag alone are more.
constexpr uint64_t kUnitBytesLeast = 32;
constexpr size_t kKnownMax = size_t{1} << 16;
constexpr uint64_t kPutsBetweenLooks = 1024;

// Units of one kind under a prefix, as far as they were counted.
struct Counted {
  uint64_t units_count = 0;
  Bytes end;              // behind the last one
  bool has_more = false;  // there are others behind it
};

Result<Counted> CountRows(const Store& store, Space space, const Bytes& prefix, uint64_t most) {
  Counted counted{0, prefix, false};
  const auto rows = store.Scan(space, prefix, EndOfPrefix(prefix));
  for (; rows->Valid() && counted.units_count < most; rows->Next()) {
    ++counted.units_count;
    counted.end = Bytes(rows->key());
  }
  MANDAT_TRY_STATUS(rows->status());
  counted.has_more = rows->Valid();
  return counted;
}

// From the first chunk of a series over to the first of the next.
Result<Counted> CountSeries(const Store& store, const Bytes& prefix, uint64_t most) {
  Counted counted{0, prefix, false};
  for (;;) {
    const auto rows = store.Scan(Space::kSeries, counted.end, EndOfPrefix(prefix));
    MANDAT_TRY_STATUS(rows->status());
    counted.has_more = rows->Valid();
    if (!rows->Valid() || counted.units_count == most) {
      return counted;
    }
    MANDAT_TRY([[maybe_unused]] const ChunkPlace place, ChunkPlace::Decode(rows->key()));
    counted.end = EndOfPrefix(rows->key().substr(0, rows->key().size() - ChunkPlace::kPartBytes));
    ++counted.units_count;
  }
}

// Blobs of which only an upload is there.
Result<uint64_t> CountNewUploads(const Store& store, const SubjectId& subject, uint64_t most) {
  const Bytes prefix = BlobRowsPrefix(BlobRowLetter::kUpload, subject);
  const auto rows = store.Scan(Space::kBlobs, prefix, EndOfPrefix(prefix));
  uint64_t count = 0;
  for (; rows->Valid() && count < most; rows->Next()) {
    Bytes head = BlobRowsPrefix(BlobRowLetter::kHead, subject);
    head.append(rows->key().substr(head.size()));
    MANDAT_TRY(const std::optional<Bytes> whole, store.Find(Space::kBlobs, head));
    count += whole ? 0 : 1;
  }
  MANDAT_TRY_STATUS(rows->status());
  return count;
}

// Every unit has one row of these in Space::kIndex, whose value is the person.
bool IsOwnerRow(const Batch::Step& step) {
  return step.space == Space::kIndex && !step.key.empty() &&
         (step.key[0] == 'c' || step.key[0] == 'r' || step.key[0] == 'b') &&
         step.kind != Batch::Kind::kRemoveRange;
}

struct Staged {
  uint64_t added_count = 0;
  uint64_t removed_count = 0;
};

// What the batch being built does to the units of a person.
Result<Staged> CountStaged(const Store& store, const SubjectId& subject, const Batch& batch) {
  std::map<ByteView, const Batch::Step*> last;
  for (const Batch::Step& step : batch.steps()) {
    if (IsOwnerRow(step)) {
      last.insert_or_assign(ByteView(step.key), &step);
    }
  }
  Staged staged;
  for (const auto& [key, step] : last) {
    const bool is_put = step->kind == Batch::Kind::kPut;
    if (is_put && step->value != subject.bytes()) {
      continue;
    }
    MANDAT_TRY(const std::optional<Bytes> before, store.Find(Space::kIndex, key));
    const bool was_there = before && *before == subject.bytes();
    staged.added_count += is_put && !was_there ? 1 : 0;
    staged.removed_count += !is_put && was_there ? 1 : 0;
  }
  return staged;
}

}  // namespace

void Quota::LookAtBytes(const BatchContext& context) {
  looked_at_ = context.at;
  kept_bytes_ = store_.BytesKept();
  taken_bytes_ = kept_bytes_ == UINT64_MAX ? 0 : context.staging.batch().bytes();
}

Status Quota::RequireBytes(uint64_t more, const BatchContext& context) {
  if (!looked_at_ || context.at - *looked_at_ >= kLookEvery) {
    LookAtBytes(context);
  }
  const auto fits = [&] {
    const uint64_t there = kept_bytes_ + taken_bytes_;
    return there <= bytes_max_ && more <= bytes_max_ - there;
  };
  if (fits()) {
    return {};
  }
  LookAtBytes(context);
  if (kept_bytes_ == UINT64_MAX) {
    return Fail(Error::Unavailable(
        "the disk is nearly full: no more data are taken; erasure, restriction and holds go on"));
  }
  return fits() ? Status()
                : Status(Fail(Error::Exceeded(
                      "agreement would keep more bytes than limits.bytes_per_agreement = " +
                      std::to_string(bytes_max_))));
}

Status Quota::TakeBytes(uint64_t more, const BatchContext& context) {
  MANDAT_TRY_STATUS(RequireBytes(more, context));
  taken_bytes_ += more;
  return {};
}

// While all that the agreement keeps could not be as many units, nobody's are counted.
Status Quota::TakeUnit(const SubjectId& subject, const BatchContext& context) {
  const bool is_told = kept_bytes_ > 0;
  if (is_told && (kept_bytes_ + taken_bytes_) / kUnitBytesLeast < units_max_) {
    known_.clear();
    return {};
  }
  return units_max_ <= kCountedMax ? TakeCounted(subject, context) : TakeEstimated(subject);
}

Error Quota::TooMany() const {
  return Error::Exceeded(
      "person would have more records, series and blobs than limits.units_per_person = " +
      std::to_string(units_max_));
}

// A count is never too low: whatever is added passes here. It may be too high.
bool Quota::IsStale(const SubjectId& subject, const Known& known) const {
  return known.added_count > 0 || known.removals_count != removals_[StripeOf(subject)];
}

Status Quota::TakeCounted(const SubjectId& subject, const BatchContext& context) {
  auto known = known_.find(subject);
  if (known == known_.end() ||
      (known->second.units_count >= units_max_ && IsStale(subject, known->second))) {
    if (known_.size() >= kKnownMax) {
      known_.clear();
    }
    MANDAT_TRY(const Known counted, Count(subject, context));
    known = known_.insert_or_assign(subject, counted).first;
  }
  if (known->second.units_count >= units_max_) {
    return Fail(TooMany());
  }
  ++known->second.units_count;
  ++known->second.added_count;
  return {};
}

// Looks at the person of every so many puts: who gets units by the million is soon among them.
Status Quota::TakeEstimated(const SubjectId& subject) {
  const bool is_due = ++puts_count_ % kPutsBetweenLooks == 0;
  const auto known = known_.find(subject);
  if (known == known_.end() ? !is_due : !is_due && !IsStale(subject, known->second)) {
    return known == known_.end() ? Status() : Status(Fail(TooMany()));
  }
  MANDAT_TRY(const uint64_t units_count, Estimate(subject));
  if (units_count < units_max_) {
    known_.erase(subject);
    return {};
  }
  if (known_.size() >= kKnownMax) {
    known_.clear();
  }
  known_.insert_or_assign(subject, Known{units_count, 0, removals_[StripeOf(subject)]});
  return Fail(TooMany());
}

Result<Quota::Known> Quota::Count(const SubjectId& subject, const BatchContext& context) const {
  const uint64_t most = kCountedMax + 1;
  MANDAT_TRY(const Counted units, CountRows(store_, Space::kUnits, PersonPrefix(subject), most));
  MANDAT_TRY(const Counted series, CountSeries(store_, PersonPrefix(subject), most));
  MANDAT_TRY(const Counted blobs,
             CountRows(store_, Space::kBlobs, BlobRowsPrefix(BlobRowLetter::kHead, subject), most));
  MANDAT_TRY(const uint64_t uploads, CountNewUploads(store_, subject, most));
  MANDAT_TRY(const Staged staged, CountStaged(store_, subject, context.staging.batch()));
  const uint64_t there =
      units.units_count + series.units_count + blobs.units_count + uploads + staged.added_count;
  return Known{there - std::min(there, staged.removed_count), staged.added_count,
               removals_[StripeOf(subject)]};
}

// What was counted, times how much more there is of it.
Result<uint64_t> Quota::Estimate(const SubjectId& subject) const {
  const Bytes person = PersonPrefix(subject);
  const Bytes heads = BlobRowsPrefix(BlobRowLetter::kHead, subject);
  const auto scaled = [this](Space space, const Bytes& prefix, const Counted& counted) {
    if (!counted.has_more) {
      return counted.units_count;
    }
    const uint64_t all = store_.BytesAbout(space, prefix, EndOfPrefix(prefix));
    const uint64_t part =
        std::max<uint64_t>(store_.BytesAbout(space, prefix, counted.end), uint64_t{1});
    return std::max(counted.units_count, counted.units_count * (all / part));
  };
  MANDAT_TRY(const Counted units, CountRows(store_, Space::kUnits, person, kCountedMax));
  MANDAT_TRY(const Counted series, CountSeries(store_, person, kCountedMax));
  MANDAT_TRY(const Counted blobs, CountRows(store_, Space::kBlobs, heads, kCountedMax));
  return scaled(Space::kUnits, person, units) + scaled(Space::kSeries, person, series) +
         scaled(Space::kBlobs, heads, blobs);
}

}  // namespace mandat
