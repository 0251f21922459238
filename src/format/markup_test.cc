// SPDX-License-Identifier: Apache-2.0
#include "format/markup.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

TEST(MarkupTest, TakesNoByteForMarkup) {
  EXPECT_EQ(AsMarkup(R"(<a href="x" title='y'>&amp;)"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;");
}

TEST(MarkupTest, LeavesEverythingElseAsItIs) {
  EXPECT_EQ(AsMarkup("délai : 24 h\n\t§ 9"), "délai : 24 h\n\t§ 9");
  EXPECT_EQ(AsMarkup(""), "");
}

}  // namespace
}  // namespace mandat
