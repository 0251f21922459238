// SPDX-License-Identifier: Apache-2.0
#include "chain/diff.h"

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

#include "chain/internal/diff_parts.h"
#include "chain/small_chain_test_util.h"

namespace mandat {
namespace {

std::vector<Change> DiffOf(const Agreement& before, const Agreement& after) {
  auto changes = Diff(before, after);
  if (!changes) {
    ADD_FAILURE() << changes.error().message;
    std::abort();
  }
  return *std::move(changes);
}

// The same form with one text replaced, which must be there once.
std::vector<Change> Replaced(std::string_view from, std::string_view to) {
  const std::string changed = With(SmallUpstream(), from, to);
  EXPECT_NE(changed, "") << from;
  return DiffOf(Parsed(SmallUpstream(), std::string(kInstance)),
                Parsed(changed, std::string(kInstance)));
}

TEST(DiffTest, SaysSoWhenNothingChanges) {
  for (const Agreement& one : {Opinum(), CustomerAlliance(), OpinumAtMailgun()}) {
    const std::vector<Change> changes = DiffOf(one, one);
    EXPECT_EQ(FormatText(changes), "no difference\n");
    EXPECT_EQ(FormatJson(changes), "{\"changes\": []}\n");
  }
}

// Every day of September 2026: ten working days from Monday to Friday are fourteen days, from a
// Saturday thirteen, from a Sunday twelve. Two years have holidays, which make them longer.
TEST(DiffTest, AnObjectionWindowOfDaysIsLongerAtWeekendsOnly) {
  const std::string before =
      With(SmallUpstream(), "objection: {within: 14 days", "objection: {within: 10 working-days");
  const std::string after = With(SmallUpstream(), "rules: reg-1182-71", "rules: plain");
  const std::string plain = With(before, "rules: reg-1182-71", "rules: plain");
  const std::vector<Change> changes =
      DiffOf(Parsed(plain, std::string(kInstance)), Parsed(after, std::string(kInstance)));
  ASSERT_EQ(changes.size(), 1U) << FormatText(changes);
  const Change& change = changes[0];
  EXPECT_EQ(change.path, "sub-processors.objection");
  EXPECT_EQ(change.before, "10 working-days from receipt of notice");
  EXPECT_EQ(change.after, "14 days from receipt of notice");
  EXPECT_EQ(change.before_clause, "7.3");
  EXPECT_EQ(change.after_clause, "7.3");
  ASSERT_TRUE(change.effect);
  EXPECT_EQ(change.effect->month.min, 0);
  EXPECT_EQ(change.effect->month.max, 2);
  // Four Saturdays and four Sundays in thirty days.
  EXPECT_NEAR(change.effect->month.mean, (4 * 1 + 4 * 2) / 30.0, 1e-9);
  EXPECT_LT(change.effect->years.min, 0);
  EXPECT_EQ(FormatText(changes).rfind("objection window, sub-processors.objection within: 10 "
                                      "working-days from receipt of notice (7.3) -> 14 days from "
                                      "receipt of notice (7.3); ",
                                      0),
            0U)
      << FormatText(changes);
  EXPECT_NE(FormatText(changes).find("for the controller by"), std::string::npos);
}

TEST(DiffTest, ALongerWindowSpeaksOfDaysInATypicalMonth) {
  const std::vector<Change> changes =
      Replaced("objection: {within: 14 days", "objection: {within: 21 days");
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].favour, Favour::kController);
  EXPECT_EQ(changes[0].effect->month, (Spread{7, 7, 7}));
  EXPECT_NE(SayEffect(changes[0]).find("longer for the controller by 7 days in a typical month"),
            std::string::npos)
      << SayEffect(changes[0]);
}

struct DiffTwin {
  std::string from;
  std::string to;
  std::string path;
  std::string aspect;
  Favour favour;
};

class DiffTwinTest : public testing::TestWithParam<DiffTwin> {};

