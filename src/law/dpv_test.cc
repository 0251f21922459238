// SPDX-License-Identifier: Apache-2.0
#include "law/dpv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "law/country.h"
#include "law/verb.h"

namespace mandat {
namespace {

std::vector<std::string> RowsOfRegister() {
  std::ifstream file(std::string(MANDAT_SOURCE_DIR) + "/law/dpv-2.3.tsv");
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with('#')) {
      rows.push_back(line);
    }
  }
  return rows;
}

TEST(DpvTest, KnowsATermAndRefusesOneThatDiffersInALetter) {
  EXPECT_TRUE(IsDpvTerm("dpv:ServiceProvision"));
  EXPECT_FALSE(IsDpvTerm("dpv:ServiceProvisions"));
  EXPECT_FALSE(IsDpvTerm("dpv:serviceProvision"));
  EXPECT_FALSE(IsDpvTerm("pd:ServiceProvision"));
  EXPECT_TRUE(IsDpvTerm("eu-gdpr:A22-3-c"));
  EXPECT_FALSE(IsDpvTerm("eu-gdpr:A22-3-d"));
}

TEST(DpvTest, RefusesWhatIsNoTermAtAll) {
  for (const char* text : {"", ":", "dpv:", "dpv", "ServiceProvision", "dpv:prefix", "prefix:term",
                           "dpv:Access\tclass", "# prefix:term"}) {
    EXPECT_FALSE(IsDpvTerm(text)) << text;
  }
}

// Covers: GDPR Art. 4(2).
TEST(DpvTest, HasATermForEveryVerb) {
  for (size_t i = 0; i < kVerbsCount; ++i) {
    EXPECT_TRUE(IsDpvTerm(DpvTerm(static_cast<Verb>(i)))) << DpvTerm(static_cast<Verb>(i));
  }
}

TEST(DpvTest, HasATermForEveryCountryAndForTheUnion) {
  size_t countries_count = 0;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string code = {a, b};
      countries_count += IsCountry(code) ? 1 : 0;
      EXPECT_EQ(IsDpvTerm(DpvLocation(code)), IsCountry(code) || code == "EU") << code;
    }
  }
  EXPECT_EQ(countries_count, 249U);
}

TEST(DpvTest, RegisterIsInOrderWithoutRepetitionAndItsBroaderTermsAreInIt) {
  const std::vector<std::string> rows = RowsOfRegister();
  std::vector<std::pair<std::string, std::string>> terms;
  for (const std::string& row : rows) {
    ASSERT_EQ(std::ranges::count(row, '\t'), 3) << row;
    const size_t first = row.find('\t');
    const size_t second = row.find('\t', first + 1);
    const size_t third = row.find('\t', second + 1);
    terms.emplace_back(row.substr(0, first), row.substr(first + 1, second - first - 1));
    const std::string kind = row.substr(second + 1, third - second - 1);
    const std::string broader = row.substr(third + 1);
    EXPECT_TRUE(kind == "class" || kind == "property") << row;
    EXPECT_TRUE(broader.empty() || IsDpvTerm(broader)) << row;
    const auto prefix = std::ranges::find(DpvPrefixes(), terms.back().first, &DpvPrefix::name);
    EXPECT_NE(prefix, DpvPrefixes().end()) << row;
    EXPECT_TRUE(IsDpvTerm(terms.back().first + ":" + terms.back().second)) << row;
  }
  EXPECT_TRUE(std::ranges::is_sorted(terms));
  EXPECT_EQ(std::ranges::adjacent_find(terms), terms.end());
  EXPECT_GT(terms.size(), 900U);
}

}  // namespace
}  // namespace mandat
