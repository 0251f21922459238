// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "service/caller.h"

namespace mandat {

// One thing that a hold keeps: a version of a record, or of other data one part as it was kept.
struct HeldUnit {
  std::variant<Unit, HeldPart> kept;
};

struct HeldAnswer {
  std::vector<HeldUnit> units;
  bool more = false;
  Bytes last;  // cursor behind the last
  Receipt receipt;
};

// One page of what a hold keeps of one collection, opened: for whoever has to give it to a court. A
// read like any other, for a purpose of the agreement; restrictions and erasures do not reach it.
// A page may have fewer units than `limit`, since what the hold keeps of other collections is
// passed over. Errors: kNotFound (the hold keeps nothing), kInvalid (the cursor is of another
// hold), kRefused, kUnavailable, kCorrupt. Source: GDPR Art. 17(3); GDPR Art. 18(2).
struct HeldRequest {
  std::string hold;
  std::string collection;
  std::optional<Bytes> after;
  size_t limit = 20;  // 1 to 100
};
void ReadHeldUnits(Caller caller, HeldRequest request, Done<HeldAnswer> done);

}  // namespace mandat
