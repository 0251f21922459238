// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace mandat {

// A value or an Error. Our own class only because std::expected is not [[nodiscard]] in
// libstdc++ 12: a dropped Result would compile in silence.
template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

using Status = Result<void>;

inline std::unexpected<Error> Fail(Error error) { return std::unexpected<Error>(std::move(error)); }

}  // namespace mandat

#define MANDAT_JOIN_(a, b) a##b
#define MANDAT_JOIN(a, b) MANDAT_JOIN_(a, b)

#define MANDAT_TRY_(leave, held, declaration, expression) \
  auto held = (expression);                               \
  if (!held) [[unlikely]] {                               \
    leave ::mandat::Fail(std::move(held).error());        \
  }                                                       \
  declaration = *std::move(held)

// MANDAT_TRY(Permit permit, gate.Admit(operation)); declares `permit`, or returns the error.
#define MANDAT_TRY(declaration, expression) \
  MANDAT_TRY_(return, MANDAT_JOIN(held_, __LINE__), declaration, expression)

// The same for a Status: goes on, or returns the error.
#define MANDAT_TRY_STATUS(expression)                                 \
  do {                                                                \
    if (auto held_status = (expression); !held_status) [[unlikely]] { \
      return ::mandat::Fail(std::move(held_status).error());          \
    }                                                                 \
  } while (false)
