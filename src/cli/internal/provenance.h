// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/finding.h"
#include "base/result.h"

namespace mandat {

// What stands above the section `provenance` of a form, which is its last; the whole without one.
// Errors: kInvalid (something follows the section).
Result<std::string_view> FormAboveProvenance(std::string_view form);

// That a form was confirmed by nobody, or changed since. Nothing for a form that was not read.
std::vector<Finding> CheckProvenance(const Agreement& agreement, std::string_view form);

// "read from 0c14... (pdf), confirmed by Ada Example at 2026-..."; empty without provenance.
std::string ProvenanceText(const Agreement& agreement);

}  // namespace mandat
