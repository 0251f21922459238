// SPDX-License-Identifier: Apache-2.0
// Reads of many units: one page of a person or of a collection.
#include <algorithm>

#include "base/assert.h"
#include "crypto/tlog.h"
#include "vault/internal/page.h"
#include "vault/internal/rows.h"
#include "vault/vault.h"

namespace mandat {

// Expired units are passed over: they are gone, the worker has only not been there yet.
Result<Reading> Vault::ReadPerson(Permit permit, const SubjectId& subject,
                                  const std::optional<RecordId>& after, size_t limit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  Page page(versions_.committed());
  const std::unique_ptr<Snapshot> snapshot = store_.TakeSnapshot();
  MANDAT_TRY(const SecretBytes key, SubjectKey(subject));
  page.AddPerson(subject, key, random_);
  const Bytes prefix = PersonCollectionPrefix(subject, collection);
  const Bytes first = after ? UnitRow(subject, collection, *after) + Bytes(1, '\0') : prefix;
  const auto rows = store_.Scan(Space::kUnits, first, EndOfPrefix(prefix), snapshot.get());
  for (; rows->Valid() && !page.Full(limit); rows->Next()) {
    Result<Opened> opened = OpenUnit(permit, rows->key(), rows->value(), key);
    if (!opened) {
      if (opened.error().kind == ErrorKind::kShredded) {
        continue;
      }
      return Fail(std::move(opened).error());
    }
    page.Add(std::move(opened->unit), opened->sealed_hash);
  }
  MANDAT_TRY_STATUS(rows->status());
  return std::move(page).Finish(rows->Valid());
}

Result<Reading> Vault::ReadCollection(Permit permit, const std::optional<RecordId>& after,
                                      size_t limit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  Page page(versions_.committed());
  const std::unique_ptr<Snapshot> snapshot = store_.TakeSnapshot();
  const Bytes prefix = CollectionPrefix(collection);
  const Bytes first = after ? CollectionRow(collection, *after) + Bytes(1, '\0') : prefix;
  const auto rows = store_.Scan(Space::kIndex, first, EndOfPrefix(prefix), snapshot.get());
  for (; rows->Valid() && !page.Full(limit); rows->Next()) {
    MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->value()));
    MANDAT_TRY(const RecordId record,
               RecordId::Decode(rows->key().substr(rows->key().size() - RecordId::kBytes)));
    // Erased between the snapshot and now: its rows are still in the snapshot, its key is not.
    MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKey(subject));
    const Bytes unit_row = UnitRow(subject, collection, record);
    MANDAT_TRY(const std::optional<Bytes> row,
               store_.Find(Space::kUnits, unit_row, snapshot.get()));
    if (!key) {
      Error missing = KeyMissing(subject);
      if (missing.kind == ErrorKind::kShredded) {
        continue;
      }
      return Fail(std::move(missing));
    }
    if (!row) {
      return Fail(Error::Corrupt("record has an index row and no unit"));
    }
    Result<Opened> opened = OpenUnit(permit, unit_row, *row, *key);
    if (!opened) {
      if (opened.error().kind == ErrorKind::kShredded) {
        continue;
      }
      return Fail(std::move(opened).error());
    }
    page.AddPerson(subject, *key, random_);
    page.Add(std::move(opened->unit), opened->sealed_hash);
  }
  MANDAT_TRY_STATUS(rows->status());
  return std::move(page).Finish(rows->Valid());
}

}  // namespace mandat
