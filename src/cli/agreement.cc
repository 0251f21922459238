// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "cli/internal/commands.h"

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

}  // namespace

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
