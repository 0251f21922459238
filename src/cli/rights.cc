// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/rights.h"

#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"
#include "cli/internal/wire.h"

namespace mandat {
namespace {

namespace json = boost::json;

HttpRequest RequestFor(std::string_view method, std::string path, const RightsOptions& options) {
  HttpRequest request;
  request.method = method;
  request.path = std::move(path);
  if (!options.purpose.empty()) {
    request.headers.push_back("Mandat-Purpose: " + options.purpose);
  }
  AddInstruction(request, options.instruction);
  AddIdempotencyKey(request, options.idempotency_key);
  return request;
}

std::string CollectionPath(const RightsOptions& options, const std::string& rest) {
  return AgreementPath(options.agreement, "/collections/" + options.collection + rest);
}

Result<std::string> SubjectPath(const RightsOptions& options, const std::string& rest) {
  MANDAT_TRY(const SubjectId subject, SubjectId::Parse(options.subject));
  return AgreementPath(options.agreement, "/subjects/" + subject.Format() + rest);
}

void PutNames(json::object& body, std::string_view key, const std::vector<std::string>& names) {
  if (!names.empty()) {
    body.emplace(key, json::array(names.begin(), names.end()));
  }
}

Result<int> AskAndPrint(const Context& context, const HttpRequest& request,
                        std::string_view headline) {
  MANDAT_TRY(const Reply reply, Ask(context, request));
  if (context.json) {
    fmt::print("{}\n", reply.ToldText());
    return 0;
  }
  if (!headline.empty()) {
    fmt::print("{}\n", headline);
  }
  PrintObject(reply.Told());
  return 0;
}

// One line of the answer for people; true if it tells of an error.
bool PrintOutcome(const json::object& outcome) {
  const std::string error = Text(outcome, "error");
  if (error.empty()) {
    return false;
  }
  std::string line =
      fmt::format("line {}: {}: {}", NumberIn(outcome, "line"), error, Text(outcome, "detail"));
  if (const std::string clause = Text(outcome, "clause"); !clause.empty()) {
    line += ", clause " + clause;
  }
  fmt::print("{}\n", line);
  return true;
}

}  // namespace

// What is looked for goes in the body: addresses end up in logs.
Result<int> RunDataFind(const Context& context, const RightsOptions& options) {
  json::object body;
  PutText(body, "field", options.field);
  PutText(body, "value", options.value);
  PutText(body, "prefix", options.prefix);
  PutText(body, "from", options.from);
  PutText(body, "until", options.until);
  PutText(body, "categories", options.categories);
  PutText(body, "after", options.after);
  body.emplace("limit", options.limit);
  HttpRequest request = RequestFor("POST", CollectionPath(options, "/search"), options);
  request.body = json::serialize(body);
  return AskAndPrint(context, request, "");
}

Result<int> RunDataBatch(const Context& context, const RightsOptions& options) {
  HttpRequest request = RequestFor(
      "POST",
      CollectionPath(options, std::string("/batch?atomic=") + (options.atomic ? "true" : "false") +
                                  "&register=" + (options.registers ? "true" : "false")),
      options);
  MANDAT_TRY(request.body, ReadWholeFile(options.file));
  MANDAT_TRY(const Reply reply, Ask(context, request));
  if (context.json) {
    fmt::print("{}", reply.answer.body);
  }
  uint64_t stored = 0;
  uint64_t failed = 0;
  for (std::string_view rest = reply.answer.body; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    boost::system::error_code trouble;
    const json::value outcome = json::parse(line, trouble);
    if (trouble || !outcome.is_object()) {
      return Fail(Error::Corrupt("the server's answer is not a line of JSON for each line"));
    }
    const bool error =
        context.json ? outcome.get_object().contains("error") : PrintOutcome(outcome.get_object());
    ++(error ? failed : stored);
  }
  if (!context.json) {
    fmt::print("stored {}, failed {}\n", stored, failed);
  }
  return failed == 0 ? 0 : ExitCode(ErrorKind::kInvalid);
}

Result<int> RunDataVersions(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(const RecordId record, RecordId::Parse(options.record));
  std::string path = CollectionPath(
      options, "/records/" + record.Format() + "/versions?limit=" + std::to_string(options.limit));
  path += options.after.empty() ? "" : "&after=" + options.after;
  return AskAndPrint(context, RequestFor("GET", std::move(path), options), "");
}

Result<int> RunRestrict(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(std::string path, SubjectPath(options, "/restriction"));
  json::object body;
  PutText(body, "basis", options.basis);
  MANDAT_TRY(const std::string from, InstantText("--from", options.from));
  PutText(body, "from", from);
  PutNames(body, "collections", options.collections);
  PutNames(body, "purposes", options.purposes);
  HttpRequest request = RequestFor("POST", std::move(path), options);
  request.body = json::serialize(body);
  return AskAndPrint(context, request, "restricted: stored and nothing else");
}

Result<int> RunLift(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(std::string path, SubjectPath(options, "/restriction"));
  return AskAndPrint(context, RequestFor("DELETE", std::move(path), options), "restriction lifted");
}

Result<int> RunObject(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(std::string path, SubjectPath(options, "/objections"));
  json::object body;
  PutText(body, "purpose", options.objects_to);
  PutText(body, "basis", options.basis);
  MANDAT_TRY(const std::string from, InstantText("--from", options.from));
  PutText(body, "from", from);
  HttpRequest request = RequestFor("POST", std::move(path), options);
  request.body = json::serialize(body);
  return AskAndPrint(context, request, "recorded: the purpose does not reach the data any more");
}

Result<int> RunObjectEnd(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(std::string path, SubjectPath(options, "/objections/" + options.objects_to));
  return AskAndPrint(context, RequestFor("DELETE", std::move(path), options), "objection ended");
}

Result<int> RunMarks(const Context& context, const RightsOptions& options) {
  MANDAT_TRY(std::string path, SubjectPath(options, "/marks"));
  return AskAndPrint(context, RequestFor("GET", std::move(path), options), "");
}

void AddDataCommands(CLI::App* data, const Context& context, RightsOptions& options,
                     const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const RightsOptions&)) {
    CLI::App* app =
        add(data, name, help, "mandat data " + name + " -a opinum-demo -c sites " + example,
            [&context, &options, run] { return run(context, options); });
    app->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
    app->add_option("--collection,-c", options.collection, "collection")->required();
    app->add_option("--purpose,-p", options.purpose, "purpose of the agreement")->required();
    app->add_option("--instruction,-i", options.instruction,
                    "reference of the controller's instruction; names no person");
    return app;
  };
  CLI::App* find = command("find", "find records by a field that the schema lets search",
                           "-p data-hub --field city --value Mons", &RunDataFind);
  find->add_option("--field", options.field, "field of the collection")->required();
  find->add_option("--value", options.value, "the whole value");
  find->add_option("--prefix", options.prefix, "its beginning, 3 characters or more");
  find->add_option("--from", options.from, "least value, of ranges");
  find->add_option("--until", options.until, "value that is no longer meant");
  find->add_option("--categories", options.categories, "only fields of these, parted by commas");
  find->add_option("--after", options.after, "`next` of the page before");
  find->add_option("--limit", options.limit, "1 to 100")->capture_default_str();
  CLI::App* batch = command("batch", "store many records, a line of JSON each",
                            "-p data-hub sites.ndjson --register", &RunDataBatch);
  batch->add_option("file", options.file, "the lines")->required();
  batch->add_flag("--atomic", options.atomic, "all of it or nothing");
  batch->add_flag("--register", options.registers, "register whoever is new");
  batch->add_option("--idempotency-key", options.idempotency_key,
                    "sent again with the same key, it is done once");
  CLI::App* versions =
      command("versions", "what a record was before", "-p data-hub ID", &RunDataVersions);
  versions->add_option("record", options.record, "id of the record")->required();
  versions->add_option("--after", options.after, "`next` of the page before");
  versions->add_option("--limit", options.limit, "1 to 100")->capture_default_str();
}

