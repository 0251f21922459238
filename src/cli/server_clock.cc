// SPDX-License-Identifier: Apache-2.0
// `mandat clock status` and `mandat clock confirm`: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/clock.h"
#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

int PrintClock(const Context& context, const json::object& told) {
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  PrintFact("now", Text(told, "now"));
  if (told.at("waiting").as_bool()) {
    PrintFact("set ahead by", NumberIn(told, "ahead-seconds") + " s, not confirmed");
    PrintFact("settled", Text(told, "settled"));
  } else {
    PrintFact("jump", "none waits to be confirmed");
  }
  return 0;
}

}  // namespace

Result<int> RunClockStatus(const Context& context, const ClockOptions&) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = "/v1/clock"}));
  return PrintClock(context, reply.Told());
}

Result<int> RunClockConfirm(const Context& context, const ClockOptions& options) {
  const json::object body{{"reason", options.reason}};
  MANDAT_TRY(
      const Reply reply,
      Ask(context, {.method = "POST", .path = "/v1/clock/confirm", .body = json::serialize(body)}));
  return PrintClock(context, reply.Told());
}

}  // namespace mandat
