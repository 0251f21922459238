// SPDX-License-Identifier: Apache-2.0
#include "format/checkpoint.h"

#include "base/assert.h"
#include "format/internal/lines.h"
#include "format/note.h"

namespace mandat {

Result<uint64_t> ParseDecimal(std::string_view text, uint64_t most) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) {
    return Fail(Error::Invalid("not a decimal number"));
  }
  uint64_t value = 0;
  for (const char c : text) {
    const auto digit = static_cast<uint64_t>(c - '0');
    if (c < '0' || c > '9' || digit > most || value > (most - digit) / 10) {
      return Fail(Error::Invalid("not a decimal number, or too large"));
    }
    value = value * 10 + digit;
  }
  return value;
}

std::string Checkpoint::Format() const {
  MANDAT_ASSERT(!origin.empty() && !origin.contains('\n') && root.size() == kRootBytes);
  std::string text = origin + "\n" + std::to_string(size) + "\n" + FormatBase64(root) + "\n";
  for (const std::string& extension : extensions) {
    MANDAT_ASSERT(!extension.empty() && !extension.contains('\n'));
    text += extension + "\n";
  }
  return text;
}

Result<Checkpoint> Checkpoint::Parse(std::string_view text) {
  internal::Lines lines(text);
  const auto origin = lines.Take();
  const auto size_line = lines.Take();
  const auto root_line = lines.Take();
  if (!IsNoteText(text) || !origin || origin->empty() || !size_line || !root_line) {
    return Fail(Error::Corrupt("checkpoint is not origin, size and root"));
  }
  const Result<uint64_t> size = ParseDecimal(*size_line);
  if (!size) {
    return Fail(Error::Corrupt("checkpoint has no valid size"));
  }
  const Result<Bytes> root = ParseBase64(*root_line);
  if (!root || root->size() != kRootBytes) {
    return Fail(Error::Corrupt("checkpoint has no valid root"));
  }
  Checkpoint checkpoint{std::string(*origin), *size, *root, {}};
  while (const auto extension = lines.Take()) {
    if (extension->empty()) {
      return Fail(Error::Corrupt("checkpoint has an empty extension line"));
    }
    checkpoint.extensions.emplace_back(*extension);
  }
  return checkpoint;
}

}  // namespace mandat
