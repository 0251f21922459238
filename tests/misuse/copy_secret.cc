// SPDX-License-Identifier: Apache-2.0
// Expect: call to deleted constructor of 'SecretBytes'
#include "crypto/secret.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
SecretBytes Keep(const SecretBytes& key) { return key.Clone(); }
#else
SecretBytes Keep(const SecretBytes& key) { return key; }
#endif

}  // namespace mandat
