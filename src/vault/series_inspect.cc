// SPDX-License-Identifier: Apache-2.0
// Every chunk of every series, and the rows that point at them.
#include "vault/inspect.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_chunk.h"

namespace mandat {

using internal::ChunkHeader;
using internal::ChunkOpener;
using internal::ChunkPlace;
using internal::SeriesOwnerRow;
using internal::SeriesPrefix;

namespace {

const Bytes kEnd(64, '\xff');

bool IsFault(const Error& error) { return error.kind == ErrorKind::kUnavailable; }

// The person whose chunks are being looked at.
struct Person {
  SubjectId subject;
  std::optional<SecretBytes> key;
};

}  // namespace

Status Series::InspectChunks(Inspection& found) const {
  std::optional<Person> person;
  std::optional<ChunkOpener> opener;
  Bytes series;  // prefix of the last one
  const auto rows = store_.Scan(Space::kSeries, Bytes(), kEnd);
  for (; rows->Valid(); rows->Next()) {
    ++found.chunks_count;
    const ByteView row = rows->key();
    const Result<ChunkPlace> place = ChunkPlace::Decode(row);
    const Result<ChunkHeader> header = ChunkHeader::Decode(rows->value());
    if (!place || !header) {
      found.Add("chunk of a series has a damaged row", row, false);
      continue;
    }
    if (!person || person->subject != place->subject) {
      opener.reset();
      Result<SecretBytes> key = people_.Key(place->subject);
      if (!key && IsFault(key.error())) {
        return Fail(key.error());
      }
      person.emplace(Person{place->subject, std::nullopt});
      if (key) {
        person->key.emplace(std::move(*key));
        opener.emplace(keyring_, owner_, *person->key, false);
      }
    }
    if (!opener) {
      found.Add("chunk of a series is of somebody who has no key", row, false);
      continue;
    }
    const Result<Plaintext> opened = opener->Open(row, rows->value());
    if (!opened && IsFault(opened.error())) {
      return Fail(opened.error());
    }
    if (!opened) {
      found.Add("chunk of a series cannot be opened", row, false);
      continue;  // what its header says is not to be trusted
    }
    if (header->expires) {
      MANDAT_TRY_STATUS(found.Expect(
          store_, Space::kIndex, ExpiryOfKindRow(*header->expires, KindLetter::kSeries, row), {}));
    }
    Bytes prefix = SeriesPrefix(place->subject, place->collection, place->series);
    if (prefix != series) {
      series = std::move(prefix);
      MANDAT_TRY_STATUS(found.Expect(store_, Space::kIndex,
                                     SeriesOwnerRow(place->collection, place->series),
                                     Bytes(place->subject.bytes())));
    }
  }
  return rows->status();
}

Status Series::Inspect(Inspection& found) const {
  MANDAT_TRY_STATUS(InspectChunks(found));
  const auto owners = store_.Scan(Space::kIndex, "r", "s");
  for (; owners->Valid(); owners->Next()) {
    ++found.rows_count;
    const Bytes prefix = Bytes(owners->value()) + Bytes(owners->key().substr(1));
    const auto chunks = store_.Scan(Space::kSeries, prefix, EndOfPrefix(prefix));
    MANDAT_TRY_STATUS(chunks->status());
    if (!chunks->Valid()) {
      found.AddDangling("index row points at nothing", Space::kIndex, owners->key());
    }
  }
  MANDAT_TRY_STATUS(owners->status());
  const auto expiries = store_.Scan(Space::kIndex, "y", "z");
  for (; expiries->Valid(); expiries->Next()) {
    const ByteView key = expiries->key();
    if (key.size() <= 10 || key[9] != static_cast<char>(KindLetter::kSeries)) {
      continue;
    }
    ++found.rows_count;
    MANDAT_TRY(const std::optional<Bytes> chunk, store_.Find(Space::kSeries, key.substr(10)));
    if (!chunk) {
      found.AddDangling("index row points at nothing", Space::kIndex, key);
    }
  }
  return expiries->status();
}

}  // namespace mandat
