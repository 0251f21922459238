// SPDX-License-Identifier: Apache-2.0
// Every unit, index row and person against each other. Memory is bounded: each row is looked up
// from the other side, nothing is collected.
#include "vault/inspect.h"

#include "vault/internal/blind_rows.h"
#include "vault/internal/rows.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {

void Inspection::Add(std::string_view what, ByteView row, bool derivable) {
  ++flaws_count;
  derivable_count += derivable ? 1 : 0;
  if (flaws.size() < kFlawsMax) {
    flaws.push_back({std::string(what), FormatHex(row), derivable});
  }
}

void Inspection::AddDangling(std::string_view what, Space space, ByteView row) {
  Add(what, row, true);
  if (dangling.size() < kRepairsMax) {
    dangling.emplace_back(space, Bytes(row));
  }
}

Status Inspection::Expect(const Store& store, Space space, const Bytes& key, const Bytes& value) {
  MANDAT_TRY(const std::optional<Bytes> there, store.Find(space, key));
  if (there == value) {
    return {};
  }
  Add(there ? "index row says something else" : "index row is missing", key, true);
  if (missing.size() < kRepairsMax) {
    missing.push_back({space, key, value});
  }
  return {};
}

namespace {

const Bytes kFirst(1, '\0');
const Bytes kEnd(64, '\xff');

}  // namespace

// One unit: it opens, its people are registered, and it is found by every way it should be.
Status Vault::InspectUnit(const Mandate* mandate, ByteView unit_row, ByteView row,
                          Inspection& found) const {
  const Result<UnitPlace> place = UnitPlace::Decode(unit_row);
  const Result<UnitHeader> header = UnitHeader::Decode(row);
  if (!place || !header) {
    found.Add("record has a damaged row", unit_row, false);
    return {};
  }
  const Result<internal::OpenedRow> opened = OpenStaged(unit_row, row);
  if (!opened) {
    if (opened.error().kind == ErrorKind::kUnavailable) {
      return Fail(opened.error());
    }
    found.Add("record cannot be opened", unit_row, false);
    return {};
  }
  const auto expect = [&](Space space, const Bytes& key, const Bytes& value) {
    return found.Expect(store_, space, key, value);
  };
  const Bytes owner(place->subject.bytes());
  MANDAT_TRY_STATUS(expect(Space::kIndex, CollectionRow(place->collection, place->record), owner));
  if (header->expires) {
    MANDAT_TRY_STATUS(expect(Space::kIndex, ExpiryRow(*header->expires, unit_row), {}));
  }
  for (const SubjectId& subject : SubjectsOf(place->subject, *header)) {
    if (subject != place->subject) {
      MANDAT_TRY_STATUS(
          expect(Space::kIndex, MemberRow(subject, place->collection, place->record), owner));
    }
    MANDAT_TRY(const std::optional<Bytes> known,
               store_.Find(Space::kIndex, RegistrationRow(subject)));
    if (!known) {
      found.Add("person of a record is not registered", unit_row, false);
    }
  }
  const Collection* declared =
      mandate == nullptr ? nullptr : mandate->schema().FindCollection(place->collection);
  if (declared == nullptr) {
    return {};
  }
  if (declared->by_time) {
    MANDAT_TRY_STATUS(
        expect(Space::kIndex, TimeRow(place->collection, header->captured, place->record), owner));
  }
  const Result<SearchTerms> terms = blind_.TermsOf(*declared, opened->bodies.main.Reveal());
  if (!terms) {
    found.Add("body of a record cannot be read", unit_row, false);
    return {};
  }
  MANDAT_TRY(const bool is_found, blind_.IsFoundBy(unit_row, *terms));
  if (!is_found) {
    found.Add("record is not found by what is in it", unit_row, true);
  }
  return {};
}

