// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace mandat {

// AES-256 on one block: a keyed permutation of 128 bits. For values that look random already, such
// as keyed hashes; it is no way to seal anything else.
// Source: FIPS 197.
using Block = std::array<char, 16>;
inline ByteView ViewOf(const Block& block) { return {block.data(), block.size()}; }

Block Permute(const SecretBytes& key, const Block& block);
Block PermuteBack(const SecretBytes& key, const Block& block);

}  // namespace mandat
