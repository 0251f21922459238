// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// 128 bits in the text form of a UUID (8-4-4-4-12, lower case). A type for each use, so that a
// RecordId cannot be passed for a SubjectId. The processor chooses the values or lets the server
// draw them; they are opaque and must carry no personal data, since they appear in addresses.
// Source: RFC 9562 4.
template <class Tag>
class Uuid {
 public:
  static constexpr size_t kBytes = 16;

  explicit Uuid(const std::array<uint8_t, kBytes>& bytes) : bytes_(bytes) {}

  // Errors: kInvalid (not the text form of a UUID).
  static Result<Uuid> Parse(std::string_view text);
  // Errors: kInvalid (not 16 bytes).
  static Result<Uuid> Decode(ByteView bytes);

  std::string Format() const;
  ByteView bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), kBytes}; }

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  std::array<uint8_t, kBytes> bytes_;
};

struct SubjectTag {};
struct RecordTag {};

// The person the data is about. Source: GDPR Art. 4(1).
using SubjectId = Uuid<SubjectTag>;
// One unit of personal data.
using RecordId = Uuid<RecordTag>;

extern template class Uuid<SubjectTag>;
extern template class Uuid<RecordTag>;

// Name of an agreement: 1 to 64 of a-z, 0-9 and "-", beginning with a letter. It is also the name
// of the agreement's directory and part of its journal's origin, so it must identify no person.
class AgreementId {
 public:
  static constexpr size_t kLengthMax = 64;

  // Errors: kInvalid.
  static Result<AgreementId> Parse(std::string_view text);

  const std::string& text() const { return text_; }
  friend auto operator<=>(const AgreementId&, const AgreementId&) = default;

 private:
  explicit AgreementId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

// Position of an entry in its journal, from 0.
struct EntryIndex {
  uint64_t value = 0;
  friend auto operator<=>(const EntryIndex&, const EntryIndex&) = default;
};

// True for 1 to length_max of a-z, 0-9 and "-", beginning with a letter: names of purposes,
// collections, categories, forms.
bool IsName(std::string_view text, size_t length_max = 64);

}  // namespace mandat

template <class Tag>
struct std::hash<mandat::Uuid<Tag>> {
  size_t operator()(const mandat::Uuid<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(id.bytes());
  }
};
