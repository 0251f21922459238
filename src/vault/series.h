// SPDX-License-Identifier: Apache-2.0
//
// Time-ordered points of one source about one person, sealed in chunks of a day.
// Guarantees: nothing is read or changed without a Permit; a point past its retention, or of an
// erased person, is not opened; of two points at one instant the one written last counts; every
// read authenticates. Trusts: the keyring for keys, the store for durability.
// docs/internals/series.md has the layout.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "gate/held.h"
#include "gate/permit.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"
#include "vault/holds.h"
#include "vault/people.h"
#include "vault/quota.h"
#include "vault/removal.h"
#include "vault/series_points.h"

namespace mandat {

namespace internal {
struct ChunkHeader;
}  // namespace internal

// Points of one series to be stored. The mark of a point is what it is called in errors and in
// AppendCounts: its number within the call, from 1.
struct NewPoints {
  RecordId series;
  SubjectId subject;
  PointTable points;
};

// What an ingestion did. A point past its retention already is not stored.
struct AppendCounts {
  uint64_t stored = 0;           // one for each instant of each series
  uint64_t replaced = 0;         // were followed by another point of the same instant in the call
  uint64_t expired = 0;          // were past their retention
  std::vector<uint32_t> passed;  // the marks of those, the first kPassedMax
  static constexpr size_t kPassedMax = 100;
};

// Points sealed on the caller's thread, as far as that was possible.
class SealedPoints {
 public:
  SealedPoints(SealedPoints&&) noexcept;
  SealedPoints& operator=(SealedPoints&&) noexcept;
  ~SealedPoints();

  const AppendCounts& counts() const { return counts_; }

 private:
  friend class Series;
  struct Chunk;
  struct Source;
  SealedPoints();

  std::vector<Source> sources_;
  uint64_t since_ = 0;                // Versions::committed() before looking
  const Mandate* mandate_ = nullptr;  // under which it was sealed; compared, never opened
  Facts facts_;
  AppendCounts counts_;
};

// Which points are wanted.
struct PointsQuery {
  RecordId series;
  Instant from;
  Instant until;                    // exclusive
  std::vector<std::string> fields;  // empty: all
  size_t limit = 0;                 // points, or windows, on the page
  // Set to get computed values instead of points: the span that an instant lies in. Spans must
  // follow one another without overlap.
  std::function<std::pair<Instant, Instant>(Instant)> span;
  std::vector<std::string> functions;  // of kPointFunctions
};
// Integers stay integers under first, last, min and max; sum and mean are decimals.
inline constexpr std::string_view kPointFunctions[] = {"count", "first", "last", "min",
                                                       "max",   "mean",  "sum"};

// A page of points, or of spans under their beginning, and where the next page begins.
struct PointsPage {
  SubjectId subject;
  PointTable points;
  std::optional<Instant> next;
};

// One page of the series of a person.
struct SeriesPage {
  std::vector<RecordId> series;
  bool more = false;
};

// What a read found, closed until its entry is durable, and what must not have changed by then.
template <class T>
struct SeriesReading {
  Held<T> found;
  Facts facts;
  std::optional<Instant> first_expiry;  // of the points read
  std::vector<Bytes> read_set;
  uint64_t since = 0;  // Versions::committed() before the read
};

// Threading: reads and Seal from any thread; the Stage functions from the agreement's sequencer.
class Series final : public DataKind {
 public:
  Series(const Store& store, Keyring& keyring, const Versions& versions, Random& random,
         const People& people, const Holds& holds, Quota& quota, std::string owner)
      : store_(store),
        keyring_(keyring),
        versions_(versions),
        random_(random),
        people_(people),
        holds_(holds),
        quota_(quota),
        owner_(std::move(owner)) {}

  // Looks and seals as far as that is possible before the batch; what fails here is looked at again
  // by StageAppend. Errors: kInvalid (a point before 1970 or in the future, no points at all),
  // kUnavailable, kCorrupt. Requires: permit is for Verb::kRecord.
  Result<SealedPoints> Seal(const Permit& permit, std::vector<NewPoints> points) const;

