// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/instant.h"
#include "gate/work.h"

namespace mandat {

class Mandate;
struct Inspection;

// What a removal took away, and what it had to leave.
struct Removal {
  uint64_t units_count = 0;  // units, chunks or blobs that are gone
  uint64_t parts_count = 0;  // fields of a person that went while their units stay
  uint64_t moved_count = 0;  // units that stay with others of their people
  uint64_t held_count = 0;   // units of which a hold keeps a copy
  Bytes sealed_hashes;       // SHA-256 of each sealed body that went, one behind the other
};

// What is still found of a person in one kind of rows.
struct Remains {
  std::string_view where;  // "records", "index", ...
  uint64_t count = 0;
};

// What erasure, expiry and fsck ask of each kind of data beside records. The Stage functions run on
// the agreement's sequencer and stage into the batch; none reads what it need not open.
class DataKind {
 public:
  virtual ~DataKind() = default;

  // Everything of one person, in few steps however much it is (Staging::RemoveRangeUnseen). What a
  // hold names is kept first. `mandate` may be null after the agreement's end.
  virtual Status StageRemovePerson(const SubjectId& subject, const Mandate* mandate,
                                   BatchContext& context, Removal& removal) = 0;
  // One row of the expiry index whose instant has come: `row` is what was given to
  // ExpiryOfKindRow. What is not there any more is fine.
  virtual Status StageRemoveExpired(ByteView row, const Mandate* mandate, BatchContext& context,
                                    Removal& removal) = 0;
  // Opens all there is, and compares it with the index rows of this kind. Requires: nobody writes
  // meanwhile. Errors: kUnavailable.
  virtual Status Inspect(Inspection& found) const = 0;
};

// The expiry index of everything but records: Space::kIndex, "y", instant, kind, row.
// On disk: the letter of a kind is persistent.
enum class KindLetter : char { kSeries = 's', kBlob = 'b', kHistory = 'h' };
Bytes ExpiryOfKindRow(Instant expires, KindLetter kind, ByteView row);

}  // namespace mandat
