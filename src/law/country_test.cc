// SPDX-License-Identifier: Apache-2.0
#include "law/country.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

// Covers: ISO 3166-1 5.
TEST(CountryTest, KnowsAssignedCodesAndNothingElse) {
  for (const std::string_view code : {"BE", "FR", "GB", "US", "AD", "ZW"}) {
    EXPECT_TRUE(IsCountry(code)) << code;
  }
  for (const std::string_view code : {"UK", "EU", "be", "B", "", "BEL", "E ", " B", "XX"}) {
    EXPECT_FALSE(IsCountry(code)) << code;
  }
}

// Covers: TEU Art. 52(1).
TEST(CountryTest, TellsMemberStatesFromOtherCountries) {
  for (const std::string_view code : {"BE", "FR", "NL", "IE", "HR"}) {
    EXPECT_TRUE(IsMemberState(code)) << code;
    EXPECT_TRUE(IsCountry(code)) << code;
  }
  for (const std::string_view code : {"GB", "NO", "CH", "US", "EU"}) {
    EXPECT_FALSE(IsMemberState(code)) << code;
  }
}

}  // namespace
}  // namespace mandat
