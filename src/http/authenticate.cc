// SPDX-License-Identifier: Apache-2.0
#include "http/internal/authenticate.h"

#include <algorithm>
#include <string>

#include "http/internal/problem.h"

namespace mandat {
namespace {

constexpr std::string_view kBearer = "bearer ";
constexpr std::string_view kBasic = "basic ";

bool HasScheme(std::string_view authorization, std::string_view scheme) {
  return authorization.size() > scheme.size() &&
         std::ranges::equal(authorization.substr(0, scheme.size()), scheme, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
         });
}

}  // namespace

std::optional<Actor> AuthenticateBearer(const Credentials& credentials,
                                        std::string_view authorization) {
  if (!HasScheme(authorization, kBearer)) {
    return std::nullopt;
  }
  return credentials.Authenticate(authorization.substr(kBearer.size()));
}

std::optional<Actor> AuthenticateBasic(const Credentials& credentials,
                                       std::string_view authorization) {
  if (!HasScheme(authorization, kBasic)) {
    return std::nullopt;
  }
  const Result<Bytes> pair = ParseBase64(authorization.substr(kBasic.size()));
  const size_t colon = pair ? pair->find(':') : Bytes::npos;
  if (colon == Bytes::npos) {
    return std::nullopt;
  }
  return credentials.Authenticate(ByteView(*pair).substr(colon + 1));
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
