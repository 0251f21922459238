// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace mandat {

void Stop(const char* what, std::source_location where) {
  std::fprintf(stderr, "mandat: %s at %s:%u\n", what, where.file_name(),
               static_cast<unsigned>(where.line()));
  std::abort();
}

}  // namespace mandat
