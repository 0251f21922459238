// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandat {

// A JSON value to be built and then written for people to read. The keys of an object keep the
// order in which they were set, so equal calls give equal bytes.
class JsonTree {
 public:
  static JsonTree Text(std::string_view text) { return {Kind::kText, std::string(text)}; }
  static JsonTree Number(int64_t value) { return {Kind::kRaw, std::to_string(value)}; }
  static JsonTree Bool(bool value) { return {Kind::kRaw, value ? "true" : "false"}; }
  static JsonTree Array() { return {Kind::kArray, {}}; }
  static JsonTree Object() { return {Kind::kObject, {}}; }
  // An array of texts.
  template <class Items>
  static JsonTree Texts(const Items& items) {
    JsonTree array = Array();
    for (const auto& item : items) {
      array.Add(Text(item));
    }
    return array;
  }

  // Appends to an array.
  JsonTree& Add(JsonTree item);
  // Appends the items of another array.
  JsonTree& AddAll(JsonTree array);
  // Appends a key that the object does not have yet.
  JsonTree& Set(std::string_view key, JsonTree value);
  JsonTree& Set(std::string_view key, std::string_view text) { return Set(key, Text(text)); }

  // No items, no keys, or an empty text.
  bool IsEmpty() const { return kind_ != Kind::kRaw && text_.empty() && items_.empty(); }
  size_t size() const { return items_.size(); }

  // RFC 8259, indented by two blanks; an array or object that fits into 100 columns stands on one
  // line, and a longer array of plain values fills its lines. Ends with a line feed. Requires:
  // well-formed UTF-8. Source: RFC 8259 7.
  std::string Format() const;

 private:
  enum class Kind : uint8_t { kText, kRaw, kArray, kObject };
  JsonTree(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

  // `room`: columns left on the line, before which nothing more is written.
  bool AppendOnOneLine(std::string& out, size_t room) const;
  void Append(std::string& out, size_t indent, size_t room) const;

  Kind kind_;
  std::string text_;
  std::vector<std::string> keys_;
  std::vector<JsonTree> items_;
};

}  // namespace mandat
