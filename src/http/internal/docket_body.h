// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "duty/period.h"
#include "http/internal/json_reader.h"

namespace mandat {

// Takes the members of an object out one by one and keeps the first error until it is asked for, so
// that a handler reads like the table of its members.
class BodyFields {
 public:
  BodyFields(const JsonDocument& document, const JsonNode& object)
      : document_(document), object_(document, object) {}

  // Each takes the member `key` into `into`, which stays as it is when the member is not there.
  BodyFields& Text(std::string_view key, std::string& into);
  BodyFields& At(std::string_view key, std::optional<Instant>& into);
  BodyFields& Evidence(std::string_view key, Bytes& into);   // hexadecimal
  BodyFields& Number(std::string_view key, uint64_t& into);  // from 1
  BodyFields& Truth(std::string_view key, bool& into);       // true or false
  BodyFields& Length(std::string_view key, std::optional<Period>& into);
  BodyFields& Names(std::string_view key, std::vector<std::string>& into);
  // An object whose members are texts.
  BodyFields& Pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& into);

  // To be asked when all that is known has been taken. Errors: kInvalid (names a member).
  Status Finish() const;

 private:
  // The member; null when it is not there, or is of another kind, which is kept as the error.
  const JsonNode* Find(std::string_view key, JsonKind kind, std::string_view what);
  void Keep(std::string_view key, std::string_view what);

  const JsonDocument& document_;
  JsonObject object_;
  Status status_;
};

// An empty body is an empty object. Errors: kInvalid.
Result<JsonDocument> ParseBody(std::string_view body);

}  // namespace mandat
