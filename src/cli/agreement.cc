// SPDX-License-Identifier: Apache-2.0
#include "agreement/agreement.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "agreement/schema.h"
#include "cli/internal/commands.h"
#include "mandate/mandate.h"

namespace mandat {
namespace {

namespace json = boost::json;

struct Texts {
  std::string form;
  std::string instance;
  std::string schema;
};

Result<Texts> ReadTexts(const AgreementOptions& options) {
  Texts texts;
  MANDAT_TRY(texts.form, ReadWholeFile(options.form));
  MANDAT_TRY(texts.instance, ReadWholeFile(options.instance));
  MANDAT_TRY(texts.schema, ReadWholeFile(options.schema));
  return texts;
}

json::object Told(const Finding& finding) {
  return {{"severity", Name(finding.severity)},
          {"code", finding.code},
          {"file", finding.span.file},
          {"line", finding.span.line},
          {"column", finding.span.column},
          {"length", finding.span.length},
          {"message", finding.message},
          {"help", finding.help},
          {"source", finding.source}};
}

// Renders each finding with the text that it points into.
std::string RenderAll(const std::vector<Finding>& findings, const AgreementOptions& options,
                      const Texts& texts) {
  std::string rendered;
  const std::pair<std::string, const std::string*> files[] = {
      {options.form.string(), &texts.form},
      {options.instance.string(), &texts.instance},
      {options.schema.string(), &texts.schema}};
  for (const auto& [name, text] : files) {
    std::vector<Finding> here;
    std::ranges::copy_if(findings, std::back_inserter(here),
                         [&](const Finding& finding) { return finding.span.file == name; });
    rendered += here.empty() ? "" : Render(here, *text);
  }
  return rendered;
}

// Every finding of the first stage that has some: agreement, schema, both together.
struct Checked {
  std::optional<Agreement> agreement;
  std::vector<Finding> findings;
};

Checked Check(const AgreementOptions& options, const Texts& texts) {
  Checked checked;
  auto agreement = Agreement::Parse(
      {options.form.string(), texts.form, options.instance.string(), texts.instance});
  auto schema = ServiceSchema::Parse(options.schema.string(), texts.schema);
  for (const auto* findings : {std::get_if<std::vector<Finding>>(&agreement),
                               std::get_if<std::vector<Finding>>(&schema)}) {
    if (findings != nullptr) {
      checked.findings.insert(checked.findings.end(), findings->begin(), findings->end());
    }
  }
  if (!checked.findings.empty()) {
    return checked;
  }
  checked.agreement = std::get<Agreement>(agreement);
  auto mandate = Mandate::Compile(std::get<Agreement>(std::move(agreement)),
                                  std::get<ServiceSchema>(std::move(schema)));
  if (const auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
    checked.findings = *findings;
  }
  return checked;
}

void PrintVerdict(const Checked& checked, const AgreementOptions& options, const Texts& texts,
                  bool has_errors) {
  if (!checked.findings.empty()) {
    fmt::print("{}", RenderAll(checked.findings, options, texts));
  }
  if (has_errors) {
    fmt::print("{} findings; nothing can be activated before they are mended\n",
               checked.findings.size());
    return;
  }
  const Agreement& agreement = *checked.agreement;
  fmt::print(
      "{}@{} stands on {}@{}: {} purposes, {} operations, {} categories of data, no errors\n",
      agreement.id().text(), agreement.version(), agreement.form(), agreement.form_version(),
      agreement.purposes().size(), agreement.verbs().size(), agreement.categories().size());
}

}  // namespace

Result<int> RunAgreementCheck(const Context& context, const AgreementOptions& options) {
  MANDAT_TRY(const Texts texts, ReadTexts(options));
  const Checked checked = Check(options, texts);
  const bool has_errors = std::ranges::any_of(checked.findings, [](const Finding& finding) {
    return finding.severity == Severity::kError;
  });
  if (context.json) {
    json::array findings;
    for (const Finding& finding : checked.findings) {
      findings.push_back(Told(finding));
    }
    PrintJson({{"valid", !has_errors}, {"findings", std::move(findings)}});
  } else {
    PrintVerdict(checked, options, texts, has_errors);
  }
  return has_errors ? ExitCode(ErrorKind::kInvalid) : 0;
}

Result<int> RunAgreementActivate(const Context& context, const AgreementOptions& options) {
  MANDAT_TRY(const Texts texts, ReadTexts(options));
  HttpRequest request;
  request.method = "POST";
  request.path = AgreementPath(options.agreement, "/activate");
  request.body = json::serialize(
      json::object{{"form", texts.form}, {"agreement", texts.instance}, {"schema", texts.schema}});
  MANDAT_TRY(const Reply reply, Ask(context, request));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const auto number = [&told](std::string_view name) {
    const json::value* value = told.if_contains(name);
    return value == nullptr ? std::string("?") : json::serialize(*value);
  };
  fmt::print("{}@{} is in force, journal entry {}\n", options.agreement, number("version"),
             number("entry"));
  return 0;
}

Result<int> RunAgreementList(const Context& context) {
  json::array items;
  std::string after;
  do {
    MANDAT_TRY(const Reply reply, Ask(context, {.path = "/v1/agreements?limit=100" + after}));
    const json::object told = reply.Told();
    for (const json::object& item : Objects(told, "items")) {
      items.push_back(item);
    }
    const std::string next = Text(told, "next");
    after = next.empty() ? "" : "&after=" + next;
  } while (!after.empty());
  if (context.json) {
    PrintJson({{"items", std::move(items)}});
    return 0;
  }
  for (const json::value& item : items) {
    fmt::print("{}\n", Text(item.get_object(), "id"));
  }
  if (items.empty()) {
    fmt::print("no agreement is in force; activate one with `mandat agreement activate`\n");
  }
  return 0;
}

Result<int> RunAgreementShow(const Context& context, const AgreementOptions& options) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = AgreementPath(options.agreement)}));
  if (context.json) {
    PrintJson(reply.body);
    return 0;
  }
  json::object told = reply.Told();
  const std::vector<json::object> purposes = Objects(told, "purposes");
  const std::vector<json::object> collections = Objects(told, "collections");
  told.erase("purposes");
  told.erase("collections");
  PrintObject(told);
  fmt::print("purposes\n");
  for (const json::object& purpose : purposes) {
    fmt::print("  {}: {} (clause {})\n", Text(purpose, "id"), Text(purpose, "text"),
               Text(purpose, "clause"));
  }
  fmt::print("collections\n");
  for (const json::object& collection : collections) {
    std::string fields;
    for (const json::object& field : Objects(collection, "fields")) {
      fields += (fields.empty() ? "" : ", ") + Text(field, "id");
    }
    fmt::print("  {} about {}: {}\n", Text(collection, "id"), Text(collection, "people"), fields);
  }
  return 0;
}

Result<int> RunAgreementRewrap(const Context& context, const AgreementOptions& options) {
  HttpRequest request;
  request.method = "POST";
  request.path = AgreementPath(options.agreement, "/rewrap");
  request.body = "{}";
  MANDAT_TRY(const Reply reply, Ask(context, request));
  if (context.json) {
    PrintJson(reply.Told());
  } else {
    fmt::print("surviving keys are wrapped anew, the old agreement key is destroyed\n");
    PrintObject(reply.Told());
  }
  return 0;
}

}  // namespace mandat
