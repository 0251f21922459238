// SPDX-License-Identifier: Apache-2.0
#include "http/internal/authenticate.h"

#include <algorithm>
#include <string>

#include "http/internal/problem.h"

namespace mandat {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool HasScheme(std::string_view authorization) {
  return authorization.size() > kScheme.size() &&
         std::ranges::equal(authorization.substr(0, kScheme.size()), kScheme, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
         });
}

}  // namespace

std::optional<Actor> AuthenticateBearer(const Credentials& credentials,
                                        std::string_view authorization) {
  if (!HasScheme(authorization)) {
    return std::nullopt;
  }
  return credentials.Authenticate(authorization.substr(kScheme.size()));
}

std::optional<Response> ForbidRoute(const Actor& actor, const Route& route,
                                    std::string_view agreement) {
  if (!route.roles.Has(actor.role)) {
    return Problem(403, "forbidden",
                   "the role " + std::string(Name(actor.role)) + " may not do this");
  }
  const bool named = route.scope != Scope::kAll;
  if (named && !actor.agreement.empty() && actor.agreement != agreement) {
    return Problem(403, "forbidden", "the token is for another agreement");
  }
  return std::nullopt;
}

}  // namespace mandat