// A row that points at a unit: the unit is there.
Status Vault::InspectPointers(Inspection& found) const {
  const auto look = [&](Space space, ByteView key, const Bytes& unit_row) -> Status {
    ++found.rows_count;
    MANDAT_TRY(const std::optional<Bytes> unit, store_.Find(Space::kUnits, unit_row));
    if (!unit) {
      found.AddDangling("index row points at nothing", space, key);
    }
    return {};
  };
  const auto rows = store_.Scan(Space::kIndex, "m", "n");
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY_STATUS(
        look(Space::kIndex, rows->key(),
             Bytes(rows->value()) + Bytes(rows->key().substr(1 + SubjectId::kBytes))));
  }
  MANDAT_TRY_STATUS(rows->status());
  const auto expiries = store_.Scan(Space::kIndex, "x", "y");
  for (; expiries->Valid(); expiries->Next()) {
    MANDAT_TRY_STATUS(look(Space::kIndex, expiries->key(), Bytes(expiries->key().substr(1 + 8))));
  }
  MANDAT_TRY_STATUS(expiries->status());
  const Bytes forward = internal::ForwardRow({});
  const auto blind = store_.Scan(Space::kBlind, forward, EndOfPrefix(forward));
  for (; blind->Valid(); blind->Next()) {
    MANDAT_TRY_STATUS(
        look(Space::kBlind, blind->key(), Bytes(blind->key().substr(forward.size()))));
  }
  return blind->status();
}

// People, earlier versions and the ledger.
Status Vault::InspectPeople(uint64_t entries_count, Inspection& found) const {
  const auto people = store_.Scan(Space::kIndex, "s", "t");
  for (; people->Valid(); people->Next()) {
    ++found.rows_count;
    const Result<SubjectId> subject = SubjectId::Decode(people->key().substr(1));
    if (!subject) {
      found.Add("registration has a damaged row", people->key(), false);
      continue;
    }
    MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKey(*subject));
    if (!key) {
      found.Add("registered person has no key", people->key(), false);
    }
  }
  MANDAT_TRY_STATUS(people->status());
  const auto history = store_.Scan(Space::kHistory, kFirst, kEnd);
  for (; history->Valid(); history->Next()) {
    ++found.rows_count;
    const ByteView key = history->key();
    const ByteView unit_row = key.substr(0, key.size() < 4 ? 0 : key.size() - 4);
    MANDAT_TRY(const std::optional<Bytes> unit, store_.Find(Space::kUnits, unit_row));
    const Result<internal::OpenedRow> opened = OpenStaged(unit_row, history->value());
    if (!unit) {
      found.Add("earlier version of a record that is not there", key, false);
    } else if (!opened && opened.error().kind == ErrorKind::kCorrupt) {
      found.Add("earlier version cannot be opened", key, false);
    }
  }
  MANDAT_TRY_STATUS(history->status());
  const auto ledger = store_.Scan(Space::kLedger, kFirst, kEnd);
  for (; ledger->Valid(); ledger->Next()) {
    ++found.rows_count;
    if (ledger->key().size() != Hash::kBytes) {
      continue;  // a key that is still to be destroyed
    }
    const ByteView value = ledger->value();
    if (value.size() != 16 || ReadBigEndian64(value.substr(8)) >= entries_count) {
      found.Add("ledger names an entry that the journal does not have", ledger->key(), false);
    }
  }
  return ledger->status();
}

Status Vault::Inspect(const Mandate* mandate, uint64_t entries_count, Inspection& found) const {
  const auto rows = store_.Scan(Space::kUnits, kFirst, kEnd);
  for (; rows->Valid(); rows->Next()) {
    ++found.units_count;
    MANDAT_TRY_STATUS(InspectUnit(mandate, rows->key(), rows->value(), found));
  }
  MANDAT_TRY_STATUS(rows->status());
  MANDAT_TRY_STATUS(InspectPointers(found));
  MANDAT_TRY_STATUS(InspectPeople(entries_count, found));
  for (const auto& [letter, kind] : kinds_) {
    MANDAT_TRY_STATUS(kind->Inspect(found));
  }
  return holds_.Inspect(found);
}

Status Vault::StageRepair(const Inspection& found, BatchContext& context) const {
  for (const auto& [space, row] : found.dangling) {
    const Bytes forward = internal::ForwardRow({});
    if (space == Space::kBlind && row.starts_with(forward)) {
      MANDAT_TRY_STATUS(blind_.StageRemoval(ByteView(row).substr(forward.size()), context));
    } else {
      context.staging.Remove(space, row);
    }
  }
  for (const Inspection::Row& row : found.missing) {
    context.staging.Put(row.space, row.key, row.value);
  }
  return {};
}

}  // namespace mandat
