// SPDX-License-Identifier: Apache-2.0
// Thousands of records in one request: a line of JSON each way for each of them.
// The format is NDJSON 1.0.0, section 3: every line ends in a line feed, the last one may.
#include <algorithm>
#include <chrono>

#include "http/internal/call.h"
#include "http/internal/json_writer.h"
#include "http/internal/record_body.h"
#include "http/internal/routes.h"
#include "service/put_batch.h"

namespace mandat {
namespace {

constexpr std::chrono::minutes kClockDriftMax{5};
constexpr size_t kLineBytesExpected = 128;

Result<bool> SwitchOf(const Query& query, std::string_view name) {
  const std::string_view text = query.Find(name);
  if (!text.empty() && text != "true" && text != "false") {
    return Fail(Error::Invalid("parameter `" + std::string(name) + "` is not true or false"));
  }
  return text == "true";
}

Result<NewUnit> UnitOf(const KnownCollection& known, std::string_view text, Instant now,
                       CategorySet& categories) {
  MANDAT_TRY(RecordLine line, ParseRecordLine(*known.collection, text));
  RecordBody& body = line.body;
  if (body.captured && *body.captured > now + kClockDriftMax) {
    return Fail(Error::Invalid("`captured` lies in the future"));
  }
  categories = known.mandate->CategoriesOf(known.collection->id, body.fields).value_or(0);
  return NewUnit{line.id,
                 body.subject,
                 body.captured.value_or(now),
                 std::move(body.data),
                 std::move(body.people),
                 line.if_version};
}

// Errors: kExceeded. What is wrong with a line is told of the line.
Status TakeLines(const Request& request, const KnownCollection& known, BatchRequest& batch) {
  const Limits& limits = request.agreement->limits();
  if (request.body.size() > limits.batch_bytes) {
    return Fail(Error::Exceeded("batch has more bytes than limits.batch_bytes = " +
                                std::to_string(limits.batch_bytes)));
  }
  const Instant now = request.agreement->gate().Now();
  for (std::string_view rest = request.body; !rest.empty();) {
    const std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), text.size() + 1));
    if (batch.lines.size() == limits.batch_units) {
      return Fail(Error::Exceeded("batch has more lines than limits.batch_units = " +
                                  std::to_string(limits.batch_units)));
    }
    BatchLine line;
    line.number = batch.lines.size() + 1;
    Result<NewUnit> unit = UnitOf(known, text, now, line.categories);
    if (unit) {
      line.unit = std::move(*unit);
    } else {
      line.error = std::move(unit).error();
    }
    batch.lines.push_back(std::move(line));
  }
  return {};
}

struct BatchCall {
  Caller caller;
  BatchRequest batch;
};
Result<BatchCall> BatchCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"atomic", "register"}));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  BatchRequest batch;
  batch.collection = known.collection->id;
  MANDAT_TRY(batch.atomic, SwitchOf(query, "atomic"));
  MANDAT_TRY(batch.registers, SwitchOf(query, "register"));
  MANDAT_TRY_STATUS(TakeLines(request, known, batch));
  return BatchCall{std::move(caller), std::move(batch)};
}

void AppendOutcome(const LineOutcome& outcome, JsonWriter& json) {
  json.BeginObject();
  json.Key("line").Unsigned(outcome.number);
  if (outcome.id) {
    json.Key("id").Text(outcome.id->Format());
  }
  if (!outcome.error) {
    json.Key("version").Unsigned(outcome.version);
  } else {
    json.Key("error").Text(Name(outcome.error->kind));
    json.Key("detail").Text(outcome.error->message);
    if (outcome.error->clause) {
      json.Key("clause").Text(outcome.error->clause->Format());
    }
  }
  if (outcome.entry) {
    json.Key("entry").Unsigned(outcome.entry->value);
  }
  json.EndObject();
}

Response FormatBatch(const Request& request, BatchAnswer answer) {
  Response response;
  response.type = kTypeLines;
  if (answer.receipt) {
    AddReceipt(request, *answer.receipt, response);
  }
  response.AddHeader("Mandat-Stored", std::to_string(answer.stored_count));
  response.body.reserve(answer.lines.size() * kLineBytesExpected);
  for (const LineOutcome& outcome : answer.lines) {
    JsonWriter json(kLineBytesExpected);
    AppendOutcome(outcome, json);
    response.body += std::move(json).Take();
    response.body.push_back('\n');
  }
  return response;
}

}  // namespace

// At the desk: reading and sealing thousands of lines would keep the thread of this connection from
// the others.
void PostBatch(Context& context, const Request& request, Responder responder) {
  context.desk.Post([&request, responder = std::move(responder)]() mutable {
    Result<BatchCall> call = BatchCallOf(request);
    if (!call) {
      return std::move(responder).Send(std::move(call).error());
    }
    PutBatch(std::move(call->caller), std::move(call->batch),
             SendAs(&FormatBatch, std::move(responder)));
  });
}

}  // namespace mandat
