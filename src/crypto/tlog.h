// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "crypto/hash.h"

namespace mandat {

// Merkle tree hashing of a transparency log. Source: RFC 9162 2.1.
Hash LeafHash(ByteView entry);
Hash NodeHash(const Hash& left, const Hash& right);
Hash EmptyTreeHash();

// Root over leaf hashes, by the definition; for small trees (people behind one entry) and tests.
Hash TreeHash(const std::vector<Hash>& leaves);

// Errors: kCorrupt when the path does not lead from the leaf to the root.
// Source: RFC 9162 2.1.3.2.
Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                       const std::vector<Hash>& path, const Hash& root);
// Errors: kCorrupt when the smaller tree is not a prefix of the larger.
// Source: RFC 9162 2.1.4.2.
Status VerifyConsistency(uint64_t old_size, const Hash& old_root, uint64_t new_size,
                         const Hash& new_root, const std::vector<Hash>& path);

}  // namespace mandat
