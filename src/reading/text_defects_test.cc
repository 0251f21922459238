// SPDX-License-Identifier: Apache-2.0
#include "reading/text_defects.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error_test_util.h"
#include "prose/read_document.h"

namespace mandat {
namespace {

// A contract of seven clauses and one annex; `said` stands in clause 5.
std::string ContractWith(std::string_view said) {
  return "DATA PROCESSING AGREEMENT\n\n1. Subject\n\nThe processor processes personal data.\n\n"
         "2. Instructions\n\n2.1 It acts on documented instructions only.\n\n2.2 It tells the "
         "controller if one breaks the law.\n\n3. Security\n\nThe measures are in Annex 1.\n\n"
         "4. Audits\n\nThe controller may audit.\n\n5. Further\n\n" +
         std::string(said) +
         "\n\n6. End\n\nData are erased.\n\n7. Law\n\nBelgian law.\n\nAnnex 1 - Measures\n\n"
         "Access is limited.\n";
}

std::vector<std::string> KindsIn(std::string_view said) {
  const Result<ContractText> text = ReadDocument(ContractWith(said), "contract.txt");
  EXPECT_TRUE(text);
  std::vector<std::string> kinds;
  for (const TextDefect& defect : text ? FindTextDefects(*text) : std::vector<TextDefect>()) {
    kinds.push_back(defect.kind + " in " + defect.clause);
    EXPECT_LT(defect.where.begin, defect.where.end);
  }
  return kinds;
}

using Kinds = std::vector<std::string>;

struct Twin {
  std::string_view right, wrong, kind;
};

class TextDefectsTest : public testing::TestWithParam<Twin> {};

TEST_P(TextDefectsTest, FindsTheWrongAndLeavesTheRight) {
  EXPECT_EQ(KindsIn(GetParam().right), Kinds());
  EXPECT_EQ(KindsIn(GetParam().wrong), Kinds({std::string(GetParam().kind) + " in 5"}));
}

INSTANTIATE_TEST_SUITE_P(
    Twins, TextDefectsTest,
    testing::Values(
        Twin{"As this clause 5 says.", "As this clause 8 says.", "wrong-reference"},
        Twin{"As clause 2.2 says.", "As clause 2.3 says.", "missing-clause"},
        Twin{"As clause 7 says.", "As clause 17 says.", "missing-clause"},
        Twin{"As clause 17 of the Main Agreement says.", "As clause 17 says.", "missing-clause"},
        Twin{"See Annex 1.", "See Annex 3.", "missing-annex"},
        Twin{"See Annex III of Decision 2021/914.", "See Annex III.", "missing-annex"},
        Twin{"Within thirty (30) days.", "Within thirty (20) days.", "number-mismatch"},
        Twin{"Within 30 (thirty) days.", "Within 30 (forty) days.", "number-mismatch"},
        Twin{"Regulation (EU) 2016/679 of 27 April 2016.",
             "Regulation (EU) 2016/679 of 4 June 2021.", "wrong-date"},
        Twin{"Regulation (EU) 2016/679.", "Regulation (EU) 2016/697.", "wrong-citation"},
        Twin{"As Article 32 GDPR demands.", "As Article 132 GDPR demands.", "wrong-citation"},
        Twin{"The fee is 100 euros.", "The fee is ________ euros.", "blank"}));

TEST(TextDefects, SentenceThatStandsTwiceIsToldOnce) {
  const std::string sentence =
      "The controller warrants that it has collected the personal data lawfully, that it has told "
      "the persons concerned of it as the law demands, and that it may hand them over to the "
      "processor for the services that are agreed between the parties.";
  const std::string twice = sentence + "\n\n6. More\n\n" + sentence;
  EXPECT_EQ(KindsIn(sentence), Kinds());
  EXPECT_EQ(KindsIn(twice), Kinds({"repeated in 6"}));
}

TEST(TextDefects, NothingIsFoundWhereThereIsNothing) {
  EXPECT_TRUE(FindTextDefects(ContractText{}).empty());
}

}  // namespace
}  // namespace mandat
