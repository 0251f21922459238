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

// Opening waits for the disk, which must not hold back the other connections of the thread: then
// the handler runs where it was opened. Invariant (agreements do not meet).
void OpenAndHandle(Context& context, const Route& route, Request& request, Responder responder) {
  context.openers.Post([&context, &route, &request, responder = std::move(responder)]() mutable {
    Result<std::shared_ptr<OpenAgreement>> open = context.agreements.Find(*request.agreement_id);
    if (!open) {
      return std::move(responder).Send(std::move(open).error());
    }
    request.agreement = std::move(*open);
    route.handler(context, request, std::move(responder));
  });
}

void Handle(Context& context, const Route& route, Request& request, Responder responder) {
  if (route.scope == Scope::kAgreement) {
    request.agreement = context.agreements.FindOpen(*request.agreement_id);
    if (!request.agreement) {
      return OpenAndHandle(context, route, request, std::move(responder));
    }
  }
  if (route.scope == Scope::kSystem) {
    // The system outlives every request; nothing is owned.
    request.agreement = {std::shared_ptr<void>(), &context.agreements.system()};
  }
  route.handler(context, request, std::move(responder));
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
  const Status ready = ParseParts(match.parts, request);
  const bool is_unknown =
      ready && route.scope == Scope::kAgreement && !context.agreements.Has(*request.agreement_id);
  if (!ready || is_unknown) {
    std::move(responder).Send(ready ? Error::NotFound("no such agreement") : ready.error());
    return match.index;
  }
  Handle(context, route, request, std::move(responder));
  return match.index;
}

}  // namespace mandat
