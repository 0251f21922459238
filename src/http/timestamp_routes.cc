// SPDX-License-Identifier: Apache-2.0
// The newest checkpoint that an authority has put a time stamp on, and the stamp.
#include "http/internal/problem.h"
#include "http/internal/routes.h"
#include "service/timestamps.h"

namespace mandat {
namespace {

constexpr std::string_view kTypeTimestamp = "application/timestamp-reply";

// Reads a file, so it happens at the desk.
void SendPart(Context& context, const Request& request, Responder responder, bool is_note) {
  if (context.timestamps == nullptr) {
    return std::move(responder).Send(Error::NotFound("no authority is asked for time stamps"));
  }
  context.desk.Post([&context, &request, is_note, responder = std::move(responder)]() mutable {
    Result<TimestampedCheckpoint> stamped = context.timestamps->Get(request.agreement->id());
    if (!stamped) {
      return std::move(responder).Send(std::move(stamped).error());
    }
    Response response;
    response.type = is_note ? kTypeText : kTypeTimestamp;
    response.body = is_note ? std::move(stamped->note) : std::move(stamped->answer);
    std::move(responder).Send(std::move(response));
  });
}

}  // namespace

// Source: RFC 3161 2.4.2.
void GetTimestamp(Context& context, const Request& request, Responder responder) {
  SendPart(context, request, std::move(responder), false);
}

void GetTimestamped(Context& context, const Request& request, Responder responder) {
  SendPart(context, request, std::move(responder), true);
}

}  // namespace mandat
