// SPDX-License-Identifier: Apache-2.0
#include "vault/in_use.h"

#include "vault/internal/rows.h"

namespace mandat {
namespace {

// Every kind has an index of its units by collection in Space::kIndex; the letters stand in
// docs/internals/data-layout.md.
char IndexLetter(CollectionKind kind) {
  switch (kind) {
    case CollectionKind::kRecords:
      return 'c';
    case CollectionKind::kSeries:
      return 'r';
    case CollectionKind::kBlobs:
      return 'b';
  }
  return 'c';
}

}  // namespace

Result<bool> HasUnits(const Store& store, CollectionKind kind, std::string_view collection) {
  Bytes prefix = CollectionPrefix(collection);
  prefix[0] = IndexLetter(kind);
  const std::unique_ptr<Cursor> cursor = store.Scan(Space::kIndex, prefix, EndOfPrefix(prefix));
  const bool is_found = cursor->Valid();
  MANDAT_TRY_STATUS(cursor->status());
  return is_found;
}

}  // namespace mandat
