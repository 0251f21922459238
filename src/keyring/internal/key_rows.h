// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "keyring/internal/wrap.h"

// Names of the files and rows that hold keys; docs/internals/data-layout.md lists them.
namespace mandat {

inline constexpr std::string_view kStorePrefix = "keys-";
inline constexpr std::string_view kGenerationFile = "key-generation";
inline constexpr std::string_view kChangesRow = "n";
inline constexpr std::string_view kPrivateRow = "t";

inline std::string StoreName(uint64_t generation) {
  return std::string(kStorePrefix) + std::to_string(generation);
}
inline std::string KeyFile(uint64_t generation) {
  return "agreement-key-" + std::to_string(generation);
}
// What an agreement key is wrapped as under the root key.
inline std::string AgreementLabel(const std::string& owner, uint64_t generation) {
  return "agreement " + owner + " " + std::to_string(generation);
}

// A row of the key store under the agreement key of one generation.
inline Bytes RowLabel(const std::string& owner, uint64_t generation, ByteView row) {
  Bytes name = owner + " " + std::to_string(generation) + " ";
  name.append(row);
  return name;
}

// Errors: kCorrupt.
Result<uint64_t> ParseGeneration(std::string_view text);

}  // namespace mandat
