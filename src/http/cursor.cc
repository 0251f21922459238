// SPDX-License-Identifier: Apache-2.0
#include "http/internal/cursor.h"

#include <algorithm>

namespace mandat {

// Source: RFC 4648 5.
std::string FormatCursor(PageOrder order, ByteView last) {
  Bytes bytes(1, static_cast<char>(order));
  bytes.append(last);
  std::string text = FormatBase64(bytes);
  std::erase(text, '=');
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

Result<std::optional<Bytes>> ParseCursor(PageOrder order, std::string_view text) {
  if (text.empty()) {
    return std::optional<Bytes>();
  }
  std::string standard(text);
  bool is_clean = standard.find_first_of("+/=") == std::string::npos;
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  Result<Bytes> bytes = ParseBase64(standard);
  if (!is_clean || !bytes || bytes->size() < 2 || bytes->front() != static_cast<char>(order)) {
    return Fail(Error::Invalid("`after` is not the `next` of a page of this kind"));
  }
  return std::optional<Bytes>(bytes->substr(1));
}

}  // namespace mandat
