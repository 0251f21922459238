// SPDX-License-Identifier: Apache-2.0
#include "archive/target.h"

namespace mandat {

bool IsObjectName(std::string_view name) {
  bool begins = true;
  for (const char c : name) {
    const bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!inside && (begins || (c != '.' && c != '/'))) {
      return false;
    }
    begins = c == '/';
  }
  return !begins && name.size() <= 512;
}

}  // namespace mandat
