// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/word_finder.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace mandat::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int> Found(const WordFinder& finder, std::string_view text) {
  std::vector<int> found;
  finder.Find(text, found);
  std::ranges::sort(found);
  return found;
}

TEST(WordFinderTest, FindsEachWordOnceWhereverItStands) {
  const WordFinder finder({"breach", "reach", "audit", "ach"});
  EXPECT_THAT(Found(finder, "a breach of a breach"), ElementsAre(0, 1, 3));
  EXPECT_THAT(Found(finder, "audit"), ElementsAre(2));
}

TEST(WordFinderTest, AWordThatIsCutOffIsNone) {
  const WordFinder finder({"breach", "audit"});
  EXPECT_THAT(Found(finder, "breac"), IsEmpty());
  EXPECT_THAT(Found(finder, ""), IsEmpty());
  EXPECT_THAT(Found(WordFinder({}), "audit"), IsEmpty());
}

TEST(WordFinderTest, BytesBeyondAsciiAreBytes) {
  const WordFinder finder({"\xC3\xA9t\xC3\xA9"});
  EXPECT_THAT(Found(finder, "l'\xC3\xA9t\xC3\xA9"), ElementsAre(0));
}

}  // namespace
}  // namespace mandat::internal
