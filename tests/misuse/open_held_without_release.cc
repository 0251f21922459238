// SPDX-License-Identifier: Apache-2.0
// Expect: too few arguments to function call
#include <utility>

#include "gate/held.h"
#include "gate/release.h"
#include "vault/plaintext.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Plaintext Disclose(Held<Plaintext> held, const Release& release) {
  return std::move(held).Open(release);
}
#else
Plaintext Disclose(Held<Plaintext> held) { return std::move(held).Open(); }
#endif

}  // namespace mandat