TEST_P(DiffTwinTest, IsToldInBothDirectionsWithWhomItFavours) {
  const DiffTwin& twin = GetParam();
  const std::string changed = With(SmallUpstream(), twin.from, twin.to);
  ASSERT_NE(changed, "") << twin.from;
  const Agreement before = Parsed(SmallUpstream(), std::string(kInstance));
  const Agreement after = Parsed(changed, std::string(kInstance));
  for (const bool is_forth : {true, false}) {
    const std::vector<Change> changes = is_forth ? DiffOf(before, after) : DiffOf(after, before);
    const auto found = std::ranges::find_if(changes, [&](const Change& change) {
      return change.path == twin.path && change.aspect == twin.aspect;
    });
    ASSERT_NE(found, changes.end()) << FormatText(changes);
    EXPECT_EQ(Name(found->favour), Name(is_forth ? twin.favour : internal::Opposite(twin.favour)))
        << FormatText(changes);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, DiffTwinTest,
    testing::Values(
        DiffTwin{"within: 24 hours", "within: 48 hours", "breach.notice", "within",
                 Favour::kProcessor},
        DiffTwin{"within: 24 hours", "promptness: promptly", "breach.notice", "within",
                 Favour::kProcessor},
        DiffTwin{"from: awareness, clause: \"14\"", "from: receipt-of-notice, clause: \"14\"",
                 "breach.notice", "from", Favour::kUnclear},
        DiffTwin{"within: 24 hours, from: awareness, clause: \"14\"",
                 "within: 24 hours, from: awareness, clause: \"14.1\"", "breach.notice", "clause",
                 Favour::kNobody},
        DiffTwin{"at-least: 2 weeks", "at-least: 4 weeks", "audits.notice", "at-least",
                 Favour::kProcessor},
        DiffTwin{"at-most: 60 days", "at-most: 30 days", "end.backups", "at-most",
                 Favour::kController},
        DiffTwin{"is: prior-notice", "is: written-consent", "transfers.rule", "is",
                 Favour::kController},
        DiffTwin{"times: 1, per: calendar-year", "times: 2, per: calendar-year", "audits.frequency",
                 "times", Favour::kUnclear},
        DiffTwin{"text: Bound to secrecy", "text: Bound by law", "confidentiality.personnel",
                 "text", Favour::kUnclear},
        DiffTwin{"keep: {days: 30}", "keep: {days: 10}", "retention.health", "", Favour::kUnclear},
        DiffTwin{"    - {country: BE, text: Data centre, clause: \"6.1\"}\n",
                 "    - {country: BE, text: Data centre, clause: \"6.1\"}\n    - {country: US, "
                 "text: Backups, clause: \"6.2\"}\n",
                 "places.US", "", Favour::kProcessor},
        DiffTwin{"{id: mailer, name: Mailer, country: BE,",
                 "{id: mailer, name: Mailer, country: "
                 "US, tool: dec-2021-914,",
                 "sub-processors.list.mailer", "country", Favour::kUnclear},
        DiffTwin{"{id: mailer, name: Mailer, country: BE,",
                 "{id: mailer, name: Mailer, country: "
                 "US, tool: dec-2021-914,",
                 "sub-processors.list.mailer", "tool", Favour::kUnclear},
        DiffTwin{"calendar: BE", "calendar: FR", "time", "calendar", Favour::kUnclear},
        DiffTwin{"{id: marketing, text: Send offers,",
                 "{id: marketing, text: Send offers and more,", "purposes.marketing", "",
                 Favour::kUnclear}),
    [](const auto& info) { return "Case" + std::to_string(info.index); });

// Covers: GDPR Art. 28(3)(a).
TEST(DiffTest, PermissionsAreTheRowsThatBecomeAllowedOrNoLongerAre) {
  const std::vector<Change> more =
      Replaced("operations: [record, consult]", "operations: [record, consult, disclose]");
  ASSERT_EQ(more.size(), 1U) << FormatText(more);
  EXPECT_EQ(more[0].path, "permissions");
  EXPECT_EQ(more[0].before, "");
  EXPECT_EQ(more[0].after, "for support: disclose of health of customers");
  EXPECT_EQ(more[0].after_clause, "9.2");
  EXPECT_EQ(more[0].favour, Favour::kProcessor);
  const std::vector<Change> less =
      Replaced("operations: [record, consult]", "operations: [record]");
  ASSERT_EQ(less.size(), 1U) << FormatText(less);
  EXPECT_EQ(less[0].before, "for support: consult of health of customers");
  EXPECT_EQ(less[0].after, "");
  EXPECT_EQ(less[0].favour, Favour::kController);
}

TEST(DiffTest, PermissionsThatAreWrittenOtherwiseAndMeanTheSameAreNoChange) {
  EXPECT_TRUE(Replaced("  - purposes: all\n    operations: all\n    categories: [contact]",
                       "  - purposes: [support, marketing]\n    operations: [record, consult, "
                       "disclose]\n    categories: [contact]")
                  .empty());
}

TEST(DiffTest, HouseRulesAndAttestationsOfTheAgreementAreTold) {
  const std::string more =
      std::string(kInstance) +
      "house-rules:\n  - {term: confidentiality.personnel, within: 8 days, by: Ada Example, on: "
      "2025-12-15, why: a test}\nattestations:\n  - {of: security.measures.locks, owner: Ada "
      "Example, on: 2025-12-15, says: The doors are locked}\n";
  const std::vector<Change> changes =
      DiffOf(Parsed(SmallUpstream(), std::string(kInstance)), Parsed(SmallUpstream(), more));
  ASSERT_EQ(changes.size(), 2U) << FormatText(changes);
  EXPECT_EQ(changes[0].path, "attestations.security.measures.locks");
  EXPECT_EQ(changes[1].aspect, "house rule");
}

Change Mirrored(Change change) {
  std::swap(change.before, change.after);
  std::swap(change.before_clause, change.after_clause);
  change.favour = internal::Opposite(change.favour);
  if (change.effect) {
    const auto turn = [](const Spread& spread) {
      return Spread{0 - spread.max, 0 - spread.min, 0 - spread.mean};
    };
    change.effect = PeriodEffect{turn(change.effect->month), turn(change.effect->years)};
  }
  return change;
}

void ExpectMirrored(const Agreement& one, const Agreement& other) {
  std::vector<Change> back;
  for (const Change& change : DiffOf(other, one)) {
    back.push_back(Mirrored(change));
  }
  std::ranges::sort(back, [](const Change& a, const Change& b) {
    return std::tie(a.path, a.aspect, a.before, a.after) <
           std::tie(b.path, b.aspect, b.before, b.after);
  });
  const std::vector<Change> forth = DiffOf(one, other);
  ASSERT_EQ(forth.size(), back.size());
  for (size_t i = 0; i < forth.size(); ++i) {
    EXPECT_EQ(forth[i].path, back[i].path);
    EXPECT_EQ(forth[i].aspect, back[i].aspect);
    EXPECT_EQ(forth[i].before, back[i].before);
    EXPECT_EQ(forth[i].after, back[i].after);
    EXPECT_EQ(forth[i].favour, back[i].favour) << forth[i].path << " " << forth[i].aspect;
    ASSERT_EQ(forth[i].effect.has_value(), back[i].effect.has_value());
    if (forth[i].effect) {
      EXPECT_EQ(forth[i].effect->month.max, back[i].effect->month.max);
      EXPECT_NEAR(forth[i].effect->years.mean, back[i].effect->years.mean, 1e-9);
    }
  }
}

TEST(DiffTest, SeenFromTheOtherSideEveryChangeIsMirrored) {
  const std::vector<Agreement> all = {Opinum(), CustomerAlliance(), OpinumAtMailgun()};
  for (const Agreement& one : all) {
    for (const Agreement& other : all) {
      ExpectMirrored(one, other);
    }
  }
}

// Several changes at once, drawn at random: each is told, and all are mirrored.
TEST(DiffTest, RandomChangesAreToldAndMirrored) {
  constexpr std::array<std::tuple<std::string_view, std::string_view, std::string_view>, 6> kEdits =
      {{{"within: 24 hours", "within: 36 hours", "breach.notice"},
        {"within: 5 working-days", "within: 6 days", "requests.forward"},
        {"is: prior-notice", "is: none", "transfers.rule"},
        {"at-least: 2 weeks", "at-least: 1 month", "audits.notice"},
        {"keep: {days: 30}", "keep: term", "retention.health"},
        {"operations: [record, consult]", "operations: [record]", "permissions"}}};
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 6; ++round) {
    std::string changed = SmallUpstream();
    std::vector<std::string_view> expected;
    for (const auto& [from, to, path] : kEdits) {
      if (random() % 2 == 0) {
        std::string next = With(changed, from, to);
        if (path == "retention.health") {
          next = With(next, "keep: term, from: capture", "keep: term");
        }
        ASSERT_NE(next, "") << from;
        changed = next;
        expected.push_back(path);
      }
    }
    const Agreement before = Parsed(SmallUpstream(), std::string(kInstance));
    const Agreement after = Parsed(changed, std::string(kInstance));
    const std::vector<Change> changes = DiffOf(before, after);
    EXPECT_EQ(changes.size(), expected.size()) << FormatText(changes);
    for (const std::string_view path : expected) {
      EXPECT_NE(std::ranges::find(changes, path, &Change::path), changes.end()) << path;
    }
    ExpectMirrored(before, after);
  }
}

}  // namespace
}  // namespace mandat
