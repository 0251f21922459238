// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/agreement_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>
#include <utility>

#include "cli/internal/commands.h"

namespace mandat {
namespace {

namespace json = boost::json;

json::object Told(const Finding& finding) {
  return {{"severity", Name(finding.severity)},
          {"code", finding.code},
          {"file", finding.span.file},
          {"line", finding.span.line},
          {"column", finding.span.column},
          {"length", finding.span.length},
          {"message", finding.message},
          {"label", finding.label},
          {"help", finding.help},
          {"source", finding.source}};
}

std::string_view SarifLevel(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "none";
}

// Source: OASIS SARIF 3.27.
json::object SarifResult(const Finding& finding) {
  std::string text = finding.message;
  for (const std::string& more : {finding.label, finding.help, finding.source}) {
    text += more.empty() ? "" : "; " + more;
  }
  json::object region = {{"startLine", std::max(finding.span.line, 1U)},
                         {"startColumn", std::max(finding.span.column, 1U)}};
  if (finding.span.length != 0) {
    region["endColumn"] = finding.span.column + finding.span.length;
  }
  return {
      {"ruleId", finding.code},
      {"level", SarifLevel(finding.severity)},
      {"message", {{"text", text}}},
      {"locations",
       json::array{{{"physicalLocation",
                     {{"artifactLocation", {{"uri", finding.span.file}}}, {"region", region}}}}}}};
}

void PrintSarif(const std::vector<Finding>& findings) {
  json::array results;
  json::array rules;
  std::set<std::string> codes;
  for (const Finding& finding : findings) {
    results.push_back(SarifResult(finding));
    if (codes.insert(finding.code).second) {
      rules.push_back(json::object{{"id", finding.code}});
    }
  }
  json::object driver = {{"name", "mandat"}, {"rules", std::move(rules)}};
  json::object run = {{"tool", {{"driver", std::move(driver)}}},
                      {"columnKind", "unicodeCodePoints"},
                      {"results", std::move(results)}};
  PrintJson({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
             {"version", "2.1.0"},
             {"runs", json::array{std::move(run)}}});
}

}  // namespace

bool LoadedAgreement::HasErrors() const {
  return std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity == Severity::kError; });
}

Result<LoadedAgreement> LoadAgreement(const AgreementFiles& files) {
  LoadedAgreement loaded;
  std::string& form = loaded.texts[files.form.string()];
  MANDAT_TRY(form, ReadWholeFile(files.form));
  std::string& instance = loaded.texts[files.instance.string()];
  MANDAT_TRY(instance, ReadWholeFile(files.instance));
  auto agreement = Agreement::Parse({files.form.string(), form, files.instance.string(), instance});
  if (auto* findings = std::get_if<std::vector<Finding>>(&agreement)) {
    loaded.findings = std::move(*findings);
  } else {
    loaded.agreement = std::get<Agreement>(std::move(agreement));
  }
  if (files.schema.empty()) {
    return loaded;
  }
  std::string& text = loaded.texts[files.schema.string()];
  MANDAT_TRY(text, ReadWholeFile(files.schema));
  auto schema = ServiceSchema::Parse(files.schema.string(), text);
  if (auto* findings = std::get_if<std::vector<Finding>>(&schema)) {
    loaded.findings.insert(loaded.findings.end(), findings->begin(), findings->end());
  } else {
    loaded.schema = std::get<ServiceSchema>(std::move(schema));
  }
  if (loaded.findings.empty()) {
    auto mandate = Mandate::Compile(*loaded.agreement, *loaded.schema);
    if (auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
      loaded.findings = std::move(*findings);
    } else {
      loaded.mandate = std::get<std::shared_ptr<const Mandate>>(std::move(mandate));
    }
  }
  return loaded;
}

Result<std::optional<LoadedAgreement>> LoadValid(const Context& context,
                                                 const AgreementFiles& files) {
  MANDAT_TRY(LoadedAgreement loaded, LoadAgreement(files));
  if (loaded.HasErrors()) {
    PrintFindings(loaded.findings, loaded.texts,
                  context.json ? FindingsFormat::kJson : FindingsFormat::kText);
    return std::optional<LoadedAgreement>();
  }
  return std::optional(std::move(loaded));
}

void PrintFindings(const std::vector<Finding>& findings,
                   const std::map<std::string, std::string>& texts, FindingsFormat format) {
  if (format == FindingsFormat::kSarif) {
    return PrintSarif(findings);
  }
  if (format == FindingsFormat::kJson) {
    json::array told;
    bool has_errors = false;
    for (const Finding& finding : findings) {
      told.push_back(Told(finding));
      has_errors |= finding.severity == Severity::kError;
    }
    return PrintJson({{"valid", !has_errors}, {"findings", std::move(told)}});
  }
  for (const auto& [name, text] : texts) {
    std::vector<Finding> here;
    std::ranges::copy_if(findings, std::back_inserter(here),
                         [&name](const Finding& finding) { return finding.span.file == name; });
    fmt::print("{}", here.empty() ? "" : Render(here, text));
  }
}

}  // namespace mandat
