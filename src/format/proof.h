// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// That one leaf stands in a journal, to be verified offline: the file `*.tlog-proof`.
// Source: C2SP tlog-proof.
struct TlogProof {
  static constexpr size_t kHashBytes = 32;
  static constexpr size_t kHashesMax = 63;

  std::optional<Bytes> extra;  // not authenticated by anything
  uint64_t index = 0;          // of the leaf, from 0
  std::vector<Bytes> hashes;   // from the sibling of the leaf upwards, 32 bytes each
  std::string checkpoint;      // a signed note, verbatim

  // Requires: hashes of 32 bytes.
  std::string Format() const;
  // Strict: exactly what Format writes, with a well-formed note. Errors: kCorrupt.
  static Result<TlogProof> Parse(std::string_view text);

  friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

}  // namespace mandat
