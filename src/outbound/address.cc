// SPDX-License-Identifier: Apache-2.0
#include "outbound/address.h"

#include <algorithm>

namespace mandat {
namespace {

constexpr size_t kLocalBytesMax = 64;    // RFC 5321 4.5.3.1.1
constexpr size_t kLabelBytesMax = 63;    // RFC 1035 2.3.4
constexpr size_t kDomainBytesMax = 253;  // the same, as text

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c);
}

// RFC 5322 3.2.3.
bool IsAtomChar(char c) {
  return IsLetterOrDigit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kLabelBytesMax && label.front() != '-' &&
         label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return IsLetterOrDigit(c) || c == '-'; });
}

bool IsDotString(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' && !text.contains("..") &&
         std::ranges::all_of(text, [](char c) { return IsAtomChar(c) || c == '.'; });
}

bool HasOther(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x7e; });
}

}  // namespace

bool IsHostName(std::string_view text, size_t labels_min) {
  if (text.empty() || text.size() > kDomainBytesMax) {
    return false;
  }
  size_t labels = 0;
  std::string_view last;
  for (std::string_view rest = text;;) {
    const size_t point = rest.find('.');
    last = rest.substr(0, point);
    if (!IsLabel(last)) {
      return false;
    }
    ++labels;
    if (point == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(point + 1);
  }
  // What ends with a number is an address of the network, not a name.
  return labels >= labels_min && !std::ranges::all_of(last, IsDigit);
}

Result<MailAddress> ParseAddress(std::string_view text) {
  if (text.size() > kAddressBytesMax) {
    return Fail(Error::Invalid("mail address is longer than 254 bytes"));
  }
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos) {
    return Fail(Error::Invalid("mail address has no @"));
  }
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (HasOther(domain)) {
    return Fail(Error::Invalid("mail address has a domain that is not ascii; write its xn-- form"));
  }
  if (HasOther(local)) {
    return Fail(
        Error::Invalid("mail address has a name that is not ascii, which is not supported"));
  }
  if (local.starts_with('"')) {
    return Fail(Error::Invalid("mail address has a quoted name, which is not supported"));
  }
  if (local.size() > kLocalBytesMax || !IsDotString(local)) {
    return Fail(Error::Invalid("mail address has a name that is not one before the @"));
  }
  if (!IsHostName(domain, 2)) {
    return Fail(Error::Invalid("mail address has no domain as example.org behind the @"));
  }
  return MailAddress(text);
}

}  // namespace mandat
