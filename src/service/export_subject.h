// SPDX-License-Identifier: Apache-2.0
//
// Everything about one person, for that person: a head, and then pages.
// Guarantees: of other people nothing but the role they have; each page is an operation of its own,
// journalled before it leaves. What the caller makes of the pages is docs/guides/export.md.
#pragma once

#include <string>
#include <vector>

#include "mandate/standing.h"
#include "service/caller.h"

namespace mandat {

// How an export is decided: as `make-available` where the agreement permits that for the purpose,
// since the data go to the person; else as `consult`. Restriction and objection stop the second and
// not the first. Source: GDPR Art. 15(1); GDPR Art. 20(1).

struct ExportHead {
  Registration registration;
  Marks marks;
  std::vector<StandingEntry> holds;  // that name the person: id, basis, end
  std::shared_ptr<const Mandate> mandate;
  Receipt receipt;
};
// Errors: kRefused, kUndecided, kNotFound, kShredded (erased), kUnavailable.
void ReadExportHead(Caller caller, const SubjectId& subject, Done<ExportHead> done);

// One version of a record, as far as it is about the person.
struct ExportedUnit {
  Unit unit;                        // `people` are only those entries that are the person
  bool is_first = true;             // the record is kept under this person
  std::vector<std::string> others;  // roles of other people; "" is that of the first
};

struct ExportRequest {
  SubjectId subject;
  std::string collection;
  // The versions of this record instead of the records as they are now. A record that is not about
  // the person gives no versions.
  std::optional<RecordId> record;
  std::optional<Bytes> cursor;  // of records; of versions 4 bytes
  size_t limit = 100;
};
struct ExportPage {
  std::vector<ExportedUnit> units;
  bool more = false;
  Bytes last;
  uint64_t withheld_count = 0;
  Receipt receipt;
};
// Errors: as ReadExportHead.
void ReadExportPage(Caller caller, ExportRequest request, Done<ExportPage> done);

}  // namespace mandat
