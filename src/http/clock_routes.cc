// SPDX-License-Identifier: Apache-2.0
// The machine's clock as Mandat sees it, and the key that signs notices to others' systems.
#include "base/bytes.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "outbound/http_signature.h"
#include "service/confirm_clock.h"

namespace mandat {
namespace {

Response FormatClock(Agreements& agreements) {
  const Instant now = agreements.system().gate().Now();
  const std::optional<std::chrono::microseconds> ahead = agreements.clock().waiting();
  JsonWriter json(256);
  json.BeginObject();
  json.Key("now").Text(now.Format());
  json.Key("waiting").Bool(ahead.has_value());
  if (ahead) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*ahead);
    json.Key("ahead-seconds").Unsigned(static_cast<uint64_t>(seconds.count()));
    json.Key("settled").Text(agreements.system().Settled(now).Format());
  }
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

Result<std::string> ReasonOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view reason, object.Text("reason"));
  MANDAT_TRY_STATUS(object.NothingElse());
  return std::string(reason);
}

// A JSON Web Key as of RFC 8037: base64url without padding.
Response FormatKey(const Signer& signer) {
  const Bytes key = signer.public_key();
  std::string x = FormatBase64(key);
  for (char& c : x) {
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  }
  x.erase(x.find_last_not_of('=') + 1);
  JsonWriter json(256);
  json.BeginObject();
  json.Key("kty").Text("OKP");
  json.Key("crv").Text("Ed25519");
  json.Key("x").Text(x);
  json.Key("kid").Text(KeyThumbprint(key));
  json.Key("use").Text("sig");
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

void GetClock(Context& context, const Request&, Responder responder) {
  std::move(responder).Send(FormatClock(context.agreements));
}

// Invariant (agreement time never goes back).
void PostClockConfirm(Context& context, const Request& request, Responder responder) {
  Result<std::string> reason = ReasonOf(request);
  if (!reason) {
    return std::move(responder).Send(std::move(reason).error());
  }
  ConfirmClock(context.agreements, std::move(*reason), request.actor.tag,
               [&context, responder = std::move(responder)](Result<Receipt> confirmed) mutable {
                 if (!confirmed) {
                   return std::move(responder).Send(std::move(confirmed).error());
                 }
                 std::move(responder).Send(FormatClock(context.agreements));
               });
}

void GetNoticeKey(Context& context, const Request&, Responder responder) {
  auto signer = context.agreements.system().keyring().LoadSigner("notice");
  if (!signer) {
    return std::move(responder).Send(std::move(signer).error());
  }
  std::move(responder).Send(FormatKey(**signer));
}

}  // namespace mandat
