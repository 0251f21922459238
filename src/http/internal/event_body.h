// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/internal/json_reader.h"
#include "http/internal/request.h"
#include "http/internal/responder.h"
#include "service/record_event.h"

namespace mandat {

// What a body says of an event: members taken one by one, an error kept until it is asked for, so
// that a handler reads like the table of its members.
class EventBody {
 public:
  // An empty body is an empty object.
  EventBody(const Request& request, EventKind kind);
  EventBody(const EventBody&) = delete;
  EventBody& operator=(const EventBody&) = delete;

  RecordRequest& record() { return record_; }
  Event& event() { return record_.event; }

  // Each takes the member `key` into `into`, which stays as it is when the member is not there.
  EventBody& Text(std::string_view key, std::string& into);
  EventBody& At(std::string_view key, std::optional<Instant>& into);
  EventBody& Hash(std::string_view key, Bytes& into, bool is_base64 = false);
  EventBody& Names(std::string_view key, std::vector<std::string>& into);
  EventBody& Party(std::string_view key);
  EventBody& Order(std::string_view key);
  EventBody& WithinScope();
  EventBody& WithProof();

  // The request with `from` and `by`, when all members were taken. Errors: kInvalid.
  Result<RecordRequest> Take() &&;

 private:
  // The member as a text; null when it is not there, or is no text, which is kept as the error.
  const JsonNode* FindText(std::string_view key);
  void Keep(std::string message) {
    if (status_) {
      status_ = Fail(Error::Invalid(message));
    }
  }

  Result<JsonDocument> document_;
  std::optional<JsonObject> object_;
  RecordRequest record_;
  Status status_;
};

// The three texts of a version. Errors: kInvalid.
Result<AgreementTexts> AgreementTextsOf(const Request& request);

Response FormatRecorded(const Request& request, RecordAnswer answer);
// Records what the body said, or answers with its error.
void Record(const Request& request, Result<RecordRequest> record, Responder responder);

// A controller's own credential speaks for the controller alone. Source: GDPR Art. 29.
Status RequireOwnParty(const Request& request, std::optional<ContractParty> party);

}  // namespace mandat
