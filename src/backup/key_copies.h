// SPDX-License-Identifier: Apache-2.0
//
// Copies of keys at the place that keeps them, which is never that of the data. A copy comes in
// parts, so that its size asks for no memory, and a last object says that it is whole.
// Guarantees: one that is called whole was read back; one that was removed left nothing that the
// place still names. Trusts: the place to remove what it says it removed; what is kept there opens
// only under the root key (keyring/key_backup.h).
#pragma once

#include <string>
#include <vector>

#include "archive/target.h"
#include "base/instant.h"

namespace mandat {

class KeyExport;
class Random;

// What this place is called by itself: 8 bytes, made at the first call. A directory that is not
// mounted, or another bucket, is another place, and what is not there is not gone for that.
// Errors: kUnavailable, kCorrupt.
Result<Bytes> PlaceOfKeys(Target& target, Random& random);

// One copy, as the names of its objects tell.
struct PlacedKeys {
  Instant at;
  uint64_t generation = 0;  // of the agreement key
  bool is_whole = false;    // false: it was cut off while it was written, or removed
};

// Copies of an agreement's keys, whole or not, the oldest first. Errors: kUnavailable.
Result<std::vector<PlacedKeys>> ListKeyCopies(Target& target, const std::string& owner);

// Errors: kUnavailable, kCorrupt (what was written does not read back). Then parts of it may be
// there.
Status WriteKeyCopy(Target& target, KeyExport& keys, size_t part_bytes = size_t{8} << 20);

// Removes all parts, and looks that none is there any more. Nothing there is fine.
// Errors: kUnavailable.
Status RemoveKeyCopy(Target& target, const std::string& owner, Instant at, uint64_t generation);

// The newest whole copy. Errors: kNotFound (there is none), kCorrupt (a part is missing),
// kUnavailable.
Result<Bytes> ReadNewestKeyCopy(Target& target, const std::string& owner);

}  // namespace mandat
