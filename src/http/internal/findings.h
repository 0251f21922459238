// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "agreement/finding.h"
#include "http/internal/json_writer.h"
#include "http/internal/response.h"

namespace mandat {

// The member `findings` of an object.
void AppendFindings(const std::vector<Finding>& findings, JsonWriter& json);
// 422: nothing was changed, and why.
Response FindingsResponse(const std::vector<Finding>& findings, const std::string& rendered);

}  // namespace mandat
