// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/status_kind.h"

namespace mandat {

std::optional<ErrorKind> KindOfStatus(long status) {
  if (status >= 200 && status < 300) {
    return std::nullopt;
  }
  switch (status) {
    case 403:
      return ErrorKind::kRefused;
    case 404:
      return ErrorKind::kNotFound;
    case 409:
      return ErrorKind::kConflict;
    case 412:
      return ErrorKind::kChanged;
    case 413:
      return ErrorKind::kExceeded;
    case 410:
      return ErrorKind::kShredded;
    case 500:
      return ErrorKind::kCorrupt;
    default:
      return status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
  }
}

}  // namespace mandat
