// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/internal/agreement_clocks.h"

namespace mandat {
namespace {

TEST(AgreementClocksTest, HasAFrenchWordForEveryEventKindAndNumber) {
  const auto is_french = [](std::string_view word) {
    const bool is_same = word == "suspension" || word == "instruction" || word == "audit" ||
                         word == "conclusion" || word == "quota";
    return is_same || SayWord(word, Language::kFrench) != word;
  };
  for (const std::string_view event : FindMatter("term")->events) {
    EXPECT_TRUE(is_french(event)) << event;
  }
  for (int kind = 0; kind <= static_cast<int>(TimedKind::kTerm); ++kind) {
    EXPECT_TRUE(is_french(Name(static_cast<TimedKind>(kind))));
  }
  for (int source = 0; source <= static_cast<int>(TimeSourceKind::kNone); ++source) {
    EXPECT_TRUE(is_french(Name(static_cast<TimeSourceKind>(source))));
  }
  for (int word = 0; word <= static_cast<int>(Promptness::kInReasonableTime); ++word) {
    EXPECT_TRUE(is_french(Name(static_cast<Promptness>(word))));
  }
}

TEST(AgreementClocksTest, KeepsTheWordsOfTheLanguageInEnglishAndWhatItDoesNotKnow) {
  EXPECT_EQ(SayWord("receipt-of-request", Language::kEnglish), "receipt-of-request");
  EXPECT_EQ(SayWord("receipt-of-request", Language::kFrench), "réception de la demande");
  EXPECT_EQ(SayWord("no such word", Language::kFrench), "no such word");
  EXPECT_EQ(SayWord("", Language::kFrench), "");
}

TEST(AgreementClocksTest, SaysOneAndSeveral) {
  EXPECT_EQ(SayLength({1, TimeUnit::kYears}, Language::kFrench), "1 an");
  EXPECT_EQ(SayLength({10, TimeUnit::kWorkingDays}, Language::kFrench), "10 jours ouvrables");
  EXPECT_EQ(SayLength({10, TimeUnit::kWorkingDays}, Language::kEnglish), "10 working-days");
}

}  // namespace
}  // namespace mandat
