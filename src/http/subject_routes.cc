// SPDX-License-Identifier: Apache-2.0
#include "service/subjects.h"

#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

struct NewSubject {
  SubjectId subject;
  std::string people;
};

// A random id. Source: RFC 9562 5.4.
SubjectId DrawSubject(Random& random) {
  Bytes bytes = random.Draw(SubjectId::kBytes);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return *SubjectId::Decode(bytes);
}

Result<NewSubject> NewSubjectOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view people, object.Text("people"));
  MANDAT_TRY(const std::string_view id, object.TextOrEmpty("subject"));
  MANDAT_TRY_STATUS(object.NothingElse());
  if (!IsName(people)) {
    return Fail(Error::Invalid("`people` is not a name"));
  }
  if (id.empty()) {
    return NewSubject{DrawSubject(request.agreement->random()), std::string(people)};
  }
  const Result<SubjectId> subject = SubjectId::Parse(id);
  if (!subject) {
    return Fail(Error::Invalid("`subject` is not a UUID in lower case"));
  }
  return NewSubject{*subject, std::string(people)};
}

Response FormatRegistered(const Request& request, RegisterAnswer answer) {
  Response response;
  response.status = 201;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(96);
  json.BeginObject();
  json.Key("subject").Text(answer.subject.Format());
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// The instruction stands in the body or in the header; none at all is for the agreement to judge.
Result<Caller> EraseCallerOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerWithoutPurpose(request));
  if (request.body.empty()) {
    return caller;
  }
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view instruction, object.TextOrEmpty("instruction"));
  MANDAT_TRY_STATUS(object.NothingElse());
  if (instruction.empty()) {
    return caller;
  }
  if (!IsInstruction(instruction)) {
    return Fail(Error::Invalid("`instruction` is not a reference"));
  }
  if (!caller.instruction.empty() && caller.instruction != instruction) {
    return Fail(Error::Invalid("`instruction` differs from the header Mandat-Instruction"));
  }
  caller.instruction = instruction;
  return caller;
}

}  // namespace

void PostSubject(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  Result<NewSubject> fresh = NewSubjectOf(request);
  if (!fresh) {
    return std::move(responder).Send(std::move(fresh).error());
  }
  RegisterSubject(std::move(*caller), fresh->subject, std::move(fresh->people),
                  SendAs(&FormatRegistered, std::move(responder)));
}

void GetSubjectRecords(Context&, const Request& request, Responder responder) {
  Result<PageCall> page = PageCallOf(request);
  if (!page) {
    return std::move(responder).Send(std::move(page).error());
  }
  SendPage(std::move(*page), std::move(responder));
}

// Source: GDPR Art. 17(1).
void PostErase(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = EraseCallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  EraseSubject(std::move(*caller), *request.subject, SendAs(&FormatErased, std::move(responder)));
}

}  // namespace mandat
