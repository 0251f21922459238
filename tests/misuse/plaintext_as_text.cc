// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from returned value of type 'const Plaintext'
#include "vault/plaintext.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
ByteView Text(const Plaintext& plaintext) { return plaintext.Reveal(); }
#else
ByteView Text(const Plaintext& plaintext) { return plaintext; }
#endif

}  // namespace mandat
