// SPDX-License-Identifier: Apache-2.0
#include "http/internal/docket_body.h"

namespace mandat {
namespace {

constexpr std::string_view kInstantForm =
    "an instant with its offset, like 2026-03-30T16:40:00+02:00";

}  // namespace

Result<JsonDocument> ParseBody(std::string_view body) {
  return JsonDocument::Parse(body.empty() ? "{}" : body);
}

void BodyFields::Keep(std::string_view key, std::string_view what) {
  if (status_) {
    status_ = Fail(Error::Invalid("`" + std::string(key) + "` is not " + std::string(what)));
  }
}

const JsonNode* BodyFields::Find(std::string_view key, JsonKind kind, std::string_view what) {
  const JsonNode* node = object_.MemberOrNull(key);
  if (node != nullptr && node->kind != kind) {
    Keep(key, what);
    return nullptr;
  }
  return node;
}

BodyFields& BodyFields::Text(std::string_view key, std::string& into) {
  if (const JsonNode* node = Find(key, JsonKind::kText, "a text")) {
    into = node->text;
  }
  return *this;
}

BodyFields& BodyFields::At(std::string_view key, std::optional<Instant>& into) {
  if (const JsonNode* node = Find(key, JsonKind::kText, kInstantForm)) {
    if (const Result<Instant> at = Instant::Parse(node->text)) {
      into = *at;
    } else {
      Keep(key, kInstantForm);
    }
  }
  return *this;
}

BodyFields& BodyFields::Evidence(std::string_view key, Bytes& into) {
  constexpr std::string_view kForm = "a SHA-256 in hexadecimal";
  if (const JsonNode* node = Find(key, JsonKind::kText, kForm)) {
    Result<Bytes> bytes = ParseHex(node->text);
    if (bytes && bytes->size() == 32) {
      into = std::move(*bytes);
    } else {
      Keep(key, kForm);
    }
  }
  return *this;
}

BodyFields& BodyFields::Number(std::string_view key, uint64_t& into) {
  constexpr std::string_view kForm = "a number from 1";
  if (const JsonNode* node = Find(key, JsonKind::kInteger, kForm)) {
    if (node->integer < 1) {
      Keep(key, kForm);
    } else {
      into = static_cast<uint64_t>(node->integer);
    }
  }
  return *this;
}

BodyFields& BodyFields::Truth(std::string_view key, bool& into) {
  if (const JsonNode* node = Find(key, JsonKind::kBool, "true or false")) {
    into = node->truth;
  }
  return *this;
}

BodyFields& BodyFields::Length(std::string_view key, std::optional<Period>& into) {
  constexpr std::string_view kForm = "a period like \"5 working-days\"";
  if (const JsonNode* node = Find(key, JsonKind::kText, kForm)) {
    if (const Result<Period> period = Period::Parse(node->text)) {
      into = *period;
    } else {
      Keep(key, kForm);
    }
  }
  return *this;
}

BodyFields& BodyFields::Names(std::string_view key, std::vector<std::string>& into) {
  constexpr std::string_view kForm = "a list of names";
  if (const JsonNode* list = Find(key, JsonKind::kArray, kForm)) {
    document_.ForEach(*list, [&](const JsonNode& node) {
      if (node.kind != JsonKind::kText) {
        return Keep(key, kForm);
      }
      into.emplace_back(node.text);
    });
  }
  return *this;
}

BodyFields& BodyFields::Pairs(std::string_view key,
                              std::vector<std::pair<std::string, std::string>>& into) {
  constexpr std::string_view kForm = "an object of texts";
  if (const JsonNode* object = Find(key, JsonKind::kObject, kForm)) {
    document_.ForEach(*object, [&](const JsonNode& node) {
      if (node.kind != JsonKind::kText) {
        return Keep(key, kForm);
      }
      into.emplace_back(node.key, node.text);
    });
  }
  return *this;
}

Status BodyFields::Finish() const {
  MANDAT_TRY_STATUS(status_);
  return object_.NothingElse();
}

}  // namespace mandat
