// SPDX-License-Identifier: Apache-2.0
// Routes over agreement texts: nothing is stored, no agreement need be in force.
#include <chrono>
#include <utility>

#include "agreement/agreement.h"
#include "chain/chain.h"
#include "chain/diff.h"
#include "dpv/dpv.h"
#include "http/internal/findings.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "lint/lint.h"

namespace mandat {
namespace {

// The two texts of an agreement, and their names in findings.
struct Pair {
  std::string form;
  std::string instance;
  std::string name;  // of the pair: "", "before", "upstream", ...

  std::string FormName() const { return name + (name.empty() ? "form" : ".form"); }
  std::string InstanceName() const { return name + (name.empty() ? "agreement" : ".agreement"); }
};

Result<Pair> PairOf(const JsonDocument& document, const JsonNode& node, std::string name) {
  JsonObject object(document, node);
  MANDAT_TRY(const std::string_view form, object.Text("form"));
  MANDAT_TRY(const std::string_view instance, object.Text("agreement"));
  return Pair{std::string(form), std::string(instance), std::move(name)};
}

// The members `first` and `second`, each with two texts.
Result<std::pair<Pair, Pair>> PairsOf(const JsonDocument& document, JsonObject& object,
                                      std::string_view first, std::string_view second) {
  MANDAT_TRY(const JsonNode* one, object.Member(first, JsonKind::kObject, "an object"));
  MANDAT_TRY(const JsonNode* other, object.Member(second, JsonKind::kObject, "an object"));
  MANDAT_TRY(Pair one_pair, PairOf(document, *one, std::string(first)));
  MANDAT_TRY(Pair other_pair, PairOf(document, *other, std::string(second)));
  return std::pair{std::move(one_pair), std::move(other_pair)};
}

std::variant<Agreement, std::vector<Finding>> Parse(const Pair& pair) {
  return Agreement::Parse({pair.FormName(), pair.form, pair.InstanceName(), pair.instance});
}

std::string RenderOf(const std::vector<Finding>& findings, const Pair& pair) {
  std::string rendered;
  for (const auto& [name, text] :
       {std::pair{pair.FormName(), &pair.form}, std::pair{pair.InstanceName(), &pair.instance}}) {
    std::vector<Finding> here;
    for (const Finding& finding : findings) {
      if (finding.span.file == name) {
        here.push_back(finding);
      }
    }
    rendered += Render(here, *text);
  }
  return rendered;
}

// 200: what was found, and whether there is an error among it.
Response FoundResponse(const std::vector<Finding>& findings, const std::string& rendered) {
  bool is_valid = true;
  for (const Finding& finding : findings) {
    is_valid &= finding.severity != Severity::kError;
  }
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("valid").Bool(is_valid);
  AppendFindings(findings, json);
  json.Key("rendered").Text(rendered);
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

Response Json(std::string text, std::string_view type = kTypeJson) {
  Response response;
  response.type = type;
  response.body = std::move(text);
  return response;
}

Result<Response> CheckDocument(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const Pair pair, PairOf(document, document.root(), ""));
  MANDAT_TRY(const std::string_view schema, object.TextOrEmpty("schema"));
  if (!schema.empty()) {
    const Compiled compiled = CompileAgreement({pair.form, pair.instance, std::string(schema)});
    return FoundResponse(compiled.findings, compiled.rendered);
  }
  const auto parsed = Parse(pair);
  const auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings ? FoundResponse(*findings, RenderOf(*findings, pair)) : FoundResponse({}, "");
}

// Source: GDPR Art. 28(3).
Result<Response> LintDocument(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const Pair pair, PairOf(document, document.root(), ""));
  MANDAT_TRY(const std::string_view at, object.Text("at"));
  MANDAT_TRY(const std::chrono::sys_days day, ParseDay(at));
  const auto parsed = Parse(pair);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    return FindingsResponse(*findings, RenderOf(*findings, pair));
  }
  MANDAT_TRY(const LegalData data, LegalData::Parse(LegalData::BuiltIn()));
  const std::vector<Finding> found = Lint(std::get<Agreement>(parsed), data, day);
  return FoundResponse(found, RenderOf(found, pair));
}

