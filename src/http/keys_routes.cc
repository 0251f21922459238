// SPDX-License-Identifier: Apache-2.0
// Where the keys of all agreements and the copies of them stand, and the change to another root
// key.
#include <map>

#include "backup/backup_desk.h"
#include "http/internal/call.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/rotate_root.h"

namespace mandat {
namespace {

void AppendFiles(const KeyFilesStanding& files, JsonWriter& json) {
  json.Key("generation").Unsigned(files.generation);
  json.Key("roots").BeginArray();
  for (const Bytes& root : files.roots) {
    json.Text(FormatHex(root));
  }
  json.EndArray();
  json.Key("files").Unsigned(files.files_count);
  json.Key("behind").Unsigned(files.behind_count);
}

using Backed = std::map<std::string, BackupState>;

void AppendCopies(const BackupState& state, JsonWriter& json) {
  json.Key("copies").BeginArray();
  for (const KeyCopySeen& copy : state.key_copies) {
    json.BeginObject();
    json.Key("at").Text(copy.at.Format());
    json.Key("generation").Unsigned(copy.generation);
    json.Key("lapses").Text(copy.lapses.Format());
    json.Key("place").Text(copy.place);
    json.EndObject();
  }
  json.EndArray();
  if (!state.keys_trouble.empty()) {
    json.Key("copies-trouble").Text(state.keys_trouble);
  }
}

void AppendKeys(const KeysOf& keys, const Backed& backed, JsonWriter& json) {
  json.BeginObject();
  json.Key("agreement").Text(keys.agreement);
  if (keys.files) {
    AppendFiles(*keys.files, json);
  } else {
    json.Key("trouble").Text(keys.files.error().message);
  }
  json.Key("open").Bool(keys.is_open);
  if (keys.is_open) {
    json.Key("busy").Bool(keys.is_busy);
    json.Key("rewrap-due").Bool(keys.rewrap_due);
    if (keys.last_rewrap) {
      json.Key("last-rewrap").Text(keys.last_rewrap->Format());
    }
  }
  if (const auto state = backed.find(keys.agreement); state != backed.end()) {
    AppendCopies(state->second, json);
  }
  json.EndObject();
}

Response FormatKeys(const KeysReport& report, const Backed& backed) {
  JsonWriter json(256 + report.agreements.size() * 192);
  json.BeginObject();
  json.Key("root").Text(FormatHex(report.root));
  if (report.previous) {
    json.Key("previous").Text(FormatHex(*report.previous));
  }
  json.Key("items").BeginArray();
  for (const KeysOf& keys : report.agreements) {
    AppendKeys(keys, backed, json);
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

Response FormatRotated(const RootRotated& rotated) {
  JsonWriter json(512);
  json.BeginObject();
  json.Key("root").Text(FormatHex(rotated.root));
  json.Key("previous").Text(FormatHex(rotated.previous));
  json.Key("files").Unsigned(rotated.files_count);
  json.Key("agreements").Unsigned(rotated.agreements_count);
  json.Key("entry").Unsigned(rotated.receipt.entry.value);
  json.Key("at").Text(rotated.receipt.at.Format());
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Reads the key files of all agreements, so it happens at the desk.
void GetKeys(Context& context, const Request&, Responder responder) {
  context.desk.Post([&context, responder = std::move(responder)]() mutable {
    Backed backed;
    if (context.backups != nullptr) {
      for (BackupState& state : context.backups->States()) {
        std::string owner = state.owner;
        backed.emplace(std::move(owner), std::move(state));
      }
    }
    std::move(responder).Send(FormatKeys(ReportKeys(context.agreements), backed));
  });
}

// Source: GDPR Art. 32(1)(a).
void PostRotateRoot(Context& context, const Request& request, Responder responder) {
  RotateRoot(context.agreements, context.desk, request.actor.tag,
             [responder = std::move(responder)](Result<RootRotated> rotated) mutable {
               if (!rotated) {
                 return std::move(responder).Send(std::move(rotated).error());
               }
               std::move(responder).Send(FormatRotated(*rotated));
             });
}

}  // namespace mandat
