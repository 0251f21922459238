// SPDX-License-Identifier: Apache-2.0
#include "http/internal/json_reader.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>

#include "base/assert.h"
#include "base/ids.h"
#include "vault/plaintext.h"

namespace mandat {

namespace json = boost::json;

// Receives what the parser of Boost.JSON sees, and builds the document.
class JsonBuilder {
 public:
  // Required by the parser: it asks us to bound sizes.
  static constexpr std::size_t max_object_size = 4096;
  static constexpr std::size_t max_array_size = 65536;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  // Unescaped, a text is never longer than it was written; so one allocation does for all.
  void Begin(size_t bytes) {
    document_.texts_.reserve(bytes);
    document_.nodes_.reserve(32);
  }
  JsonDocument Take() { return std::move(document_); }
  const std::string& trouble() const { return trouble_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return Open(JsonKind::kObject); }
  bool on_array_begin(json::error_code&) { return Open(JsonKind::kArray); }
  bool on_array_end(std::size_t, json::error_code&) {
    Close();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code& error) {
    const uint32_t index = open_.back();
    Close();
    return KeysAreUnique(document_.nodes_[index], error);
  }
  bool on_key_part(json::string_view text, std::size_t, json::error_code&) { return Append(text); }
  bool on_key(json::string_view text, std::size_t, json::error_code&) {
    Append(text);
    key_ = TakeText();
    return true;
  }
  bool on_string_part(json::string_view text, std::size_t, json::error_code&) {
    return Append(text);
  }
  bool on_string(json::string_view text, std::size_t, json::error_code&) {
    Append(text);
    Leaf(JsonKind::kText).text = TakeText();
    return true;
  }
  bool on_number_part(json::string_view text, json::error_code&) { return Append(text); }
  bool on_int64(int64_t value, json::string_view text, json::error_code&) {
    Append(text);
    JsonNode& node = Leaf(JsonKind::kInteger);
    node.integer = value;
    node.text = TakeText();
    return true;
  }
  bool on_uint64(uint64_t, json::string_view text, json::error_code&) {
    Append(text);
    Leaf(JsonKind::kNumber).text = TakeText();
    return true;
  }
  bool on_double(double value, json::string_view text, json::error_code& error) {
    Append(text);
    Leaf(JsonKind::kNumber).text = TakeText();
    return std::isfinite(value) || Refuse("body has a number that is too large", error);
  }
  bool on_bool(bool value, json::error_code&) {
    Leaf(JsonKind::kBool).truth = value;
    return true;
  }
  bool on_null(json::error_code&) {
    Leaf(JsonKind::kNull);
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool Refuse(std::string trouble, json::error_code& error) {
    trouble_ = std::move(trouble);
    error = json::error::syntax;
    return false;
  }

  bool Append(json::string_view text) {
    std::vector<char>& texts = document_.texts_;
    MANDAT_ASSERT(texts.size() + text.size() <= texts.capacity());
    texts.insert(texts.end(), text.begin(), text.end());
    return true;
  }

  std::string_view TakeText() {
    const std::vector<char>& texts = document_.texts_;
    const std::string_view text(texts.data() + taken_, texts.size() - taken_);
    taken_ = texts.size();
    return text;
  }

  JsonNode& Leaf(JsonKind kind) {
    JsonNode& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.key = std::exchange(key_, {});
    node.next = static_cast<uint32_t>(document_.nodes_.size());
    return node;
  }

  bool Open(JsonKind kind) {
    Leaf(kind);
    open_.push_back(static_cast<uint32_t>(document_.nodes_.size() - 1));
    return true;
  }

  void Close() {
    document_.nodes_[open_.back()].next = static_cast<uint32_t>(document_.nodes_.size());
    open_.pop_back();
  }

  bool KeysAreUnique(const JsonNode& object, json::error_code& error) {
    keys_.clear();
    document_.ForEach(object, [this](const JsonNode& node) { keys_.push_back(node.key); });
    std::ranges::sort(keys_);
    const auto twice = std::ranges::adjacent_find(keys_);
    return twice == keys_.end() || Refuse("body has " + Quoted(*twice) + " twice", error);
  }

  JsonDocument document_;
  std::vector<uint32_t> open_;
  std::vector<std::string_view> keys_;
  std::string_view key_;
  size_t taken_ = 0;
  std::string trouble_;
};

namespace {

Error Broken(const json::error_code& error, size_t at) {
  const std::string where = " at byte " + std::to_string(at);
  if (error == json::error::incomplete) {
    return Error::Invalid("body ends too early");
  }
  if (error == json::error::too_deep) {
    return Error::Invalid("body is nested too deeply" + where);
  }
  if (error == json::error::extra_data) {
    return Error::Invalid("body has something behind its JSON" + where);
  }
  return Error::Invalid("body is not JSON" + where);
}

}  // namespace

std::string Quoted(std::string_view name) {
  return IsName(name) ? "`" + std::string(name) + "`" : "a member whose name is not a plain name";
}

Result<JsonDocument> JsonDocument::Parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::basic_parser<JsonBuilder> parser(options);
  JsonBuilder& builder = parser.handler();
  builder.Begin(text.size());
  json::error_code error;
  const size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (error) {
    return Fail(builder.trouble().empty() ? Broken(error, used)
                                          : Error::Invalid(builder.trouble()));
  }
  if (used < text.size()) {
    return Fail(Broken(json::error::extra_data, used));
  }
  JsonDocument document = builder.Take();
  if (document.root().kind != JsonKind::kObject) {
    return Fail(Error::Invalid("body is not an object"));
  }
  return document;
}

JsonDocument::~JsonDocument() {
  if (!texts_.empty()) {
    Wipe(texts_.data(), texts_.size());
  }
}

const JsonNode* JsonDocument::Find(const JsonNode& object, std::string_view key) const {
  for (uint32_t i = IndexOf(object) + 1; i < object.next; i = nodes_[i].next) {
    if (nodes_[i].key == key) {
      return &nodes_[i];
    }
  }
  return nullptr;
}

Result<const JsonNode*> JsonObject::Member(std::string_view key, JsonKind kind,
                                           std::string_view what) {
  const JsonNode* node = MemberOrNull(key);
  if (node == nullptr) {
    return Fail(Error::Invalid("body lacks `" + std::string(key) + "`"));
  }
  if (node->kind != kind) {
    return Fail(Error::Invalid("`" + std::string(key) + "` is not " + std::string(what)));
  }
  return node;
}

const JsonNode* JsonObject::MemberOrNull(std::string_view key) {
  known_.push_back(key);
  return document_.Find(object_, key);
}

Result<std::string_view> JsonObject::Text(std::string_view key) {
  MANDAT_TRY(const JsonNode* node, Member(key, JsonKind::kText, "a text"));
  return node->text;
}

Result<std::string_view> JsonObject::TextOrEmpty(std::string_view key) {
  if (MemberOrNull(key) == nullptr) {
    return std::string_view();
  }
  return Text(key);
}

Status JsonObject::NothingElse() const {
  const JsonNode* stranger = nullptr;
  document_.ForEach(object_, [this, &stranger](const JsonNode& node) {
    if (stranger == nullptr && std::ranges::find(known_, node.key) == known_.end()) {
      stranger = &node;
    }
  });
  if (stranger != nullptr) {
    return Fail(Error::Invalid("body has " + Quoted(stranger->key) + ", which is not known here"));
  }
  return {};
}

}  // namespace mandat
