// SPDX-License-Identifier: Apache-2.0
#include "http/internal/blob_body.h"
#include "http/internal/call.h"
#include "http/internal/json_writer.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"
#include "service/blobs.h"

namespace mandat {
namespace {

// Content on its way to one connection.
class BlobSourceOut final : public BodySource {
 public:
  explicit BlobSourceOut(std::unique_ptr<BlobStream> stream) : stream_(std::move(stream)) {}

  uint64_t left() const override { return stream_->left(); }
  Status Next(Bytes& out) override {
    MANDAT_TRY(const Plaintext piece, stream_->Next());
    out.append(piece.Reveal());
    return {};
  }

 private:
  std::unique_ptr<BlobStream> stream_;
};

std::string BlobPath(const Request& request, const RecordId& id) {
  return "/v1/agreements/" + request.agreement_id->text() + "/collections/" +
         std::string(request.collection) + "/blobs/" + id.Format();
}

// Source: draft-ietf-httpbis-resumable-upload 4.
Response FormatUpload(const Request& request, UploadAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const UploadState& state = answer.state;
  response.AddHeader("Upload-Offset", std::to_string(state.offset));
  response.AddHeader("Upload-Complete", state.complete ? "?1" : "?0");
  JsonWriter json(192);
  json.BeginObject();
  json.Key("id").Text(answer.id.Format());
  json.Key("version").Unsigned(state.version);
  json.Key("offset").Unsigned(state.offset);
  if (state.bytes) {
    json.Key("bytes").Unsigned(*state.bytes);
  }
  json.Key("complete").Bool(state.complete);
  if (!state.complete && state.lapses.micros != 0) {
    json.Key("lapses").Text(state.lapses.Format());
  }
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AppendInfo(const BlobInfo& info, JsonWriter& json) {
  json.BeginObject();
  json.Key("id").Text(info.id.Format());
  json.Key("collection").Text(info.collection);
  json.Key("subject").Text(info.subject.Format());
  json.Key("version").Unsigned(info.version);
  json.Key("etag").Text(EntityTag(info.tag));
  json.Key("media-type").Text(info.media_type);
  json.Key("bytes").Unsigned(info.bytes);
  if (info.sha256) {
    json.Key("sha256").Text(FormatHex(info.sha256->view()));
  }
  json.Key("captured").Text(info.captured.Format());
  if (info.expires) {
    json.Key("expires").Text(info.expires->Format());
  }
  json.Key("data").Raw(info.metadata.Reveal());
  json.EndObject();
}

Response FormatInfo(const Request& request, BlobAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  response.AddHeader("ETag", EntityTag(answer.info.tag));
  JsonWriter json(512 + answer.info.metadata.Reveal().size());
  AppendInfo(answer.info, json);
  response.body = std::move(json).Take();
  return response;
}

Response FormatBlobPage(const Request& request, BlobListAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  size_t bytes = 128;
  for (const BlobInfo& info : answer.blobs) {
    bytes += 512 + info.metadata.Reveal().size();
  }
  JsonWriter json(bytes);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const BlobInfo& info : answer.blobs) {
    AppendInfo(info, json);
  }
  json.EndArray();
  if (answer.more && !answer.blobs.empty()) {
    json.Key("next").Text(answer.blobs.back().id.Format());
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// What is stored for people was sent by others: a browser must neither guess at it nor run it.
void AddContentHeaders(const BlobInfo& info, Response& response) {
  response.own_type = info.media_type;
  response.AddHeader("ETag", EntityTag(info.tag));
  response.AddHeader("Accept-Ranges", "bytes");
  response.AddHeader("Content-Disposition", "attachment");
  response.AddHeader("Content-Security-Policy", "sandbox");
  response.AddHeader("Mandat-Version", std::to_string(info.version));
  if (info.sha256) {
    // Source: RFC 9530 3.
    response.AddHeader("Repr-Digest", "sha-256=:" + FormatBase64(info.sha256->view()) + ":");
  }
}

// Source: RFC 9110 14.4; RFC 9110 15.4.5; RFC 9110 15.5.17.
Response FormatContent(const Request& request, BlobAnswer answer) {
  using Outcome = BlobAnswer::Outcome;
  const std::string all = std::to_string(answer.info.bytes);
  Response response;
  if (answer.outcome == Outcome::kChanged) {
    response = ProblemFor(request, Error::Changed("blob is not the version that was named"));
  } else if (answer.outcome == Outcome::kUnsatisfiable) {
    response = Problem(416, "unsatisfiable-range", "the blob has no such bytes");
    response.AddHeader("Content-Range", "bytes */" + all);
  } else {
    AddContentHeaders(answer.info, response);
    if (answer.outcome == Outcome::kSame) {
      response.status = 304;
      response.length = answer.info.bytes;
    } else if (request.method == Method::kHead) {
      response.AddHeader("Upload-Complete", "?1");
      response.length = answer.info.bytes;
    } else if (answer.outcome == Outcome::kPart) {
      response.status = 206;
      response.AddHeader("Content-Range", "bytes " + std::to_string(answer.offset) + "-" +
                                              std::to_string(answer.offset + answer.bytes - 1) +
                                              "/" + all);
    }
  }
  AddReceipt(request, answer.receipt, response);
  if (answer.content && request.method != Method::kHead) {
    response.rest = std::make_unique<BlobSourceOut>(std::move(answer.content));
  }
  return response;
}

Response FormatBlobErased(const Request& request, BlobEraseAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const std::string entry = std::to_string(answer.receipt.entry.value);
  JsonWriter json(160);
  json.BeginObject();
  json.Key("blobs").Unsigned(1);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.Key("certificate")
      .Text("/v1/agreements/" + request.agreement_id->text() + "/certificates/" + entry);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// The caller, if the collection is one of the agreement.
Result<Caller> BlobCallerOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY([[maybe_unused]] const KnownCollection known,
             FindCollection(request, request.collection));
  return caller;
}

void AskForBlob(const Request& request, bool content,
                Response (*format)(const Request&, BlobAnswer), Responder responder) {
  Result<Caller> caller = BlobCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<BlobRequest> wanted = BlobRequestOf(request, content);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  ReadBlob(std::move(*caller), std::move(*wanted), SendAs(format, std::move(responder)));
}

// Reads through what has come on a thread that nobody waits for.
void Complete(Workers& desk, Caller caller, std::string collection, const RecordId& id,
              Responder responder) {
  if (!caller.idempotency_key.empty()) {
    caller.idempotency_key += " complete";
  }
  desk.Post([caller = std::move(caller), collection = std::move(collection), id,
             responder = std::move(responder)]() mutable {
    CompleteBlob(std::move(caller), std::move(collection), id,
                 SendAs(&FormatUpload, std::move(responder)));
  });
}

}  // namespace

void PostBlob(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = BlobCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<BlobBody> body = BlobBodyOf(request);
  if (!body) {
    return std::move(responder).Send(std::move(body).error());
  }
  auto done = [responder = std::move(responder)](Result<UploadAnswer> answer) mutable {
    std::move(responder).Send(
        MakeResponse([answer = std::move(answer)](const Request& asked) mutable {
          if (!answer) {
            return ProblemFor(asked, answer.error());
          }
          const RecordId id = answer->id;
          Response response = FormatUpload(asked, std::move(*answer));
          response.status = 201;
          response.AddHeader("Location", BlobPath(asked, id));
          return response;
        }));
  };
  if (body->content) {
    return PutBlob(std::move(*caller), std::string(request.collection), std::move(body->blob),
                   std::move(*body->content), std::move(done));
  }
  BeginBlob(std::move(*caller), std::string(request.collection), std::move(body->blob),
            std::move(done));
}

// Source: draft-ietf-httpbis-resumable-upload 4.4.
void PatchBlob(Context& context, const Request& request, Responder responder) {
  Result<Caller> caller = BlobCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  const Result<BlobPiece> piece = BlobPieceOf(request);
  if (!piece) {
    return std::move(responder).Send(piece.error());
  }
  // Two pieces under one idempotency key are two requests.
  caller->request += std::to_string(piece->offset) + (piece->complete ? " last" : "");
  const RecordId id = *request.record;
  std::string collection(request.collection);
  if (!piece->complete) {
    return AppendBlob(std::move(*caller), std::move(collection), id, piece->offset,
                      Plaintext(Bytes(request.body)), SendAs(&FormatUpload, std::move(responder)));
  }
  if (request.body.empty()) {
    return Complete(context.desk, std::move(*caller), std::move(collection), id,
                    std::move(responder));
  }
  Caller then = *caller;
  auto appended = [&desk = context.desk, then = std::move(then), collection, id,
                   responder = std::move(responder)](Result<UploadAnswer> answer) mutable {
    if (!answer) {
      return std::move(responder).Send(std::move(answer).error());
    }
    Complete(desk, std::move(then), std::move(collection), id, std::move(responder));
  };
  AppendBlob(std::move(*caller), std::move(collection), id, piece->offset,
             Plaintext(Bytes(request.body)), std::move(appended));
}

// Of an upload: how far it is. Else of the blob: what a GET would tell before its content.
void HeadBlob(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = BlobCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  const Result<bool> uploading =
      request.agreement->blobs().IsUploading(request.collection, *request.record);
  if (uploading && *uploading) {
    return FindUpload(std::move(*caller), std::string(request.collection), *request.record,
                      SendAs(&FormatUpload, std::move(responder)));
  }
  AskForBlob(request, false, &FormatContent, std::move(responder));
}

void GetBlob(Context&, const Request& request, Responder responder) {
  AskForBlob(request, true, &FormatContent, std::move(responder));
}

void GetBlobMetadata(Context&, const Request& request, Responder responder) {
  AskForBlob(request, false, &FormatInfo, std::move(responder));
}

void GetSubjectBlobs(Context&, const Request& request, Responder responder) {
  Result<BlobPage> page = BlobPageOf(request);
  if (!page) {
    return std::move(responder).Send(std::move(page).error());
  }
  ListBlobs(std::move(page->caller), std::move(page->list),
            SendAs(&FormatBlobPage, std::move(responder)));
}

// Source: GDPR Art. 17(1).
void DeleteBlob(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerWithoutPurpose(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  if (const auto known = FindCollection(request, request.collection); !known) {
    return std::move(responder).Send(known.error());
  }
  EraseBlob(std::move(*caller), std::string(request.collection), *request.record,
            SendAs(&FormatBlobErased, std::move(responder)));
}

void DeleteUpload(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = BlobCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  AbandonBlob(std::move(*caller), std::string(request.collection), *request.record,
              SendAs(&FormatUpload, std::move(responder)));
}

}  // namespace mandat
