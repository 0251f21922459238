// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>

#include "base/error.h"

namespace mandat {

// GoogleTest prints an Error as a reader would want it.
inline void PrintTo(const Error& error, std::ostream* out) {
  *out << Name(error.kind) << ": " << error.message;
  if (error.clause) {
    *out << " (" << error.clause->Format() << ")";
  }
  *out << " at " << error.where.file_name() << ":" << error.where.line();
}

}  // namespace mandat

// ASSERT_TRUE for a Result that prints its Error.
#define ASSERT_OK(result) \
  ASSERT_TRUE((result).has_value()) << ::testing::PrintToString((result).error())
#define EXPECT_OK(result) \
  EXPECT_TRUE((result).has_value()) << ::testing::PrintToString((result).error())
