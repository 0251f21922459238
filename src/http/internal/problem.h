// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/error.h"
#include "http/internal/request.h"
#include "http/internal/response.h"
#include "service/caller.h"

namespace mandat {

// docs/reference/errors.md has the table.
int StatusOf(ErrorKind kind);

// A problem document. Source: RFC 9457 3.
Response ProblemFor(const Request& request, const Error& error);
// The same for what is no Error: the protocol, authentication, roles.
Response Problem(int status, std::string_view title, std::string_view detail);

// Which entry records the answer, under which clause, and where its proof is.
void AddReceipt(const Request& request, const Receipt& receipt, Response& response);

}  // namespace mandat
