// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/exit_code.h"

#include "base/assert.h"

namespace mandat {

int ExitCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return 2;
    case ErrorKind::kCorrupt:
      return 7;
    case ErrorKind::kUnavailable:
      return 6;
    case ErrorKind::kRefused:
    case ErrorKind::kUndecided:
      return 3;
    case ErrorKind::kShredded:
      return 5;
    case ErrorKind::kNotFound:
      return 4;
    case ErrorKind::kConflict:
      return 8;
  }
  Stop("unknown kind of error");
}

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
    case 410:
      return ErrorKind::kShredded;
    case 500:
      return ErrorKind::kCorrupt;
    default:
      return status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
  }
}

}  // namespace mandat
