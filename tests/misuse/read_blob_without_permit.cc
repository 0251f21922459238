// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include "vault/blobs.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Held<Plaintext>> Look(const Blobs& blobs, const Permit& permit, const BlobSource& source) {
  return blobs.ReadOn(permit, source, 0, 1);
}
#else
Result<Held<Plaintext>> Look(const Blobs& blobs, const Operation& operation,
                             const BlobSource& source) {
  return blobs.ReadOn(operation, source, 0, 1);
}
#endif

}  // namespace mandat
