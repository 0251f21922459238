// SPDX-License-Identifier: Apache-2.0
#include "trail/trail_writer.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace mandat {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
constexpr uint64_t kLookedBack =
    4'096;  // entries, for rows that a start before this one left small
constexpr uint64_t kSpanMax = 1U << 16U;
// Rows of a size that many of follow each other become one.
struct Rank {
  size_t bytes_below;
  size_t rows;
};
constexpr auto kRanks = std::to_array<Rank>({{size_t{2} << 10U, 32}, {size_t{16} << 10U, 16}});

uint32_t DayOf(Instant at) { return static_cast<uint32_t>(at.micros / kMicrosPerDay); }

size_t RankOf(size_t bytes) {
  size_t rank = 0;
  while (rank < kRanks.size() && bytes >= kRanks[rank].bytes_below) {
    ++rank;
  }
  return rank;
}

// What is left of a body without those who are erased.
Result<TrailBody> Without(const std::vector<SubjectId>& erased, const TrailBody& body) {
  std::unordered_set<ByteView> gone;
  for (const SubjectId& subject : erased) {
    gone.insert(subject.bytes());
  }
  TrailBody left;
  MANDAT_TRY_STATUS(ReadTrailBody(body.first(), body.Encode(), [&](const Touch& touch) {
    Touch kept = touch;
    const Bytes people = PeopleWithout(gone, touch.people);
    kept.people = people;
    left.Add(kept);
  }));
  return left;
}

}  // namespace

void TrailWriter::Add(EntryIndex index, const Entry& entry, const std::vector<SubjectId>& people) {
  ids_.clear();
  for (const SubjectId& subject : people) {
    ids_ += subject.bytes();
  }
  noted_.Add({index, entry.at, entry.outcome, entry.agreement_version, entry.actor, entry.act,
              entry.clause, entry.purpose, entry.collection, entry.instruction, entry.units_count,
              ids_});
}

Result<SecretBytes> TrailWriter::KeyOf(TrailEpoch epoch) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindNamedKeyStaged(epoch.key()));
  if (!key) {
    return Fail(Error::Corrupt("a key of the trail is missing"));
  }
  return std::move(*key);
}

Status TrailWriter::FindEpoch() {
  if (epoch_.value == 0) {
    MANDAT_TRY(const std::vector<std::string> names,
               keyring_.ListNamedKeys(NamedKey::Kind::kTrail));
    if (!names.empty()) {
      MANDAT_TRY(epoch_, TrailEpoch::FromName(names.back()));
    }
  }
  return {};
}

Result<TrailEpoch> TrailWriter::BeginEpoch(Instant at) {
  MANDAT_TRY_STATUS(FindEpoch());
  epoch_ = epoch_.Next(DayOf(at));
  keyring_.StageNamedKey(epoch_.key());
  small_.emplace();
  small_after_.reset();
  return epoch_;
}

// After a start: what the one before left small, as far as it is of the epoch in force.
Status TrailWriter::LoadSmall(EntryIndex next) {
  std::vector<Small> small;
  const uint64_t first = next.value > kLookedBack ? next.value - kLookedBack : 0;
  const auto rows = store_.Scan(Space::kTrail, TrailRow({first}), TrailRow(next));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const TrailHead head, TrailHead::Decode(rows->value()));
    if (head.epoch != epoch_ || RankOf(rows->value().size()) == kRanks.size()) {
      small.clear();
    } else {
      small.push_back({FirstOfTrailRow(rows->key()), head.span, rows->value().size()});
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  small_ = std::move(small);
  return {};
}

Bytes TrailWriter::SealRow(const TrailBody& body, const SecretBytes& key) const {
  return SealTrailRow(origin_, body.first(), {epoch_, body.span()}, key, body.Encode(), random_);
}

// Whoever is erased must be found on the rows from before; the id goes with the epoch's key.
Status TrailWriter::StageErased(EntryIndex first, const std::vector<SubjectId>& erased,
                                Staging& staging) {
  MANDAT_TRY(const SecretBytes key, KeyOf(epoch_));
  for (size_t i = 0; i < erased.size(); ++i) {
    Bytes row = ErasedRow(first, i);
    staging.PutUnseen(Space::kTrail, Bytes(row),
                      SealErased(origin_, row, epoch_, key, erased[i], random_));
  }
  return {};
}

Status TrailWriter::Fold(Staging& staging) {
  for (size_t rank = 0; rank < kRanks.size(); ++rank) {
    std::vector<Small>& small = *small_after_;
    size_t begin = small.size();
    while (begin > 0 && RankOf(small[begin - 1].bytes) == rank) {
      --begin;
    }
    const size_t count = small.size() - begin;
    if (count < kRanks[rank].rows ||
        small.back().first.value - small[begin].first.value >= kSpanMax) {
      continue;
    }
    MANDAT_TRY(const SecretBytes key, KeyOf(epoch_));
    TrailBody body;
    for (size_t i = begin; i < small.size(); ++i) {
      MANDAT_TRY(const std::optional<Bytes> row,
                 store_.Find(Space::kTrail, TrailRow(small[i].first)));
      if (!row) {
        return Fail(Error::Corrupt("a row of the trail is missing"));
      }
      MANDAT_TRY(const Bytes plain, OpenTrailRow(origin_, small[i].first, *row, key));
      MANDAT_TRY_STATUS(
          ReadTrailBody(small[i].first, plain, [&body](const Touch& touch) { body.Add(touch); }));
      if (i > begin) {
        staging.Remove(Space::kTrail, TrailRow(small[i].first));
      }
    }
    Bytes row = SealRow(body, key);
    small.resize(begin);
    small.push_back({body.first(), body.span(), row.size()});
    staging.Put(Space::kTrail, TrailRow(body.first()), std::move(row));
    return {};  // one at a time: what comes of it is folded with a later batch
  }
  return {};
}

// Invariant (atomic or absent): an entry and who is behind it are one commit.
Status TrailWriter::Stage(Instant at, EntryIndex first, const std::vector<SubjectId>& erased,
                          Staging& staging) {
  if (noted_.empty() && erased.empty()) {
    return {};
  }
  MANDAT_TRY_STATUS(FindEpoch());
  if (epoch_.day() < DayOf(at)) {
    MANDAT_TRY(epoch_, BeginEpoch(at));
  }
  if (!small_) {
    MANDAT_TRY_STATUS(LoadSmall(first));
  }
  small_after_ = small_;
  MANDAT_TRY_STATUS(Fold(staging));
  MANDAT_TRY_STATUS(StageErased(first, erased, staging));
  if (noted_.empty()) {
    return {};
  }
  MANDAT_TRY(const SecretBytes key, KeyOf(epoch_));
  if (!erased.empty()) {
    MANDAT_TRY(noted_, Without(erased, noted_));
  }
  Bytes row = SealRow(noted_, key);
  small_after_->push_back({noted_.first(), noted_.span(), row.size()});
  staging.PutUnseen(Space::kTrail, TrailRow(noted_.first()), std::move(row));
  return {};
}

void TrailWriter::Committed() {
  noted_.Clear();
  if (!small_after_) {
    return;
  }
  small_ = std::move(small_after_);
  small_after_.reset();
  // Nothing is folded across a row that is large already.
  const auto large = std::ranges::find_if(small_->rbegin(), small_->rend(), [](const Small& row) {
    return RankOf(row.bytes) == kRanks.size();
  });
  small_->erase(small_->begin(), large.base());
}

void TrailWriter::Drop() {
  noted_.Clear();
  small_.reset();
  small_after_.reset();
  epoch_ = {};  // its key may have been staged with the batch
}

}  // namespace mandat
