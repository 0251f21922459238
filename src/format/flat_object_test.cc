// SPDX-License-Identifier: Apache-2.0
#include "format/flat_object.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

// Covers: RFC 8259 7
TEST(FlatObject, GivesMembersAsTheyAreWritten) {
  const auto members = FlatMembers(R"({"a":"x,\"}y","b":-1.50,"c":true,"d":null})");
  ASSERT_OK(members);
  ASSERT_EQ(members->size(), 4U);
  EXPECT_EQ(FindFlat(*members, "a"), R"("x,\"}y")");
  EXPECT_EQ(FlatNumber(*FindFlat(*members, "b")), -1.5);
  EXPECT_EQ(FlatNumber(*FindFlat(*members, "c")), 1.0);
  EXPECT_EQ(FindFlat(*members, "d"), std::nullopt);
  EXPECT_EQ(FindFlat(*members, "e"), std::nullopt);
  EXPECT_EQ(FlatNumber("\"1\""), std::nullopt);
  EXPECT_EQ(KeepFlat(*members, [](std::string_view key) { return key != "a" && key != "d"; }),
            R"({"b":-1.50,"c":true})");
  const auto none = FlatMembers("{}");
  ASSERT_OK(none);
  EXPECT_TRUE(none->empty());
}

TEST(FlatObject, RefusesWhatIsNone) {
  for (const char* text :
       {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1}x", "{a:1}", "{\"a\":{}}",
        "{\"a\":[1]}", "{\"a\":\"x}", "{\"a\":1,}", "{\"a\":\"x\\"}) {
    EXPECT_FALSE(FlatMembers(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
