// SPDX-License-Identifier: Apache-2.0
// Backups: how each agreement stands, one at once, and the test that they can be restored.
#include "backup/backup_desk.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

std::string_view Name(BackupDesk::Protection protection) {
  switch (protection) {
    case BackupDesk::Protection::kNone:
      return "none";
    case BackupDesk::Protection::kBehind:
      return "behind";
    case BackupDesk::Protection::kProtected:
      return "protected";
  }
  return "none";
}

void WriteState(const BackupState& state, JsonWriter& json) {
  json.BeginObject();
  json.Key("agreement").Text(state.owner);
  json.Key("ledger").BeginObject();
  json.Key("entries").Unsigned(state.ledger.size);
  if (state.ledger.at) {
    json.Key("at").Text(state.ledger.at->Format());
  }
  if (!state.ledger.trouble.empty()) {
    json.Key("trouble").Text(state.ledger.trouble);
  }
  json.EndObject();
  json.Key("data").BeginObject();
  json.Key("entries").Unsigned(state.size);
  if (state.at) {
    json.Key("at").Text(state.at->Format());
  }
  if (!state.trouble.empty()) {
    json.Key("trouble").Text(state.trouble);
  }
  json.EndObject();
  if (!state.drill.empty()) {
    json.Key("drill").Raw(state.drill);
  }
  json.EndObject();
}

struct Asked {
  std::string agreement;
  std::optional<Instant> until;
};

Result<Asked> AskedIn(const Request& request, bool for_drill) {
  if (request.body.empty() && !for_drill) {
    return Asked();
  }
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  Asked asked;
  MANDAT_TRY(const std::string_view agreement,
             for_drill ? object.Text("agreement") : object.TextOrEmpty("agreement"));
  if (!agreement.empty()) {
    MANDAT_TRY(const AgreementId id, AgreementId::Parse(agreement));
    asked.agreement = id.text();
  }
  MANDAT_TRY(const std::string_view until,
             for_drill ? object.TextOrEmpty("until") : Result<std::string_view>(""));
  if (!until.empty()) {
    MANDAT_TRY(asked.until, Instant::Parse(until));
  }
  MANDAT_TRY_STATUS(object.NothingElse());
  return asked;
}

void Answer(Context& context, const Request& request, bool for_drill, Responder responder) {
  const Result<Asked> asked = AskedIn(request, for_drill);
  if (!asked) {
    return std::move(responder).Send(asked.error());
  }
  if (!asked->agreement.empty()) {
    Result<AgreementId> id = AgreementId::Parse(asked->agreement);
    if (!id || !context.agreements.Has(*id)) {
      return std::move(responder).Send(Error::NotFound("no such agreement"));
    }
  }
  Status taken = Fail(Error::Conflict("no target for backups is configured"));
  if (context.backups != nullptr) {
    taken = for_drill ? context.backups->AskForDrill(asked->agreement, asked->until)
                      : context.backups->AskForBackup(asked->agreement);
  }
  if (!taken) {
    return std::move(responder).Send(taken.error());
  }
  Response response;
  response.status = 202;
  response.body = "{\"state\":\"asked\"}";
  std::move(responder).Send(std::move(response));
}

}  // namespace

void GetBackups(Context& context, const Request&, Responder responder) {
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("protection")
      .Text(Name(context.backups == nullptr ? BackupDesk::Protection::kNone
                                            : context.backups->Protected()));
  json.Key("agreements").BeginArray();
  if (context.backups != nullptr) {
    for (const BackupState& state : context.backups->States()) {
      WriteState(state, json);
    }
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  std::move(responder).Send(std::move(response));
}

void PostBackups(Context& context, const Request& request, Responder responder) {
  Answer(context, request, false, std::move(responder));
}

void PostDrill(Context& context, const Request& request, Responder responder) {
  Answer(context, request, true, std::move(responder));
}

}  // namespace mandat
