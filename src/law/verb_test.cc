// SPDX-License-Identifier: Apache-2.0
#include "law/verb.h"

#include <gtest/gtest.h>

#include <set>

namespace mandat {
namespace {

// Covers: GDPR Art. 4(2); GDPR Art. 4(5); GDPR Rec. 26.
TEST(VerbTest, FindsEveryVerbByItsNameAndGivesEachItsOwnDpvTerm) {
  std::set<std::string_view> terms;
  for (size_t i = 0; i < kVerbsCount; ++i) {
    const auto verb = static_cast<Verb>(i);
    EXPECT_EQ(FindVerb(Name(verb)), verb);
    EXPECT_TRUE(DpvTerm(verb).starts_with("dpv:"));
    terms.insert(DpvTerm(verb));
  }
  EXPECT_EQ(terms.size(), kVerbsCount);
}

TEST(VerbTest, NamesTheVerbsThatDifferFromTheirDpvTerm) {
  EXPECT_EQ(Name(Verb::kMakeAvailable), "make-available");
  EXPECT_EQ(DpvTerm(Verb::kMakeAvailable), "dpv:MakeAvailable");
  EXPECT_EQ(DpvTerm(Verb::kDestroy), "dpv:Destruct");
}

TEST(VerbTest, FindsNoVerbForAnyOtherWord) {
  for (const std::string_view name : {"", "read", "Collect", "make available", "erase "}) {
    EXPECT_EQ(FindVerb(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace mandat
