// SPDX-License-Identifier: Apache-2.0
// What a record was before it was rectified, for as long as history keeps it.
#include <algorithm>

#include "base/assert.h"
#include "vault/internal/reader.h"
#include "vault/internal/reading_verb.h"
#include "vault/internal/rows.h"
#include "vault/vault.h"

namespace mandat {

// Source: GDPR Art. 16.
Result<Reading> Vault::ReadVersions(Permit permit, const RecordId& record, uint32_t after,
                                    size_t limit) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  Reader reader(*this, permit, std::max<size_t>(limit, 2));
  MANDAT_TRY(const Bytes unit_row, OwnerRow(permit.operation().collection, record));
  MANDAT_TRY(const std::optional<Bytes> present,
             store_.Find(Space::kUnits, unit_row, reader.snapshot()));
  if (!present) {
    return Fail(Error::NotFound("no such record"));
  }
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(*present));
  size_t taken = 0;
  const auto took = [&](uint32_t version) {
    Bytes last;
    AppendBigEndian32(last, version);
    reader.set_last(std::move(last));
    ++taken;
  };
  const auto rows = store_.Scan(Space::kHistory, HistoryRow(unit_row, after + 1),
                                EndOfPrefix(unit_row), reader.snapshot());
  for (; after < header.version && rows->Valid() && taken < limit; rows->Next()) {
    MANDAT_TRY(const UnitHeader old, UnitHeader::Decode(rows->value()));
    MANDAT_TRY_STATUS(reader.Take(unit_row, rows->value(), Reader::Mode::kPage));
    took(old.version);
  }
  MANDAT_TRY_STATUS(rows->status());
  if (after >= header.version) {
    return std::move(reader).Finish(false);
  }
  if (rows->Valid() || taken == limit) {
    return std::move(reader).Finish(true);
  }
  // Alone it would be refused, so the whole list is: nobody learns of versions what is frozen now.
  MANDAT_TRY_STATUS(reader.Take(unit_row, *present, Reader::Mode::kOne));
  took(header.version);
  return std::move(reader).Finish(false);
}

}  // namespace mandat
