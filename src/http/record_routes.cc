// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "http/internal/call.h"
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
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(RecordBody body, ParseRecordBody(*known.collection, request.body));
  const Instant now = request.agreement->gate().Now();
  if (body.captured && *body.captured > now + kClockDriftMax) {
    return Fail(Error::Invalid("`captured` lies in the future"));
  }
  const auto categories = known.mandate->CategoriesOf(known.collection->id, body.fields);
  return PutRequest{
      known.collection->id,
      NewUnit{*request.record, body.subject, body.captured.value_or(now), std::move(body.data)},
      categories.value_or(0)};
}

Response FormatRecord(const Request& request, ReadAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  response.body = FormatUnit(answer.units.front());
  return response;
}

Response FormatPut(const Request& request, PutAnswer answer) {
  Response response;
  response.status = answer.created ? 201 : 200;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(128);
  json.BeginObject();
  json.Key("id").Text(request.record->Format());
  json.Key("version").Unsigned(answer.version);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Hop 1 of one read: what is being asked? The answer comes back through FormatRecord.
void GetRecord(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  if (const auto known = FindCollection(request, request.collection); !known) {
    return std::move(responder).Send(known.error());
  }
  ReadRecord(std::move(*caller), std::string(request.collection), *request.record,
             SendAs(&FormatRecord, std::move(responder)));
}

void GetRecords(Context&, const Request& request, Responder responder) {
  Result<PageCall> page = PageCallOf(request);
  if (!page) {
    return std::move(responder).Send(std::move(page).error());
  }
  ListRecords(std::move(page->caller), std::move(page->list),
              SendAs(&FormatPage, std::move(responder)));
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
  Result<Caller> caller = CallerWithoutPurpose(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  if (const auto known = FindCollection(request, request.collection); !known) {
    return std::move(responder).Send(known.error());
  }
  EraseRecord(std::move(*caller), std::string(request.collection), *request.record,
              SendAs(&FormatErased, std::move(responder)));
}

}  // namespace mandat
