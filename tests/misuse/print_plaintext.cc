// SPDX-License-Identifier: Apache-2.0
// Expect: overload resolution selected deleted operator '<<'
#include <ostream>

#include "vault/plaintext.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
void Log(std::ostream& log, const Plaintext&) { log << "a record"; }
#else
void Log(std::ostream& log, const Plaintext& plaintext) { log << plaintext; }
#endif

}  // namespace mandat
