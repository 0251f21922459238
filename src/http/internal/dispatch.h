// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/internal/context.h"
#include "http/internal/request.h"
#include "http/internal/responder.h"

namespace mandat {

// Finds the route of a request, authenticates the caller, and has the route's handler answer. Gives
// the index of the route, or the number of routes when there is none.
size_t Dispatch(Context& context, Request& request, Responder responder);

}  // namespace mandat
