// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <algorithm>
#include <cstring>

namespace mandat {
namespace {

constexpr size_t kUuidText = 36;

bool IsHyphenAt(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

template <class Tag>
Result<Uuid<Tag>> Uuid<Tag>::Parse(std::string_view text) {
  if (text.size() != kUuidText) {
    return Fail(Error::Invalid("identifier is not a uuid"));
  }
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsHyphenAt(i) != (text[i] == '-')) {
      return Fail(Error::Invalid("identifier is not a uuid"));
    }
    if (text[i] != '-') {
      digits.push_back(text[i]);
    }
  }
  Result<Bytes> bytes = ParseHex(digits);
  if (!bytes) {
    return Fail(Error::Invalid("identifier is not a uuid in lower case"));
  }
  return Decode(*bytes);
}

template <class Tag>
Result<Uuid<Tag>> Uuid<Tag>::Decode(ByteView bytes) {
  if (bytes.size() != kBytes) {
    return Fail(Error::Invalid("identifier is not 16 bytes"));
  }
  std::array<uint8_t, kBytes> raw;
  std::memcpy(raw.data(), bytes.data(), kBytes);
  return Uuid(raw);
}

template <class Tag>
std::string Uuid<Tag>::Format() const {
  std::string text = FormatHex(bytes());
  for (const size_t at : {8U, 13U, 18U, 23U}) {
    text.insert(at, 1, '-');
  }
  return text;
}

template class Uuid<SubjectTag>;
template class Uuid<RecordTag>;

Result<AgreementId> AgreementId::Parse(std::string_view text) {
  if (!IsName(text, kLengthMax)) {
    return Fail(Error::Invalid("agreement id is not 1 to 64 of a-z, 0-9 and -"));
  }
  return AgreementId(std::string(text));
}

bool IsName(std::string_view text, size_t length_max) {
  return !text.empty() && text.size() <= length_max && text[0] >= 'a' && text[0] <= 'z' &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace mandat
