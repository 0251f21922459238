// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include "base/assert.h"

namespace mandat {
namespace {

Error Make(ErrorKind kind, std::string_view message, std::source_location where) {
  return Error{kind, std::string(message), std::nullopt, std::nullopt, where};
}

}  // namespace

std::string_view Name(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return "invalid";
    case ErrorKind::kCorrupt:
      return "corrupt";
    case ErrorKind::kUnavailable:
      return "unavailable";
    case ErrorKind::kRefused:
      return "refused";
    case ErrorKind::kUndecided:
      return "undecided";
    case ErrorKind::kShredded:
      return "shredded";
    case ErrorKind::kNotFound:
      return "not-found";
    case ErrorKind::kConflict:
      return "conflict";
    case ErrorKind::kChanged:
      return "changed";
    case ErrorKind::kExceeded:
      return "exceeded";
  }
  Stop("unknown error kind");
}

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
    case ErrorKind::kChanged:
      return 8;
    case ErrorKind::kExceeded:
      return 9;
  }
  Stop("unknown kind of error");
}

Error Error::Invalid(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kInvalid, message, where);
}
Error Error::Corrupt(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kCorrupt, message, where);
}
Error Error::Unavailable(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kUnavailable, message, where);
}
Error Error::Refused(std::string_view message, ClauseRef clause, std::source_location where) {
  Error error = Make(ErrorKind::kRefused, message, where);
  error.clause = std::move(clause);
  return error;
}
Error Error::Undecided(std::string_view message, ClauseRef clause, std::source_location where) {
  Error error = Make(ErrorKind::kUndecided, message, where);
  error.clause = std::move(clause);
  return error;
}
Error Error::Shredded(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kShredded, message, where);
}
Error Error::NotFound(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kNotFound, message, where);
}
Error Error::Conflict(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kConflict, message, where);
}
Error Error::Changed(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kChanged, message, where);
}
Error Error::Exceeded(std::string_view message, std::source_location where) {
  return Make(ErrorKind::kExceeded, message, where);
}

}  // namespace mandat
