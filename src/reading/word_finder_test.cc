// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/word_finder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mandat::internal {
namespace {

using Numbers = std::vector<int>;

std::vector<int> Found(const WordFinder& finder, std::string_view text) {
  std::vector<int> found;
  finder.Find(text, found);
  std::ranges::sort(found);
  return found;
}

TEST(WordFinderTest, FindsEachWordOnceWhereverItStands) {
  const WordFinder finder({"breach", "reach", "audit", "ach"});
  EXPECT_EQ(Found(finder, "a breach of a breach"), (Numbers{0, 1, 3}));
  EXPECT_EQ(Found(finder, "audit"), (Numbers{2}));
}

TEST(WordFinderTest, AWordThatIsCutOffIsNone) {
  const WordFinder finder({"breach", "audit"});
  EXPECT_EQ(Found(finder, "breac"), Numbers{});
  EXPECT_EQ(Found(finder, ""), Numbers{});
  EXPECT_EQ(Found(WordFinder({}), "audit"), Numbers{});
}

TEST(WordFinderTest, BytesBeyondAsciiAreBytes) {
  const WordFinder finder({"\xC3\xA9t\xC3\xA9"});
  EXPECT_EQ(Found(finder, "l'\xC3\xA9t\xC3\xA9"), (Numbers{0}));
}

}  // namespace
}  // namespace mandat::internal