  // All of them or none. Errors: kInvalid (another category of person than the collection's),
  // kNotFound (nobody of that id is registered), kShredded (person or series erased), kRefused
  // (restricted, or objected to), kConflict (the series is somebody else's), kExceeded.
  // Source: GDPR Art. 5(1)(e).
  Result<Facts> StageAppend(Permit permit, SealedPoints& sealed, BatchContext& context);

  // Errors of all reads: kNotFound, kShredded (erased), kRefused (restricted, or objected to),
  // kCorrupt, kUnavailable. Requires: permit is for Verb::kConsult.
  Result<SeriesReading<PointsPage>> Read(Permit permit, const PointsQuery& query) const;
  // The newest point, if any, on a page by itself.
  Result<SeriesReading<PointsPage>> ReadLast(Permit permit, PointsQuery query) const;
  // Series of the permit's collection with points that have not expired, in the order of their ids.
  Result<SeriesReading<SeriesPage>> List(Permit permit, const SubjectId& subject,
                                         const std::optional<RecordId>& after, size_t limit) const;
  // True if what was read may no longer be so at the batch's instant.
  template <class T>
  static bool IsStale(const SeriesReading<T>& reading, const BatchContext& context) {
    return IsStale(reading.first_expiry, reading.read_set, reading.since, context);
  }

  // Of one series. The id is not to be used again. Errors: kNotFound, kShredded, kCorrupt.
  // Requires: permit is for Verb::kErase. Source: GDPR Art. 17(1).
  Result<Facts> StageErase(Permit permit, const RecordId& series, BatchContext& context);

  Status StageRemovePerson(const SubjectId& subject, const Mandate* mandate, BatchContext& context,
                           Removal& removal) override;
  Status StageRemoveExpired(ByteView row, const Mandate* mandate, BatchContext& context,
                            Removal& removal) override;
  Status Inspect(Inspection& found) const override;

 private:
  // series_append.cc
  Status ValidateInstants(const Permit& permit, const std::vector<NewPoints>& points) const;
  template <class Rows>
  Result<bool> LookAround(const Permit& permit, const SealedPoints::Source& source,
                          const Rows& rows, const Staging* staging) const;
  void Cut(const Permit& permit, Instant at, SealedPoints::Source& source) const;
  Status SealSource(SealedPoints::Source& source, const Staging* staging) const;
  void Summarize(SealedPoints& sealed) const;
  Status StageSource(SealedPoints::Source& source, const std::string& collection,
                     const Mandate& mandate, BatchContext& context);

  // series_merge.cc
  void StageChunk(const Bytes& row, const internal::ChunkHeader& header, ByteView header_bytes,
                  ByteView sealed, const SecretBytes& place_key, BatchContext& context) const;
  Status StageMerge(const SecretBytes& subject, const Bytes& series_prefix, uint32_t day,
                    const Mandate& mandate, BatchContext& context) const;

  // series_read.cc
  static bool IsStale(const std::optional<Instant>& first_expiry,
                      const std::vector<Bytes>& read_set, uint64_t since,
                      const BatchContext& context);
  Result<SubjectId> OwnerOf(std::string_view collection, const RecordId& series) const;

  // series_inspect.cc
  Status InspectChunks(Inspection& found) const;

  // series_remove.cc
  Status KeepHeld(ByteView row, ByteView value, const Mandate* mandate, BatchContext& context,
                  Removal& removal) const;
  Status StageRemoveAll(const Bytes& prefix, const Mandate* mandate, BatchContext& context,
                        Removal& removal) const;
  Result<bool> HasOtherChunks(ByteView row, const Staging& staging) const;

  const Store& store_;
  Keyring& keyring_;
  const Versions& versions_;
  Random& random_;
  const People& people_;
  const Holds& holds_;
  Quota& quota_;  // sequencer only
  const std::string owner_;
  // How many chunks were added to a day since they were last merged; a hint, lost at a restart.
  // Sequencer only.
  std::unordered_map<uint64_t, uint32_t> added_;
};

}  // namespace mandat
