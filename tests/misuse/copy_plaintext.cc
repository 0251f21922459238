// SPDX-License-Identifier: Apache-2.0
// Expect: call to deleted constructor of 'Plaintext'
#include "vault/plaintext.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Plaintext Keep(Plaintext plaintext) { return plaintext; }
#else
Plaintext Keep(const Plaintext& plaintext) { return plaintext; }
#endif

}  // namespace mandat
