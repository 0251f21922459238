// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "base/clause_ref.h"

namespace mandat {

// What went wrong, in the order in which one answer wins when several apply.
// The order is part of the API: see docs/reference/errors.md.
enum class ErrorKind {
  kInvalid,      // the request itself is malformed
  kCorrupt,      // stored bytes fail their check; writing stops until an operator looks
  kUnavailable,  // a dependency failed; the same call may succeed later
  kRefused,      // the agreement forbids it, or does not allow it
  kUndecided,    // the rules could not be evaluated; treated as a refusal
  kShredded,     // the subject's key is destroyed; the record is unreadable for ever
  kNotFound,     // after kRefused, so that a refusal does not tell whether the record exists
  kConflict,     // someone else changed it first
  kChanged,      // it is not the version that the caller named (If-Match)
  kExceeded,     // more than a configured limit allows
};

// One lower-case word for logs, metrics and problem documents, e.g. "refused".
std::string_view Name(ErrorKind kind);
// What a program returns for each kind; docs/reference/errors.md has the table.
int ExitCode(ErrorKind kind);

// An expected failure. Carries no personal data, so that it may be logged and sent as is.
struct Error {
  ErrorKind kind;
  std::string message;              // one phrase, lower case, no full stop
  std::optional<ClauseRef> clause;  // the term that decided; set for kRefused and kUndecided
  std::optional<uint64_t> entry;    // index of the journal entry that records it, once durable
  std::source_location where;

  static Error Invalid(std::string_view message,
                       std::source_location where = std::source_location::current());
  static Error Corrupt(std::string_view message,
                       std::source_location where = std::source_location::current());
  static Error Unavailable(std::string_view message,
                           std::source_location where = std::source_location::current());
  // There is deliberately no way to refuse without naming the clause.
  static Error Refused(std::string_view message, ClauseRef clause,
                       std::source_location where = std::source_location::current());
  static Error Undecided(std::string_view message, ClauseRef clause,
                         std::source_location where = std::source_location::current());
  static Error Shredded(std::string_view message,
                        std::source_location where = std::source_location::current());
  static Error NotFound(std::string_view message,
                        std::source_location where = std::source_location::current());
  static Error Conflict(std::string_view message,
                        std::source_location where = std::source_location::current());
  static Error Changed(std::string_view message,
                       std::source_location where = std::source_location::current());
  // The message names the limit and what it is set to.
  static Error Exceeded(std::string_view message,
                        std::source_location where = std::source_location::current());
};

}  // namespace mandat
