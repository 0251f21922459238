// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

enum class JsonKind : uint8_t { kNull, kBool, kInteger, kNumber, kText, kArray, kObject };

// One value of a document. Its members or items follow it.
struct JsonNode {
  JsonKind kind = JsonKind::kNull;
  bool truth = false;
  int64_t integer = 0;    // kInteger; kNumber is what has a fraction or does not fit
  uint32_t next = 0;      // index behind the last value inside it
  std::string_view key;   // of a member of an object
  std::string_view text;  // of kText; of numbers, as written
};

// A JSON text whose root is an object, read strictly: UTF-8 without a mark, nested at most 32 deep,
// no member twice, numbers finite, nothing behind it.
// Wiped when let go, since it may hold personal data. Source: RFC 8259; RFC 7493 2.3.
class JsonDocument {
 public:
  static constexpr uint32_t kDepthMax = 32;

  // Errors: kInvalid; the message says what is wrong and where, and repeats no value.
  static Result<JsonDocument> Parse(std::string_view text);

  JsonDocument(JsonDocument&& other) noexcept
      : nodes_(std::move(other.nodes_)), texts_(std::move(other.texts_)) {}
  ~JsonDocument();

  const JsonNode& root() const { return nodes_.front(); }
  const JsonNode* Find(const JsonNode& object, std::string_view key) const;

  // Calls `visit(node)` for each member of an object or item of an array.
  template <class Visit>
  void ForEach(const JsonNode& parent, Visit visit) const {
    const uint32_t end = parent.next;
    for (uint32_t i = IndexOf(parent) + 1; i < end; i = nodes_[i].next) {
      visit(nodes_[i]);
    }
  }

 private:
  friend class JsonBuilder;
  JsonDocument() = default;

  uint32_t IndexOf(const JsonNode& node) const {
    return static_cast<uint32_t>(&node - nodes_.data());
  }

  std::vector<JsonNode> nodes_;
  std::vector<char> texts_;  // never grows while views point into it; on the heap, so it may move
};

// Takes members out of an object one by one, and tells which were not wanted.
class JsonObject {
 public:
  JsonObject(const JsonDocument& document, const JsonNode& object)
      : document_(document), object_(object) {}

  // Errors: kInvalid (missing, or not a text).
  Result<std::string_view> Text(std::string_view key);
  // Empty when it is not there. Errors: kInvalid (not a text).
  Result<std::string_view> TextOrEmpty(std::string_view key);
  // Errors: kInvalid (missing, or of another kind). `what` is e.g. "an object".
  Result<const JsonNode*> Member(std::string_view key, JsonKind kind, std::string_view what);
  // Null when it is not there.
  const JsonNode* MemberOrNull(std::string_view key);
  // To be asked when all that is known has been taken. Errors: kInvalid (names a member).
  Status NothingElse() const;

 private:
  const JsonDocument& document_;
  const JsonNode& object_;
  std::vector<std::string_view> known_;
};

// "`x`" if it is a name, otherwise words that do not repeat it: it might be personal data.
std::string Quoted(std::string_view name);

}  // namespace mandat
