// SPDX-License-Identifier: Apache-2.0
#include "backup/backup_desk.h"
#include "format/entry.h"
#include "format/outcome_name.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/certificate.h"
#include "service/witnesses.h"

namespace mandat {
namespace {

void AppendUnlessEmpty(std::string_view key, std::string_view text, JsonWriter& json) {
  if (!text.empty()) {
    json.Key(key).Text(text);
  }
}

Bytes FormatEntry(const Entry& entry, EntryIndex index, ByteView encoded) {
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("index").Unsigned(index.value);
  json.Key("at").Text(entry.at.Format());
  AppendUnlessEmpty("actor", FormatHex(entry.actor), json);
  json.Key("act").Text(entry.act);
  json.Key("outcome").Text(Name(entry.outcome));
  AppendUnlessEmpty("clause", entry.clause, json);
  json.Key("agreement_version").Unsigned(entry.agreement_version);
  AppendUnlessEmpty("purpose", entry.purpose, json);
  AppendUnlessEmpty("collection", entry.collection, json);
  json.Key("units").Unsigned(entry.units_count);
  json.Key("people").Unsigned(entry.people_count);
  AppendUnlessEmpty("instruction", entry.instruction, json);
  json.Key("salt").Text(FormatHex(entry.salt));
  AppendUnlessEmpty("people_root", FormatHex(entry.people_root), json);
  AppendUnlessEmpty("sealed_hash", FormatHex(entry.sealed_hash), json);
  AppendUnlessEmpty("detail", entry.detail, json);
  json.Key("cbor").Text(FormatBase64(encoded));
  json.Key("leaf").Text(FormatHex(LeafHash(encoded).view()));
  json.EndObject();
  return std::move(json).Take();
}

Result<Response> EntryResponse(const Request& request) {
  MANDAT_TRY(Bytes encoded, request.agreement->journal().ReadEntry(request.entry));
  Response response;
  if (request.accept == kTypeCbor) {
    response.type = kTypeCbor;
    response.body = std::move(encoded);
    return response;
  }
  MANDAT_TRY(const Entry entry, Entry::Decode(encoded));
  response.body = FormatEntry(entry, request.entry, encoded);
  return response;
}

Result<Response> TileResponse(const Request& request) {
  MANDAT_TRY(Bytes tile, request.agreement->journal().ReadTile(request.tile));
  Response response;
  response.type = kTypeBytes;
  response.cache_control = request.tile.full() ? kImmutable : kNoStore;
  response.body = std::move(tile);
  return response;
}

void SendResult(Result<Response> result, Responder responder) {
  if (!result) {
    return std::move(responder).Send(std::move(result).error());
  }
  std::move(responder).Send(std::move(*result));
}

// A text that may need a new checkpoint, which is synced: made at the desk.
void SendTextFromDesk(Context& context, const Request& request, Responder responder,
                      std::function<Result<std::string>(const Request&)> make) {
  context.desk.Post([&request, make = std::move(make), responder = std::move(responder)]() mutable {
    Result<std::string> text = make(request);
    if (!text) {
      return std::move(responder).Send(std::move(text).error());
    }
    Response response;
    response.type = kTypeText;
    response.body = std::move(*text);
    std::move(responder).Send(std::move(response));
  });
}

Result<std::string> ProofText(const Request& request) {
  MANDAT_TRY(const TlogProof proof, request.agreement->journal().Prove(request.entry));
  return proof.Format();
}

// The same with a checkpoint that everybody who looks at the journal was asked to cosign; null
// where nobody does. No sequencer waits for them, and no desk.
using MakeCosigned = Result<std::string> (*)(const Context&, const Request&,
                                             const CosignedCheckpoint*);

void SendCosigned(Context& context, const Request& request, Responder responder,
                  MakeCosigned make) {
  if (context.witnesses == nullptr || !context.witnesses->LooksAt(request.agreement->id())) {
    return SendTextFromDesk(
        context, request, std::move(responder),
        [&context, make](const Request& asked) { return make(context, asked, nullptr); });
  }
  context.witnesses->Ask(
      request.agreement, [&context, &request, make, responder = std::move(responder)](
                             Result<CosignedCheckpoint> cosigned) mutable {
        if (!cosigned) {
          return std::move(responder).Send(std::move(cosigned).error());
        }
        const auto kept = std::make_shared<const CosignedCheckpoint>(std::move(*cosigned));
        SendTextFromDesk(context, request, std::move(responder),
                         [&context, make, kept](const Request& asked) {
                           return make(context, asked, kept.get());
                         });
      });
}

Result<std::string> CheckpointText(const Context&, const Request& request,
                                   const CosignedCheckpoint* cosigned) {
  return cosigned != nullptr ? cosigned->note : request.agreement->journal().Publish();
}

// Entries of the agreement whose ledger is off this machine.
std::optional<uint64_t> LedgerSizeOf(const Context& context, const Request& request) {
  if (context.backups == nullptr) {
    return std::nullopt;
  }
  for (const BackupState& state : context.backups->States()) {
    if (state.owner == request.agreement->id().text() && state.ledger.is_configured) {
      return state.ledger.size;
    }
  }
  return std::nullopt;
}

Result<std::string> CertificateText(const Context& context, const Request& request,
                                    const CosignedCheckpoint* cosigned) {
  return IssueCertificate(*request.agreement, request.entry, LedgerSizeOf(context, request),
                          cosigned);
}

}  // namespace

void GetEntry(Context&, const Request& request, Responder responder) {
  SendResult(EntryResponse(request), std::move(responder));
}

void GetProof(Context& context, const Request& request, Responder responder) {
  SendTextFromDesk(context, request, std::move(responder), &ProofText);
}

// Source: GDPR Art. 28(3)(h).
void GetCertificate(Context& context, const Request& request, Responder responder) {
  SendCosigned(context, request, std::move(responder), &CertificateText);
}

// Source: C2SP tlog-tiles.
void GetCheckpoint(Context& context, const Request& request, Responder responder) {
  SendCosigned(context, request, std::move(responder), &CheckpointText);
}

void GetTile(Context&, const Request& request, Responder responder) {
  SendResult(TileResponse(request), std::move(responder));
}

void GetVerifierKey(Context&, const Request& request, Responder responder) {
  Response response;
  response.type = kTypeText;
  response.body = request.agreement->journal().verifier_key() + "\n";
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
