// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "http/internal/call.h"
#include "http/internal/condition.h"
#include "http/internal/json_writer.h"
#include "http/internal/record_body.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"
#include "service/put_record.h"
#include "service/read_records.h"
#include "service/subjects.h"

namespace mandat {
namespace {

constexpr std::chrono::minutes kClockDriftMax{5};  // of a caller's clock against ours

Result<PutRequest> PutRequestOf(const Request& request) {
  MANDAT_TRY(const Condition condition, ConditionOf(request));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(RecordBody body, ParseRecordBody(*known.collection, request.body));
  const Instant now = request.agreement->gate().Now();
  if (body.captured && *body.captured > now + kClockDriftMax) {
    return Fail(Error::Invalid("`captured` lies in the future"));
  }
  const auto categories = known.mandate->CategoriesOf(known.collection->id, body.fields);
  return PutRequest{known.collection->id,
                    NewUnit{*request.record, body.subject, body.captured.value_or(now),
                            std::move(body.data), std::move(body.people), condition.version},
                    categories.value_or(0), condition.must_exist};
}

Response FormatPut(const Request& request, PutAnswer answer) {
  Response response;
  response.status = answer.created ? 201 : 200;
  AddReceipt(request, answer.receipt, response);
  response.AddHeader("ETag", EntityTagOf(answer.version));
  JsonWriter json(128);
  json.BeginObject();
  json.Key("id").Text(request.record->Format());
  json.Key("version").Unsigned(answer.version);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// What a read of one record is made with: the fields of which categories, and which version.
struct ReadCall {
  Caller caller;
  ReadRequest read;
};
Result<ReadCall> ReadCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"categories"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  ReadRequest read{known.collection->id, *request.record};
  MANDAT_TRY(read.categories, CategoriesNamed(*known.mandate, query.Find("categories")));
  return ReadCall{std::move(caller), std::move(read)};
}

struct EraseCall {
  Caller caller;
  std::optional<uint32_t> if_version;
};
Result<EraseCall> EraseCallOf(const Request& request) {
  MANDAT_TRY(const Condition condition, ConditionOf(request));
  if (!request.if_none_match.empty()) {
    return Fail(Error::Invalid("header If-None-Match is not for an erasure"));
  }
  MANDAT_TRY(Caller caller, CallerWithoutPurpose(request));
  MANDAT_TRY([[maybe_unused]] const KnownCollection known,
             FindCollection(request, request.collection));
  return EraseCall{std::move(caller), condition.version};
}

}  // namespace

// Hop 1 of one read: what is being asked? The answer comes back through FormatRecord.
void GetRecord(Context&, const Request& request, Responder responder) {
  Result<ReadCall> call = ReadCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  ReadRecord(std::move(call->caller), std::move(call->read),
             SendAs(&FormatRecord, std::move(responder)));
}

void GetRecords(Context&, const Request& request, Responder responder) {
  Result<PageCall> page = PageCallOf(request);
  if (!page) {
    return std::move(responder).Send(std::move(page).error());
  }
  SendPage(std::move(*page), std::move(responder));
}

// Source: GDPR Art. 16.
void GetVersion(Context&, const Request& request, Responder responder) {
  Result<ReadCall> call = ReadCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  call->read.version = request.version;
  ReadRecord(std::move(call->caller), std::move(call->read),
             SendAs(&FormatRecord, std::move(responder)));
}

void PutRecord(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<PutRequest> put = PutRequestOf(request);
  if (!put) {
    return std::move(responder).Send(std::move(put).error());
  }
  PutRecord(std::move(*caller), std::move(*put), SendAs(&FormatPut, std::move(responder)));
}

// Source: GDPR Art. 17(1).
void DeleteRecord(Context&, const Request& request, Responder responder) {
  Result<EraseCall> call = EraseCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  EraseRecord(std::move(call->caller), std::string(request.collection), *request.record,
              SendAs(&FormatErased, std::move(responder)), call->if_version);
}

}  // namespace mandat
