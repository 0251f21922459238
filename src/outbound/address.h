// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

inline constexpr size_t kAddressBytesMax = 254;

// An e-mail address as most of the world writes it: a dot-string before the sign, at least two
// labels of letters, digits and "-" behind it (RFC 5321 4.1.2, without quoted strings, address
// literals and single labels).
class MailAddress {
 public:
  const std::string& text() const { return text_; }
  std::string_view domain() const { return std::string_view(text_).substr(text_.rfind('@') + 1); }

  friend bool operator==(const MailAddress&, const MailAddress&) = default;

 private:
  friend Result<MailAddress> ParseAddress(std::string_view text);

  explicit MailAddress(std::string_view text) : text_(text) {}

  std::string text_;
};

// Errors: kInvalid; the message says what is wrong and never repeats the address.
Result<MailAddress> ParseAddress(std::string_view text);

// True for at least `labels_min` labels of letters, digits and "-", joined by points.
bool IsHostName(std::string_view text, size_t labels_min);

}  // namespace mandat
