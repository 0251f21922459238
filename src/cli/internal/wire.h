// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/schema.h"
#include "base/ids.h"
#include "base/instant.h"
#include "cli/internal/context.h"

namespace mandat {

// The requests of docs/reference/http.md that more than one command sends.

HttpRequest RegisterRequest(std::string_view agreement, const SubjectId& subject,
                            std::string_view people, std::string_view purpose);
// `data` is a JSON object, sent as it is.
HttpRequest PutRequestFor(std::string_view agreement, std::string_view collection,
                          const RecordId& record, const SubjectId& subject, std::string_view fields,
                          std::string_view purpose);
HttpRequest GetRequestFor(std::string_view agreement, std::string_view collection,
                          const RecordId& record, std::string_view purpose);
// Many records in one request, a line for each; whoever is new is registered along.
HttpRequest BatchRequestFor(std::string_view agreement, std::string_view collection,
                            std::string_view purpose);
// A line of it, with its line feed. `fields` is a JSON object, sent as it is.
std::string BatchLineFor(const RecordId& record, const SubjectId& subject,
                         const std::optional<Instant>& captured, std::string_view fields);
// What each line of an answer says; an empty object for a line that is none.
std::vector<boost::json::object> ObjectsOfLines(std::string_view body);
HttpRequest DecideRequest(std::string_view agreement, std::string_view verb,
                          std::string_view purpose, std::string_view collection,
                          std::string_view place = "", std::string_view instruction = "");

// Adds headers for what is not empty.
void AddInstruction(HttpRequest& request, std::string_view instruction);
void AddIdempotencyKey(HttpRequest& request, std::string_view key);

// True if the server's answer is the record of this person with exactly these bytes as its data.
bool IsRecord(std::string_view answer, const SubjectId& subject, std::string_view data);

// A collection as the server tells it under its agreement. Errors: kNotFound.
Result<Collection> FindCollection(HttpClient& client, std::string_view agreement,
                                  std::string_view collection);
// The first purpose of the agreement for which it allows the verb on the collection.
// Errors: kRefused (there is none), kNotFound.
Result<std::string> FindPurpose(HttpClient& client, std::string_view agreement,
                                std::string_view verb, std::string_view collection);

}  // namespace mandat
