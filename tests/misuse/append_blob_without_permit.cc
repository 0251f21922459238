// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include "vault/blobs.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<SealedPiece> Keep(const Blobs& blobs, const Permit& permit, const RecordId& id,
                         ByteView content) {
  return blobs.Seal(permit, id, 0, content);
}
#else
Result<SealedPiece> Keep(const Blobs& blobs, const Operation& operation, const RecordId& id,
                         ByteView content) {
  return blobs.Seal(operation, id, 0, content);
}
#endif

}  // namespace mandat
