// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Result<int> Half(int value) {
  if (value % 2 != 0) {
    return Fail(Error::Invalid("odd"));
  }
  return value / 2;
}

Result<int> Quarter(int value) {
  MANDAT_TRY(const int half, Half(value));
  MANDAT_TRY(const int quarter, Half(half));
  return quarter;
}

Status RequireEven(int value) {
  MANDAT_TRY([[maybe_unused]] const int half, Half(value));
  return {};
}

Status RequireAllEven(int a, int b) {
  MANDAT_TRY_STATUS(RequireEven(a));
  MANDAT_TRY_STATUS(RequireEven(b));
  return {};
}

Result<std::unique_ptr<int>> Boxed(int value) { return std::make_unique<int>(value); }

Result<int> Unboxed(int value) {
  MANDAT_TRY(std::unique_ptr<int> box, Boxed(value));
  return *box;
}

TEST(ResultTest, GoesOnWithTheValue) {
  const Result<int> quarter = Quarter(8);
  ASSERT_OK(quarter);
  EXPECT_EQ(*quarter, 2);
  EXPECT_OK(RequireAllEven(2, 4));
}

TEST(ResultTest, ReturnsTheErrorUnchangedFromEitherStep) {
  for (const int value : {3, 6}) {
    const Result<int> quarter = Quarter(value);
    ASSERT_FALSE(quarter);
    EXPECT_EQ(quarter.error().kind, ErrorKind::kInvalid);
    EXPECT_EQ(quarter.error().message, "odd");
    EXPECT_STREQ(quarter.error().where.function_name(), Half(1).error().where.function_name());
  }
  EXPECT_FALSE(RequireAllEven(1, 2));
  EXPECT_FALSE(RequireAllEven(2, 1));
}

TEST(ResultTest, CarriesWhatCanOnlyBeMoved) {
  const Result<int> value = Unboxed(7);
  ASSERT_OK(value);
  EXPECT_EQ(*value, 7);
}

TEST(ResultTest, NamesTheClauseOfARefusalWhenPrinted) {
  const Error error = Error::Refused("purpose is outside the agreement", {"acme-dpa", 3, "7.2(b)"});
  const std::string printed = ::testing::PrintToString(error);
  EXPECT_NE(printed.find("refused: purpose is outside the agreement (acme-dpa@3#7.2(b))"),
            std::string::npos)
      << printed;
}

TEST(ResultTest, OrdersKindsByPrecedence) {
  EXPECT_LT(ErrorKind::kInvalid, ErrorKind::kRefused);
  EXPECT_LT(ErrorKind::kRefused, ErrorKind::kNotFound);
  EXPECT_EQ(Name(ErrorKind::kShredded), "shredded");
}

}  // namespace
}  // namespace mandat
