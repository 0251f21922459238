// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/docket.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

// Asks a server that cannot be reached: what is wrong with the words is said before.
Context Nowhere() {
  Context context;
  context.server = "http://127.0.0.1:1";
  return context;
}

std::string ErrorOf(const Result<int>& ran) {
  return ran ? "" : std::string(Name(ran.error().kind)) + ": " + ran.error().message;
}

TEST(InstantTextTest, TakesAnInstantWithItsOffsetAndNothingElse) {
  for (const std::string text : {"", "2026-03-30T16:40:00+02:00", "2026-03-30T14:40:00Z"}) {
    const Result<std::string> taken = InstantText("--at", text);
    ASSERT_TRUE(taken) << text;
    EXPECT_EQ(*taken, text);
  }
  for (const std::string text : {"2026-03-30T16:40", "2026-03-30T16:40:00", "2026-03-30", "now"}) {
    const Result<std::string> taken = InstantText("--at", text);
    ASSERT_FALSE(taken) << text;
    EXPECT_EQ(taken.error().kind, ErrorKind::kInvalid);
    EXPECT_NE(taken.error().message.find("--at 2026-03-30T16:40:00+02:00"), std::string::npos);
  }
}

TEST(EscapedForAddressTest, EscapesAllThatHasAMeaningThere) {
  EXPECT_EQ(EscapedForAddress("2026-03-30T16:40:00+02:00"), "2026-03-30T16%3A40%3A00%2B02%3A00");
  EXPECT_EQ(EscapedForAddress("case/7&x=1 é"), "case%2F7%26x%3D1%20%C3%A9");
  EXPECT_EQ(EscapedForAddress("a-b_c.d~E9"), "a-b_c.d~E9");
}

TEST(DocketListTest, SaysWhichOptionsDoNotGoTogether) {
  DocketOptions options;
  options.state = "met";
  EXPECT_EQ(ErrorOf(RunDocketList(Nowhere(), options)).substr(0, 8), "invalid:");
  options = {};
  options.agreement = "opinum-demo";
  options.responsible = "desk-2";
  EXPECT_EQ(ErrorOf(RunDocketList(Nowhere(), options)).substr(0, 8), "invalid:");
  options = {};
  options.before = "tomorrow";
  EXPECT_NE(ErrorOf(RunDocketList(Nowhere(), options)).find("--before"), std::string::npos);
}

TEST(NoticeSendTest, SaysWhichFieldIsWrong) {
  NoticeOptions options;
  options.agreement = "opinum-demo";
  options.kind = "breach";
  for (const std::string field : {"matter", "=case-7", ""}) {
    options.fields = {field};
    EXPECT_NE(ErrorOf(RunNoticeSend(Nowhere(), options)).find("NAME=TEXT"), std::string::npos);
  }
  options.fields = {"matter=a", "matter=b"};
  EXPECT_NE(ErrorOf(RunNoticeSend(Nowhere(), options)).find("twice"), std::string::npos);
}

}  // namespace
}  // namespace mandat