void AddRightsCommands(CLI::App* subject, const Context& context, RightsOptions& options,
                       const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const RightsOptions&)) {
    CLI::App* app =
        add(subject, name, help, "mandat subject " + name + " -a opinum-demo " + example,
            [&context, &options, run] { return run(context, options); });
    app->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
    app->add_option("subject", options.subject, "id of the person")->required();
    app->add_option("--instruction,-i", options.instruction,
                    "reference of the controller's instruction; names no person");
    return app;
  };
  CLI::App* restrict = command("restrict", "freeze a person's data: stored and nothing else",
                               "ID -i 2026-021 --basis 'GDPR Art. 18(1)(a)'", &RunRestrict);
  restrict->add_option("--basis", options.basis, "clause or law, cited when it refuses")
      ->required();
  restrict->add_option("--from", options.from, "when it was asked for; default: now");
  restrict->add_option("--collection,-c", options.collections, "only these");
  restrict->add_option("--purpose,-p", options.purposes, "purposes that go on");
  command("lift", "lift a restriction", "ID -i 2026-022", &RunLift);
  CLI::App* object = command("object", "record an objection to one purpose",
                             "ID --to data-hub -i 2026-023 --basis 'GDPR Art. 21(1)'", &RunObject);
  object->add_option("--to", options.objects_to, "the purpose")->required();
  object->add_option("--basis", options.basis, "clause or law, cited when it refuses")->required();
  object->add_option("--from", options.from, "when it was made; default: now");
  CLI::App* end =
      command("object-end", "end an objection", "ID --to data-hub -i 2026-024", &RunObjectEnd);
  end->add_option("--to", options.objects_to, "the purpose")->required();
  CLI::App* marks =
      command("marks", "what is restricted and objected to", "ID -p data-hub", &RunMarks);
  marks->add_option("--purpose,-p", options.purpose, "purpose of the agreement")->required();
}

}  // namespace mandat
