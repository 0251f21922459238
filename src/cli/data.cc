// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "cli/internal/commands.h"
#include "cli/internal/wire.h"
#include "crypto/random.h"

namespace mandat {
namespace {

namespace json = boost::json;

// A version 4 identifier. Source: RFC 9562 5.4.
template <class Id>
Result<Id> DrawId() {
  SystemRandom random;
  Bytes bytes = random.Draw(Id::kBytes);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return Id::Decode(bytes);
}

// The id that was given, or a fresh one.
template <class Id>
Result<Id> IdOf(const std::string& text) {
  return text.empty() ? DrawId<Id>() : Id::Parse(text);
}

// JSON as given, or the content of the file after "@".
Result<std::string> FieldsOf(const std::string& given) {
  std::string text = given;
  if (given.starts_with('@')) {
    MANDAT_TRY(text, ReadWholeFile(given.substr(1)));
  }
  boost::system::error_code trouble;
  const json::value value = json::parse(text, trouble);
  if (trouble || !value.is_object()) {
    return Fail(
        Error::Invalid("fields are not a JSON object; write --fields '{\"name\":\"...\"}'"));
  }
  return json::serialize(value);
}

void AddCommon(HttpRequest& request, const DataOptions& options) {
  AddInstruction(request, options.instruction);
  AddIdempotencyKey(request, options.idempotency_key);
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

std::string SubjectPath(const DataOptions& options, const SubjectId& subject,
                        std::string_view rest) {
  return AgreementPath(options.agreement, "/subjects/") + subject.Format() + std::string(rest);
}

HttpRequest WithPurpose(std::string_view method, std::string path, const DataOptions& options) {
  HttpRequest request;
  request.method = method;
  request.path = std::move(path);
  if (!options.purpose.empty()) {
    request.headers.push_back("Mandat-Purpose: " + options.purpose);
  }
  return request;
}

}  // namespace

Result<int> RunDecide(const Context& context, const DataOptions& options) {
  const HttpRequest request = DecideRequest(options.agreement, options.verb, options.purpose,
                                            options.collection, options.place, options.instruction);
  MANDAT_TRY(const Reply reply, Ask(context, request));
  json::object told = reply.Told();
  const json::value* member = told.if_contains("allowed");
  if (member == nullptr || !member->is_bool()) {
    return Fail(Error::Corrupt("the server's decision does not say whether it allows"));
  }
  const bool allowed = member->get_bool();
  if (context.json) {
    PrintJson(told);
  } else {
    told.erase("allowed");
    fmt::print("{}\n", allowed ? "allowed" : "refused");
    PrintObject(told);
  }
  return allowed ? 0 : ExitCode(ErrorKind::kRefused);
}

Result<int> RunSubjectRegister(const Context& context, const DataOptions& options) {
  MANDAT_TRY(const SubjectId subject, IdOf<SubjectId>(options.subject));
  HttpRequest request =
      RegisterRequest(options.agreement, subject, options.people, options.purpose);
  AddCommon(request, options);
  return AskAndPrint(context, request, "registered under a key of their own");
}

Result<int> RunSubjectErase(const Context& context, const DataOptions& options) {
  MANDAT_TRY(const SubjectId subject, SubjectId::Parse(options.subject));
  HttpRequest request;
  request.method = "POST";
  request.path = SubjectPath(options, subject, "/erase");
  request.body = "{}";
  AddCommon(request, options);
  return AskAndPrint(context, request, "erased: the key of this person is destroyed");
}

Result<int> RunRecordPut(const Context& context, const DataOptions& options) {
  MANDAT_TRY(const SubjectId subject, SubjectId::Parse(options.subject));
  MANDAT_TRY(const RecordId record, IdOf<RecordId>(options.record));
  MANDAT_TRY(const std::string fields, FieldsOf(options.fields));
  HttpRequest request = PutRequestFor(options.agreement, options.collection, record, subject,
                                      fields, options.purpose);
  AddCommon(request, options);
  return AskAndPrint(context, request, "stored");
}

Result<int> RunRecordGet(const Context& context, const DataOptions& options) {
  MANDAT_TRY(const RecordId record, RecordId::Parse(options.record));
  HttpRequest request =
      GetRequestFor(options.agreement, options.collection, record, options.purpose);
  AddCommon(request, options);
  return AskAndPrint(context, request, "");
}

Result<int> RunRecordList(const Context& context, const DataOptions& options) {
  std::string path;
  if (options.subject.empty()) {
    path = AgreementPath(options.agreement, "/collections/" + options.collection + "/records?");
  } else {
    MANDAT_TRY(const SubjectId subject, SubjectId::Parse(options.subject));
    path = SubjectPath(options, subject, "/records?collection=" + options.collection + "&");
  }
  path += "limit=" + std::to_string(options.limit);
  path += options.after.empty() ? "" : "&after=" + options.after;
  HttpRequest request = WithPurpose("GET", std::move(path), options);
  AddInstruction(request, options.instruction);
  return AskAndPrint(context, request, "");
}

Result<int> RunRecordErase(const Context& context, const DataOptions& options) {
  MANDAT_TRY(const RecordId record, RecordId::Parse(options.record));
  HttpRequest request = GetRequestFor(options.agreement, options.collection, record, "");
  request.method = "DELETE";
  AddCommon(request, options);
  return AskAndPrint(context, request, "erased");
}

}  // namespace mandat
