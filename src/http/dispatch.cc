// SPDX-License-Identifier: Apache-2.0
#include "http/internal/dispatch.h"

#include "http/internal/authenticate.h"
#include "http/internal/problem.h"
#include "http/internal/router.h"

namespace mandat {
namespace {

Response NoRoute(const RouteMatch& match) {
  if (match.allowed.empty()) {
    return Problem(404, "not-found", "no such address");
  }
  Response response = Problem(405, "method-not-allowed", "the address does not take this method");
  response.AddHeader("Allow", match.allowed);
  return response;
}

std::optional<Actor> Authenticate(const Context& context, const Route& route,
                                  const Request& request) {
  std::optional<Actor> actor = AuthenticateBearer(context.credentials, request.authorization);
  if (!actor && route.takes_basic) {
    actor = AuthenticateBasic(context.credentials, request.authorization);
  }
  return actor;
}

Response Unauthenticated(const Route& route) {
  Response response = Problem(401, "unauthenticated", "a valid bearer token is needed");
  response.AddHeader("WWW-Authenticate", "Bearer");
  if (route.takes_basic) {
    response.AddHeader("WWW-Authenticate", "Basic realm=\"mandat\", charset=\"UTF-8\"");
  }
  return response;
}

Status FindAgreement(Context& context, const Route& route, Request& request) {
  if (route.scope == Scope::kAgreement) {
    MANDAT_TRY(request.agreement, context.agreements.Find(*request.agreement_id));
  }
  if (route.scope == Scope::kSystem) {
    // The system outlives every request; nothing is owned.
    request.agreement = {std::shared_ptr<void>(), &context.agreements.system()};
  }
  return {};
}

}  // namespace

size_t Dispatch(Context& context, Request& request, Responder responder) {
  const RouteMatch match = context.router.Find(request.method, request.path);
  if (match.route == nullptr) {
    std::move(responder).Send(NoRoute(match));
    return match.index;
  }
  const Route& route = *match.route;
  if (route.scope != Scope::kHouse) {
    std::optional<Actor> actor = Authenticate(context, route, request);
    if (!actor) {
      std::move(responder).Send(Unauthenticated(route));
      return match.index;
    }
    request.actor = std::move(*actor);
    if (auto forbidden = ForbidRoute(request.actor, route, match.parts.agreement)) {
      std::move(responder).Send(std::move(*forbidden));
      return match.index;
    }
  }
  Status ready = ParseParts(match.parts, request);
  if (ready) {
    ready = FindAgreement(context, route, request);
  }
  if (!ready) {
    std::move(responder).Send(std::move(ready).error());
    return match.index;
  }
  route.handler(context, request, std::move(responder));
  return match.index;
}

}  // namespace mandat
