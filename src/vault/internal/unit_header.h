// SPDX-License-Identifier: Apache-2.0
// What stands in clear before the sealed bytes of a unit, and is authenticated with them.
// On disk: docs/internals/data-layout.md; never change a form, add a new one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agreement/schema.h"
#include "base/ids.h"
#include "base/instant.h"

namespace mandat {

// One of the people a unit is about, and what that person's erasure does to it.
struct UnitMember {
  std::string role;  // empty: the first person, under whom the unit is kept
  RoleErasure erasure = RoleErasure::kUnit;
  SubjectId subject;

  friend bool operator==(const UnitMember&, const UnitMember&) = default;
};

// Form 1 is of a unit of one person that goes with that person, and waits for no event: nothing but
// the first 25 bytes. Form 2 names everything else.
struct UnitHeader {
  uint32_t version = 0;
  uint32_t schema_version = 0;
  Instant captured;
  std::optional<Instant> expires;
  std::optional<Instant> started;   // the event that the retention counts from
  std::optional<Instant> until;     // set by an instruction of the controller
  std::vector<UnitMember> members;  // empty: the one of the row, in form 1

  // Of form 1, and the least of any form.
  static constexpr size_t kBytes = 1 + 4 + 4 + 8 + 8;

  bool is_simple() const { return members.empty() && !started && !until; }
  Bytes Encode() const;
  // Reads the header at the beginning of a row. Errors: kCorrupt.
  static Result<UnitHeader> Decode(ByteView row);
  // How many bytes Encode gives.
  static Result<size_t> BytesOf(ByteView row);
};

// Everybody a unit is about, the first one first, each once.
std::vector<SubjectId> SubjectsOf(const SubjectId& first, const UnitHeader& header);

}  // namespace mandat