Result<Response> DiffDocuments(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const auto pairs, PairsOf(document, object, "before", "after"));
  MANDAT_TRY_STATUS(object.NothingElse());
  const auto before = Parse(pairs.first);
  const auto after = Parse(pairs.second);
  for (const auto& [parsed, pair] :
       {std::pair{&before, &pairs.first}, std::pair{&after, &pairs.second}}) {
    if (const auto* findings = std::get_if<std::vector<Finding>>(parsed)) {
      return FindingsResponse(*findings, RenderOf(*findings, *pair));
    }
  }
  MANDAT_TRY(const std::vector<Change> changes,
             Diff(std::get<Agreement>(before), std::get<Agreement>(after)));
  return Json(FormatJson(changes));
}

// Source: GDPR Art. 28(4).
Result<Response> CheckChainOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const auto pairs, PairsOf(document, object, "upstream", "downstream"));
  MANDAT_TRY(const std::string_view subprocessor, object.TextOrEmpty("sub-processor"));
  MANDAT_TRY(const std::string_view form, object.TextOrEmpty("as"));
  MANDAT_TRY_STATUS(object.NothingElse());
  const auto upstream = Parse(pairs.first);
  const auto downstream = Parse(pairs.second);
  for (const auto& [parsed, pair] :
       {std::pair{&upstream, &pairs.first}, std::pair{&downstream, &pairs.second}}) {
    if (const auto* findings = std::get_if<std::vector<Finding>>(parsed)) {
      return FindingsResponse(*findings, RenderOf(*findings, *pair));
    }
  }
  ChainOptions options;
  options.subprocessor = std::string(subprocessor);
  MANDAT_TRY(const ChainReport report,
             CheckChain(std::get<Agreement>(upstream), std::get<Agreement>(downstream), options));
  return form == "picture" ? Json(FormatPicture(report, report.links), "image/svg+xml")
                           : Json(FormatJson(report));
}

Result<Response> ExportDocument(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  MANDAT_TRY(const Pair pair, PairOf(document, document.root(), ""));
  const auto parsed = Parse(pair);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    return FindingsResponse(*findings, RenderOf(*findings, pair));
  }
  return Json(ExportJsonLd(std::get<Agreement>(parsed)), "application/ld+json");
}

// Reading texts takes milliseconds, a chain longer, so all of it happens at the desk.
void AnswerAtDesk(Context& context, const Request& request, Responder responder,
                  Result<Response> (*answer)(const Request&)) {
  context.desk.Post([&request, answer, responder = std::move(responder)]() mutable {
    Result<Response> response = answer(request);
    if (!response) {
      return std::move(responder).Send(std::move(response).error());
    }
    std::move(responder).Send(std::move(*response));
  });
}

}  // namespace

void PostDocumentCheck(Context& context, const Request& request, Responder responder) {
  AnswerAtDesk(context, request, std::move(responder), &CheckDocument);
}

void PostDocumentLint(Context& context, const Request& request, Responder responder) {
  AnswerAtDesk(context, request, std::move(responder), &LintDocument);
}

void PostDocumentDiff(Context& context, const Request& request, Responder responder) {
  AnswerAtDesk(context, request, std::move(responder), &DiffDocuments);
}

void PostDocumentChain(Context& context, const Request& request, Responder responder) {
  AnswerAtDesk(context, request, std::move(responder), &CheckChainOf);
}

void PostDocumentExport(Context& context, const Request& request, Responder responder) {
  AnswerAtDesk(context, request, std::move(responder), &ExportDocument);
}

void GetExport(Context&, const Request& request, Responder responder) {
  const auto mandate = request.agreement->mandate();
  if (!mandate) {
    return std::move(responder).Send(Error::NotFound("no version is in force"));
  }
  std::move(responder).Send(Json(ExportJsonLd(mandate->agreement()), "application/ld+json"));
}

}  // namespace mandat
