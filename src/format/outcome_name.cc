// SPDX-License-Identifier: Apache-2.0
#include "format/outcome_name.h"

#include "base/assert.h"

namespace mandat {

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUndecided:
      return "undecided";
    case Outcome::kAbsent:
      return "absent";
    case Outcome::kGone:
      return "gone";
    case Outcome::kObserved:
      return "observed";
  }
  Stop("unknown outcome");
}

}  // namespace mandat
