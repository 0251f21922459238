// SPDX-License-Identifier: Apache-2.0
// The life of an agreement: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/bytes.h"
#include "cli/internal/life.h"

namespace mandat {
namespace {

namespace json = boost::json;

void Put(json::object& body, std::string_view key, const std::string& value) {
  if (!value.empty()) {
    body[key] = value;
  }
}

void Put(json::object& body, std::string_view key, const std::vector<std::string>& values) {
  if (!values.empty()) {
    body[key] = json::array(values.begin(), values.end());
  }
}

json::object Body(const LifeOptions& options) {
  json::object body;
  Put(body, "basis", options.basis);
  Put(body, "from", options.from);
  Put(body, "until", options.until);
  Put(body, "by", options.by);
  return body;
}

void PutScope(json::object& body, const LifeOptions& options) {
  Put(body, "id", options.id);
  Put(body, "purposes", options.purposes);
  Put(body, "verbs", options.verbs);
  Put(body, "categories", options.categories);
  Put(body, "people", options.people);
  Put(body, "places", options.places);
}

// Sends what is to be recorded and prints what was.
Result<int> Send(const Context& context, std::string_view method, const LifeOptions& options,
                 const std::string& rest, const json::object& body) {
  HttpRequest request;
  request.method = method;
  request.path = AgreementPath(options.agreement, rest);
  if (method != "DELETE") {
    request.body = json::serialize(body);
  }
  MANDAT_TRY(const Reply reply, Ask(context, request));
  if (context.json) {
    PrintJson(reply.Told());
  } else {
    PrintObject(reply.Told());
  }
  return 0;
}

Result<std::string> Base64Of(const std::string& file) {
  MANDAT_TRY(const Bytes bytes, ReadWholeFile(file));
  return FormatBase64(bytes);
}

// The bytes that a party signs: docs/reference/life.md.
Result<std::string> MessageOf(const Context& context, const LifeOptions& options) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = AgreementPath(options.agreement, "/life")}));
  for (const json::object& version : Objects(reply.Told(), "versions")) {
    const json::value* number = version.if_contains("version");
    if (number != nullptr && json::serialize(*number) == std::to_string(options.version)) {
      return "mandat acceptance v1\n" + options.agreement + "\n" + std::to_string(options.version) +
             "\n" + options.party + "\n" + Text(version, "hash") + "\n";
    }
  }
  return Fail(Error::NotFound("no version " + std::to_string(options.version)));
}

}  // namespace

Result<int> RunPropose(const Context& context, const LifeOptions& options) {
  json::object body;
  MANDAT_TRY(body["form"], ReadWholeFile(options.form));
  MANDAT_TRY(body["agreement"], ReadWholeFile(options.instance));
  MANDAT_TRY(body["schema"], ReadWholeFile(options.schema));
  if (!context.json) {
    fmt::print("a draft: its texts have no errors, and nobody has accepted it yet\n");
  }
  return Send(context, "POST", options, "/versions", body);
}

Result<int> RunSign(const Context& context, const LifeOptions& options) {
  if (options.message) {
    MANDAT_TRY(const std::string message, MessageOf(context, options));
    fmt::print("{}", message);
    return 0;
  }
  json::object body = Body(options);
  Put(body, "party", options.party);
  Put(body, "signer", options.signer);
  Put(body, "authority", options.authority);
  Put(body, "on", options.on);
  Put(body, "evidence", options.evidence);
  if (!options.signature.empty()) {
    body["how"] = "ed25519";
    MANDAT_TRY(body["key"], Base64Of(options.key));
    MANDAT_TRY(body["signature"], Base64Of(options.signature));
  } else {
    Put(body, "how", options.how);
  }
  return Send(context, "POST", options,
              "/versions/" + std::to_string(options.version) + "/signatures", body);
}

Result<int> RunShowLife(const Context& context, const LifeOptions& options) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = AgreementPath(options.agreement, "/life")}));
  if (context.json) {
    PrintJson(reply.body);
    return 0;
  }
  const json::object told = reply.Told();
  fmt::print("{} is {}\n", Text(told, "id"), Text(told, "state"));
  fmt::print("versions\n");
  for (const json::object& version : Objects(told, "versions")) {
    fmt::print("  {} {}: {}, from {}\n", json::serialize(version.at("version")),
               Text(version, "form"), Text(version, "state"), Text(version, "from"));
  }
  const json::value* standing = told.if_contains("standing");
  for (const std::string_view kind : {"instructions", "sub-processors", "suspensions", "holds"}) {
    fmt::print("{}\n", kind);
    for (const json::object& entry : Objects(standing->as_object(), kind)) {
      const std::string state = Text(entry, "state");
      fmt::print("  {} {} {}{}\n", Text(entry, "id"), state.empty() ? Text(entry, "basis") : state,
                 Text(entry, "from"),
                 Text(entry, "until").empty() ? "" : " until " + Text(entry, "until"));
    }
  }
  fmt::print("history\n");
  for (const json::object& event : Objects(told, "events")) {
    fmt::print("  {} {} {}\n", Text(event, "recorded"), Text(event, "act"), Text(event, "id"));
  }
  return 0;
}

Result<int> RunShowTerms(const Context& context, const LifeOptions& options) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = AgreementPath(options.agreement, "/terms")}));
  if (context.json) {
    PrintJson(reply.body);
    return 0;
  }
  for (const json::object& term : Objects(reply.Told(), "terms")) {
    const std::vector<json::object> said = Objects(term, "said");
    const json::object& holds = said.at(term.at("holds").to_number<size_t>());
    fmt::print("{}: {} {} {} (clause {}{})\n", Text(term, "path"), Text(holds, "status"),
               Text(holds, "is"), Text(holds, "within"), Text(holds, "clause"),
               said.size() > 1 ? ", " + Text(term, "why") : "");
  }
  return 0;
}

Result<int> RunInstruct(const Context& context, const LifeOptions& options) {
  json::object body = Body(options);
  PutScope(body, options);
  Put(body, "kind", options.kind);
  return Send(context, "POST", options, "/instructions", body);
}

Result<int> RunSuspend(const Context& context, const LifeOptions& options) {
  json::object body = Body(options);
  PutScope(body, options);
  Put(body, "party", options.party);
  return Send(context, "POST", options, "/suspensions", body);
}

Result<int> RunHold(const Context& context, const LifeOptions& options) {
  json::object body = Body(options);
  Put(body, "id", options.id);
  Put(body, "collections", options.collections);
  Put(body, "categories", options.categories);
  Put(body, "people", options.people);
  return Send(context, "POST", options, "/holds", body);
}

Result<int> RunEndEntry(const Context& context, const LifeOptions& options, std::string_view what) {
  return Send(context, "DELETE", options, "/" + std::string(what) + "/" + options.id, {});
}

Result<int> RunSubprocessor(const Context& context, const LifeOptions& options) {
  json::object body = Body(options);
  Put(body, "state", options.state);
  Put(body, "name", options.name);
  Put(body, "country", options.country);
  return Send(context, "POST", options, "/sub-processors/" + options.id, body);
}

Result<int> RunEnd(const Context& context, const LifeOptions& options) {
  return Send(context, "POST", options, "/end", Body(options));
}

Result<int> RunClose(const Context& context, const LifeOptions& options) {
  return Send(context, "POST", options, "/close", Body(options));
}

}  // namespace mandat
