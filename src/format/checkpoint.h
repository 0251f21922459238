// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// Size and root of a journal; the text of the note that the journal's key signs.
// Source: C2SP tlog-checkpoint.
struct Checkpoint {
  static constexpr size_t kRootBytes = 32;
  // The largest size that the public clients can hold.
  static constexpr uint64_t kSizeMax = (uint64_t{1} << 63) - 1;

  std::string origin;  // which journal, as a URL without scheme; also the name of its key
  uint64_t size = 0;   // entries
  Bytes root;          // 32 bytes
  std::vector<std::string> extensions;  // lines of others, kept and ignored

  // The text of the note, unsigned. Requires: origin is a line, root is 32 bytes.
  std::string Format() const;
  // Takes the text of a note whose signature has been verified. Strict: exactly what Format writes.
  // Errors: kCorrupt.
  static Result<Checkpoint> Parse(std::string_view text);

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Decimal without sign and leading zeros. Errors: kInvalid.
Result<uint64_t> ParseDecimal(std::string_view text, uint64_t most = Checkpoint::kSizeMax);

}  // namespace mandat
