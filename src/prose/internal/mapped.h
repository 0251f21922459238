// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// Text of which each byte knows its byte in the text that it was made from.
struct Mapped {
  std::string text;
  std::vector<size_t> origin;  // as long as text

  bool empty() const { return text.empty(); }
  size_t size() const { return text.size(); }
  char back() const { return text.empty() ? '\0' : text.back(); }
  // Bytes that all come from `at`.
  void Append(std::string_view bytes, size_t at);
  void Append(const Mapped& other);
  void AppendPoint(uint32_t point, size_t at);
  Mapped Cut(size_t begin, size_t end) const;
  void DropFront(size_t bytes);
  void DropBack(size_t bytes);
  // Without blanks at both ends.
  void Trim();
};

// One character of well-formed UTF-8.
struct Point {
  uint32_t code = 0;
  size_t bytes = 0;
};

// Requires: at < text.size(), well-formed UTF-8 from there.
Point PointAt(std::string_view text, size_t at);
// The last one before `end`. Requires: end > 0.
Point PointBefore(std::string_view text, size_t end);
std::string Utf8(uint32_t code);

bool IsLetter(uint32_t code);
bool IsUpper(uint32_t code);
bool IsLower(uint32_t code);
bool IsDigit(uint32_t code);
uint32_t LowerOf(uint32_t code);
uint32_t UpperOf(uint32_t code);
// All of it, by simple case folding.
std::string LowerCase(std::string_view text);

// How the text begins and ends; a quotation mark or a bracket in front is looked behind.
bool StartsLower(std::string_view text);
bool StartsUpper(std::string_view text);
// With '.', '!', '?' or one of these before a closing bracket or quotation mark.
bool EndsSentence(std::string_view text);
// The last character, of several bytes perhaps; 0 of an empty text.
uint32_t LastPoint(std::string_view text);
size_t CountPoints(std::string_view text);
// Of its letters at least one is upper case and none is lower case.
bool IsAllUpper(std::string_view text);

}  // namespace mandat::internal
