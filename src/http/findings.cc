// SPDX-License-Identifier: Apache-2.0
#include "http/internal/findings.h"

namespace mandat {

void AppendFindings(const std::vector<Finding>& findings, JsonWriter& json) {
  json.Key("findings").BeginArray();
  for (const Finding& finding : findings) {
    json.BeginObject();
    json.Key("code").Text(finding.code);
    json.Key("severity").Text(Name(finding.severity));
    json.Key("file").Text(finding.span.file);
    json.Key("line").Unsigned(finding.span.line);
    json.Key("column").Unsigned(finding.span.column);
    json.Key("length").Unsigned(finding.span.length);
    json.Key("message").Text(finding.message);
    json.Key("label").Text(finding.label);
    json.Key("help").Text(finding.help);
    json.Key("source").Text(finding.source);
    json.EndObject();
  }
  json.EndArray();
}

Response FindingsResponse(const std::vector<Finding>& findings, const std::string& rendered) {
  Response response;
  response.status = 422;
  response.type = kTypeProblem;
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("type").Text("about:blank");
  json.Key("title").Text("invalid");
  json.Key("status").Unsigned(422);
  json.Key("detail").Text("the agreement has findings; nothing was changed");
  AppendFindings(findings, json);
  json.Key("rendered").Text(rendered);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace mandat
