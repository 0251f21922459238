// SPDX-License-Identifier: Apache-2.0
#include "http/internal/problem.h"

#include <string>

#include "base/assert.h"
#include "http/internal/json_writer.h"
#include "http/log.h"

namespace mandat {
namespace {

void AddEntry(const Request& request, uint64_t entry, Response& response) {
  const std::string index = std::to_string(entry);
  response.AddHeader("Mandat-Entry", index);
  if (request.agreement_id) {
    response.AddHeader("Link", "</v1/agreements/" + request.agreement_id->text() + "/entries/" +
                                   index + "/proof>; rel=\"receipt\"");
  }
}

}  // namespace

int StatusOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return 400;
    case ErrorKind::kCorrupt:
      return 500;
    case ErrorKind::kUnavailable:
      return 503;
    case ErrorKind::kRefused:
    case ErrorKind::kUndecided:
      return 403;
    case ErrorKind::kShredded:
      return 410;
    case ErrorKind::kNotFound:
      return 404;
    case ErrorKind::kConflict:
      return 409;
    case ErrorKind::kChanged:
      return 412;
    case ErrorKind::kExceeded:
      return 413;
  }
  Stop("unknown kind of error");
}

Response ProblemFor(const Request& request, const Error& error) {
  Response response;
  response.status = StatusOf(error.kind);
  response.type = kTypeProblem;
  JsonWriter json(256);
  json.BeginObject();
  json.Key("type").Text("about:blank");
  json.Key("title").Text(Name(error.kind));
  json.Key("status").Unsigned(static_cast<uint64_t>(response.status));
  json.Key("detail").Text(error.message);
  if (error.clause) {
    const std::string clause = error.clause->Format();
    json.Key("clause").Text(clause);
    response.AddHeader("Mandat-Clause", clause);
  }
  if (error.entry) {
    json.Key("entry").Unsigned(*error.entry);
    AddEntry(request, *error.entry, response);
  }
  json.EndObject();
  response.body = std::move(json).Take();
  if (error.kind == ErrorKind::kUnavailable) {
    response.AddHeader("Retry-After", "1");
  }
  if (response.status >= 500) {
    Log(LogLevel::kWarning, "fault",
        {{"kind", Name(error.kind)},
         {"detail", error.message},
         {"file", error.where.file_name()},
         {"line", std::to_string(error.where.line())}});
  }
  return response;
}

Response Problem(int status, std::string_view title, std::string_view detail) {
  Response response;
  response.status = status;
  response.type = kTypeProblem;
  JsonWriter json(160);
  json.BeginObject();
  json.Key("type").Text("about:blank");
  json.Key("title").Text(title);
  json.Key("status").Unsigned(static_cast<uint64_t>(status));
  json.Key("detail").Text(detail);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AddReceipt(const Request& request, const Receipt& receipt, Response& response) {
  AddEntry(request, receipt.entry.value, response);
  if (!receipt.clause.clause.empty()) {
    response.AddHeader("Mandat-Clause", receipt.clause.Format());
  }
  if (receipt.replayed) {
    response.AddHeader("Mandat-Replayed", "true");
  }
  if (receipt.observed) {
    response.AddHeader("Mandat-Observed", "true");
  }
}

}  // namespace mandat
