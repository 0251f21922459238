// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/body.h"

namespace mandat {
namespace {

Error Damaged() { return Error::Corrupt("body of a unit is damaged"); }

// Where a quoted text that begins at `at` ends, behind its closing quote; npos: nowhere.
size_t EndOfText(ByteView body, size_t at) {
  for (size_t i = at + 1; i < body.size(); ++i) {
    if (body[i] == '\\') {
      ++i;
    } else if (body[i] == '"') {
      return i + 1;
    }
  }
  return ByteView::npos;
}

std::optional<uint32_t> Hex4(std::string_view digits) {
  uint32_t value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
      return std::nullopt;
    }
    value = value * 16 + static_cast<uint32_t>(digit);
  }
  return digits.size() == 4 ? std::optional(value) : std::nullopt;
}

// What writers escape: control characters, the quote and the backslash.
// Source: RFC 8259 7.
char Unescaped(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

}  // namespace

Result<std::vector<BodyField>> BodyFields(ByteView body) {
  std::vector<BodyField> fields;
  if (body == "{}") {
    return fields;
  }
  if (body.size() < 2 || body.front() != '{' || body.back() != '}') {
    return Fail(Damaged());
  }
  size_t at = 1;
  while (at < body.size()) {
    const size_t id_end = body[at] == '"' ? EndOfText(body, at) : ByteView::npos;
    if (id_end == ByteView::npos || id_end >= body.size() || body[id_end] != ':') {
      return Fail(Damaged());
    }
    const size_t begin = id_end + 1;
    const size_t end = begin < body.size() && body[begin] == '"' ? EndOfText(body, begin)
                                                                 : body.find_first_of(",}", begin);
    if (end == ByteView::npos || end >= body.size() || end == begin) {
      return Fail(Damaged());
    }
    fields.push_back({body.substr(at + 1, id_end - at - 2), body.substr(begin, end - begin)});
    if (body[end] == '}') {
      return end + 1 == body.size() ? Result<std::vector<BodyField>>(std::move(fields))
                                    : Result<std::vector<BodyField>>(Fail(Damaged()));
    }
    at = end + 1;
  }
  return Fail(Damaged());
}

Result<Bytes> BodyText(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') {
    return Fail(Damaged());
  }
  Bytes text;
  text.reserve(json.size());
  for (size_t i = 1; i + 1 < json.size(); ++i) {
    if (json[i] != '\\') {
      text.push_back(json[i]);
      continue;
    }
    ++i;
    if (json[i] != 'u') {
      text.push_back(Unescaped(json[i]));
      continue;
    }
    const std::optional<uint32_t> code = Hex4(json.substr(i + 1, 4));
    if (!code || *code >= 0x80) {
      return Fail(Damaged());  // our writer escapes control characters alone
    }
    text.push_back(static_cast<char>(*code));
    i += 4;
  }
  return text;
}

}  // namespace mandat
