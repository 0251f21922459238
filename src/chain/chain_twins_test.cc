// SPDX-License-Identifier: Apache-2.0
#include "chain/chain_test_util.h"
#include "chain/small_chain_test_util.h"

namespace mandat {
namespace {

// Covers: GDPR Art. 28(4).
TEST(ChainTwinsTest, KeepsEveryPromiseWhenDownstreamPromisesMore) {
  const ChainReport report = CheckSmall(SmallUpstream(), SmallDownstream());
  for (const Link& link : report.links) {
    EXPECT_EQ(link.verdict, Verdict::kKept) << FormatText(report);
    EXPECT_EQ(link.remedy, "") << link.promise;
  }
  EXPECT_TRUE(report.IsKept());
  EXPECT_EQ(report.links.size(), 15U) << FormatText(report);
}

struct Twin {
  std::string promise;
  std::string from;  // in the downstream form
  std::string to;
  Verdict verdict;
  std::string upstream_clause;
  std::string downstream_clause;
};

class ChainTwinTest : public testing::TestWithParam<Twin> {};

// Covers: GDPR Art. 28(2); GDPR Art. 28(3)(a); GDPR Art. 28(3)(b); GDPR Art. 28(3)(e).
// Covers: GDPR Art. 28(3)(g); GDPR Art. 28(3)(h); GDPR Art. 32(1); GDPR Art. 33(2); GDPR Art. 44.
TEST_P(ChainTwinTest, FailsByOneChangeDownstreamAndNamesBothClauses) {
  const Twin& twin = GetParam();
  const std::string changed = With(SmallDownstream(), twin.from, twin.to);
  ASSERT_NE(changed, "") << twin.from;
  const ChainReport report = CheckSmall(SmallUpstream(), changed, {.subprocessor = "mailer"});
  for (const Link& link : report.links) {
    EXPECT_EQ(link.verdict, link.promise == twin.promise ? twin.verdict : Verdict::kKept)
        << FormatText(report);
  }
  const Link& link = LinkIn(report, twin.promise);
  EXPECT_EQ(link.upstream.clause, twin.upstream_clause);
  EXPECT_EQ(link.downstream.clause, twin.downstream_clause);
  EXPECT_NE(link.remedy, "");
}

INSTANTIATE_TEST_SUITE_P(
    Downstream, ChainTwinTest,
    testing::Values(
        Twin{"party", "processor: {name: Mailer,", "processor: {name: Other,", Verdict::kFails,
             "7.1", "parties"},
        Twin{"breach", "within: 12 hours", "within: 25 hours", Verdict::kFails, "14", "34"},
        Twin{"breach", "within: 12 hours", "promptness: without-undue-delay", Verdict::kUnknown,
             "14", "34"},
        Twin{"requests", "within: 2 working-days", "within: 6 working-days", Verdict::kFails, "15",
             "35"},
        Twin{"requests", "within: 2 working-days", "promptness: promptly", Verdict::kUnknown, "15",
             "35"},
        Twin{"objection", "within: 21 days", "within: 13 days", Verdict::kFails, "7.3", "27.3"},
        Twin{"objection", "within: 21 days", "promptness: in-good-time", Verdict::kUnknown, "7.3",
             "27.3"},
        Twin{"deletion", "within: 30 days", "within: 61 days", Verdict::kFails, "12.2", "32.2"},
        Twin{"certificate", "within: 7 days", "within: 15 days", Verdict::kFails, "12.3", "32.3"},
        Twin{"backups", "at-most: 30 days", "at-most: 61 days", Verdict::kFails, "12.4", "32.4"},
        Twin{"backups", "at-most: 30 days", "text: As long as needed", Verdict::kUnknown, "12.4",
             "32.4"},
        Twin{"places", "{country: BE, text: Data centre,", "{country: GB, text: Data centre,",
             Verdict::kFails, "6", "6"},
        Twin{"transfers", "is: written-consent", "is: none", Verdict::kFails, "17", "37"},
        Twin{"purposes", "{id: marketing, text: Send offers, clause: \"2.3\"}",
             "{id: marketing, text: Send offers, clause: \"2.3\"}\n    - {id: research, text: "
             "Learn, clause: \"2.4\"}",
             Verdict::kUnknown, "2", "2"},
        Twin{"people", "    - {id: staff, text: Staff of the controller, clause: \"5.2\"}\n", "",
             Verdict::kUnknown, "5", "5"},
        Twin{"audits", "at-least: 1 week", "at-least: 3 weeks", Verdict::kFails, "18.2", "38"},
        Twin{"audits", "at-least: 1 week, before: audit", "status: not-stated", Verdict::kUnknown,
             "18.2", "38"},
        Twin{"audits", "inspection: {is: allowed, clause: \"38\"}",
             "inspection: {is: information-only, clause: \"38\"}", Verdict::kFails, "18.2", "38"},
        Twin{"confidentiality", "personnel: {text: Bound to secrecy, clause: \"36\"}",
             "personnel: {status: not-stated, clause: \"36\"}", Verdict::kFails, "16", "36"},
        Twin{"measures", "{id: doors, is: physical,", "{id: doors, is: network,", Verdict::kFails,
             "19", ""}),
    [](const auto& info) { return info.param.promise + "_" + std::to_string(info.index); });

}  // namespace
}  // namespace mandat
