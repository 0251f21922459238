// SPDX-License-Identifier: Apache-2.0
// After an erasure: what is still there. Invariant (erased stays erased).
#include "vault/internal/blind_rows.h"
#include "vault/internal/people_rows.h"
#include "vault/internal/rows.h"
#include "vault/vault.h"

namespace mandat {
namespace {

Result<uint64_t> CountRows(const Store& store, Space space, const Bytes& prefix) {
  uint64_t count = 0;
  const auto rows = store.Scan(space, prefix, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    ++count;
  }
  MANDAT_TRY_STATUS(rows->status());
  return count;
}

}  // namespace

Result<std::vector<Remains>> Vault::FindRemains(const SubjectId& subject) const {
  struct Place {
    std::string_view where;
    Space space;
    Bytes prefix;
  };
  const Bytes person = PersonPrefix(subject);
  const Place places[] = {
      {"records", Space::kUnits, person},
      {"series", Space::kSeries, person},
      {"blobs", Space::kBlobs, person},
      {"earlier versions", Space::kHistory, person},
      {"places in others' records", Space::kIndex, MemberPrefix(subject)},
      {"registration", Space::kIndex, RegistrationRow(subject)},
      {"blind index", Space::kBlind, internal::ForwardRow(person)},
      {"restriction", Space::kPeople, internal::RestrictionRow(subject)},
      {"objections", Space::kPeople, internal::ObjectionPrefix(subject)},
  };
  std::vector<Remains> remains;
  for (const Place& place : places) {
    MANDAT_TRY(const uint64_t count, CountRows(store_, place.space, place.prefix));
    remains.push_back({place.where, count});
  }
  MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKey(subject));
  remains.push_back({"key", key ? 1U : 0U});
  return remains;
}

}  // namespace mandat
