// SPDX-License-Identifier: Apache-2.0
// What goes because its time is over, and what is made anew from the units alone.
#include <algorithm>

#include "vault/internal/rows.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {
namespace {

Instant InstantOf(ByteView expiry_row) {
  return Instant{static_cast<int64_t>(ReadBigEndian64(expiry_row.substr(1)))};
}

}  // namespace

// Source: GDPR Art. 5(1)(e).
Result<std::optional<Instant>> Vault::NextExpiry() const {
  std::optional<Instant> next;
  const auto take = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
  MANDAT_TRY(const std::optional<Bucket> bucket, keyring_.FirstBucket());
  if (bucket) {
    take(bucket->end());
  }
  for (const std::string_view prefix : {"x", "y"}) {
    const auto rows = store_.Scan(Space::kIndex, prefix, EndOfPrefix(prefix));
    MANDAT_TRY_STATUS(rows->status());
    if (rows->Valid()) {
      take(InstantOf(rows->key()));
    }
  }
  MANDAT_TRY(const std::optional<Instant> hold, holds_.NextEnd());
  if (hold) {
    take(*hold);
  }
  return next;
}

// Invariant (expired is gone): removed logically here; the key goes with its bucket's day.
// Invariant (held is kept): what a hold names is sealed under its key first.
Result<Expiry> Vault::StageExpiry(Instant at, const Mandate* mandate, BatchContext& context,
                                  size_t limit) const {
  Removal removal;
  const auto rows = store_.Scan(Space::kIndex, "x", ExpiryEnd(at));
  for (; rows->Valid() && removal.units_count < limit; rows->Next()) {
    const ByteView unit_row = rows->key().substr(1 + 8);
    MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kUnits, unit_row));
    if (!row) {
      return Fail(Error::Corrupt("expiry row has no unit"));
    }
    MANDAT_TRY_STATUS(StageUnitRemoval(unit_row, *row, mandate, context, removal));
  }
  MANDAT_TRY_STATUS(rows->status());
  const auto others = store_.Scan(Space::kIndex, "y", KindExpiryEnd(at));
  for (; others->Valid() && removal.units_count < limit; others->Next()) {
    const ByteView key = others->key();
    const auto letter = static_cast<KindLetter>(key[1 + 8]);
    const ByteView row = key.substr(1 + 8 + 1);
    if (letter == KindLetter::kHistory) {
      context.staging.Remove(Space::kHistory, Bytes(row));
      ++removal.units_count;
    } else if (const auto kind = kinds_.find(letter); kind != kinds_.end()) {
      MANDAT_TRY_STATUS(kind->second->StageRemoveExpired(row, mandate, context, removal));
    } else {
      return Fail(Error::Corrupt("expiry row is of an unknown kind of data"));
    }
    context.staging.Remove(Space::kIndex, Bytes(key));
  }
  MANDAT_TRY_STATUS(others->status());
  Expiry expiry{removal.units_count, removal.held_count, 0, 0};
  if (rows->Valid() || others->Valid()) {
    return expiry;  // more are due: their buckets must wait
  }
  MANDAT_TRY(std::vector<Bucket> ended, keyring_.EndedBuckets(at));
  expiry.buckets_count = ended.size();
  context.shred_buckets.insert(context.shred_buckets.end(), ended.begin(), ended.end());
  MANDAT_TRY(const auto held, holds_.StageEnd(at, context, limit));
  expiry.holds_count = held.second;
  expiry.units_count += held.first;
  return expiry;
}

Result<std::optional<Bytes>> Vault::StageReindex(const ServiceSchema& schema,
                                                 const std::set<std::string>* only,
                                                 const std::optional<Bytes>& after,
                                                 BatchContext& context, size_t limit) const {
  const Bytes first = after ? *after + Bytes(1, '\0') : Bytes();
  const auto rows = store_.Scan(Space::kUnits, first, Bytes(64, '\xff'));
  std::optional<Bytes> last;
  for (size_t taken = 0; rows->Valid() && taken < limit; rows->Next(), ++taken) {
    last = Bytes(rows->key());
    MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(rows->key()));
    const Collection* declared = schema.FindCollection(place.collection);
    if (declared == nullptr || (only != nullptr && !only->contains(place.collection))) {
      continue;
    }
    const Result<internal::OpenedRow> opened = OpenStaged(rows->key(), rows->value());
    const Result<SearchTerms> terms = opened
                                          ? blind_.TermsOf(*declared, opened->bodies.main.Reveal())
                                          : Result<SearchTerms>(Fail(opened.error()));
    if (!terms && terms.error().kind == ErrorKind::kUnavailable) {
      return Fail(terms.error());
    }
    if (!terms) {
      continue;  // whoever reads it is told
    }
    MANDAT_TRY_STATUS(blind_.Stage(rows->key(), *terms, context));
    StageIndexRows(rows->key(), opened->header, declared, context);
  }
  MANDAT_TRY_STATUS(rows->status());
  return last;
}

}  // namespace mandat
