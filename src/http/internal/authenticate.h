// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "http/internal/response.h"
#include "http/internal/router.h"
#include "service/credentials.h"

namespace mandat {

// Whose bearer token stands in the header Authorization. Source: RFC 9110 11.6.2.
std::optional<Actor> AuthenticateBearer(const Credentials& credentials,
                                        std::string_view authorization);

// The same for the password of Basic; the name before it says nothing. Calendars that are
// subscribed to can send nothing else. Source: RFC 7617 2.
std::optional<Actor> AuthenticateBasic(const Credentials& credentials,
                                       std::string_view authorization);

// Why the actor may not use the route at this address; nullopt when it may. Does not tell whether
// the agreement exists.
std::optional<Response> ForbidRoute(const Actor& actor, const Route& route,
                                    std::string_view agreement);

}  // namespace mandat
