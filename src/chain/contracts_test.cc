// SPDX-License-Identifier: Apache-2.0
// The two chains of the real contracts, against a table that a person wrote.
#include <algorithm>
#include <sstream>

#include "chain/chain_test_util.h"

namespace mandat {
namespace {

struct Expected {
  std::string chain;
  std::string promise;
  std::string verdict;
  std::string upstream_clause;
  std::string downstream_clause;
  std::string has_timeline;
  std::string says;
};

std::vector<Expected> TableOfExpected() {
  std::vector<Expected> table;
  std::istringstream file(ReadSource("tests/chain/expected.tsv"));
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    std::istringstream cells(line);
    Expected row;
    for (std::string* cell : {&row.chain, &row.promise, &row.verdict, &row.upstream_clause,
                              &row.downstream_clause, &row.has_timeline, &row.says}) {
      std::getline(cells, *cell, '\t');
    }
    table.push_back(row);
  }
  return table;
}

ChainReport ReportOf(const std::string& chain) {
  auto report = chain == "customer-alliance"
                    ? CheckChain(CustomerAlliance(), CustomerAllianceAtMailgun(), {})
                    : CheckChain(Opinum(), OpinumAtMailgun(), {.subprocessor = "prod-mailjet"});
  if (!report) {
    ADD_FAILURE() << report.error().message;
    std::abort();
  }
  return *std::move(report);
}

// Covers: GDPR Art. 28(4).
TEST(ContractsTest, TheRealChainsHaveTheConflictsOfTheTable) {
  const std::vector<Expected> table = TableOfExpected();
  ASSERT_GT(table.size(), 20U);
  for (const std::string chain : {"customer-alliance", "opinum"}) {
    const ChainReport report = ReportOf(chain);
    EXPECT_FALSE(report.IsKept());
    size_t rows = 0;
    for (const Expected& row : table) {
      if (row.chain != chain) {
        continue;
      }
      ++rows;
      const auto link = std::ranges::find(report.links, row.promise, &Link::promise);
      ASSERT_NE(link, report.links.end()) << chain << " " << row.promise;
      EXPECT_EQ(Name(link->verdict), row.verdict) << row.promise;
      EXPECT_EQ(link->upstream.clause, row.upstream_clause) << row.promise;
      EXPECT_EQ(link->downstream.clause, row.downstream_clause) << row.promise;
      EXPECT_EQ(link->timeline.has_value(), row.has_timeline == "dated") << row.promise;
      std::string all = link->says + " " + link->upstream.says + " " + link->downstream.says;
      for (const std::string& note : link->notes) {
        all += " " + note;
      }
      EXPECT_NE(all.find(row.says), std::string::npos) << row.promise << ": " << all;
    }
    EXPECT_EQ(report.links.size(), rows) << "a promise is not in the table";
  }
}

TEST(ContractsTest, EveryTimelineIsInOrderAndEndsWhereItSays) {
  for (const std::string chain : {"customer-alliance", "opinum"}) {
    for (const Link& link : ReportOf(chain).links) {
      if (!link.timeline) {
        continue;
      }
      const Timeline& time = *link.timeline;
      const auto has = [&](Instant at) {
        return std::ranges::find(time.steps, at, &ChainStep::at) != time.steps.end();
      };
      EXPECT_TRUE(has(time.start)) << link.promise;
      EXPECT_TRUE(has(time.upstream)) << link.promise;
      EXPECT_TRUE(!time.downstream || has(*time.downstream)) << link.promise;
      EXPECT_FALSE(link.upstream.clause.empty()) << link.promise;
      EXPECT_FALSE(link.downstream.clause.empty()) << link.promise;
    }
  }
}

TEST(ContractsTest, TheSameQuestionHasTheSameAnswer) {
  EXPECT_EQ(FormatJson(ReportOf("opinum")), FormatJson(ReportOf("opinum")));
  const ChainReport report = ReportOf("opinum");
  EXPECT_EQ(FormatPicture(report, report.links), FormatPicture(report, report.links));
}

}  // namespace
}  // namespace mandat
