// SPDX-License-Identifier: Apache-2.0
// What the routes of docket, notices and contacts have in common: JSON of it, and answers.
#pragma once

#include <optional>
#include <string_view>

#include "docket/docket.h"
#include "http/internal/json_writer.h"
#include "http/internal/request.h"
#include "http/internal/responder.h"
#include "http/internal/response.h"

namespace mandat {

void AppendText(std::string_view key, std::string_view text, JsonWriter& json);
void AppendAt(std::string_view key, const std::optional<Instant>& at, JsonWriter& json);
// A number that is 0 when there is none.
void AppendNumber(std::string_view key, uint64_t number, JsonWriter& json);

// The members of a duty, into an object that is open.
void AppendDuty(const Duty& duty, Instant now, JsonWriter& json);
// An object each.
void AppendChange(const DutyChange& change, JsonWriter& json);
void AppendHappening(const Happening& happening, JsonWriter& json);
void AppendDuties(const std::vector<Duty>& duties, Instant now, JsonWriter& json);

// As AddReceipt, for entries of the house: they name the clause, and the address the agreement.
void AddDocketReceipt(const Request& request, Receipt receipt, Response& response);

Response JsonResponse(JsonWriter json, int status = 200);
// Answers with what was made, or with its error.
void SendMade(Result<Response> made, Responder responder);

}  // namespace mandat
