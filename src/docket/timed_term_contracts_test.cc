// SPDX-License-Identifier: Apache-2.0
// The five real contracts, in words that a lawyer would use.
#include <map>
#include <set>

#include "docket/timed_term_test_util.h"

namespace mandat {
namespace {

constexpr auto kFive = {"mailgun", "customer-alliance", "mintt", "opinum", "ipso"};

struct Promise {
  std::string contract;
  std::string path;
  std::string says;
};

void ExpectAll(const std::vector<Promise>& promises) {
  std::map<std::string, std::vector<TimedTerm>> terms;
  for (const std::string contract : kFive) {
    terms[contract] = TimedTermsOf(RealAgreement(contract));
  }
  for (const Promise& promise : promises) {
    EXPECT_EQ(SayPath(terms[promise.contract], promise.path), promise.says)
        << promise.contract << " " << promise.path;
  }
}

// Covers: GDPR Art. 33(2).
TEST(TimedTermContractsTest, TellBreachesAsSoonAsEachContractSays) {
  ExpectAll({
      {"mailgun", "breach.notice",
       "processor acts within 24 hours, without-undue-delay of awareness (8(a), house)"},
      {"mailgun", "breach.notice#1",
       "processor acts within no number, without-delay of awareness (SCC 5(d)(ii), none)"},
      {"customer-alliance", "breach.notice",
       "processor acts within 24 hours, in-good-time of awareness (9.1, house)"},
      {"mintt", "breach.notice",
       "processor acts within 24 hours, without-undue-delay of awareness (Annexe B 9.2, house)"},
      {"mintt", "breach.notice#1",
       "processor acts within no number, as-soon-as-possible of acknowledgement-of-incident "
       "(Annexe B III 4.2, "
       "none)"},
      {"opinum", "breach.notice",
       "processor acts within 24 hours, without-undue-delay, in-any-event of awareness ([6], "
       "contract)"},
      {"ipso", "breach.notice", "processor acts within 72 hours of awareness (8.1, contract)"},
  });
}

// Covers: GDPR Art. 28(3)(e); GDPR Art. 28(3).
TEST(TimedTermContractsTest, PassRequestsOnAndObjectToInstructions) {
  ExpectAll({
      {"mailgun", "requests.forward",
       "processor acts within 14 days of receipt-of-request (7(a), contract)"},
      {"mailgun", "requests.forward#1",
       "processor acts within no number, without-delay of receipt-of-request (SCC 5(d)(iii), "
       "none)"},
      {"customer-alliance", "requests.forward",
       "processor acts within 3 working-days, in-good-time of receipt-of-request (8.2, house)"},
      {"mintt", "requests.forward",
       "processor acts within 1 working-day, without-delay of receipt-of-request (Annexe B 8(a), "
       "house)"},
      {"opinum", "requests.forward",
       "processor acts within 5 working-days of receipt-of-request ([9], contract)"},
      {"opinum", "requests.complaints",
       "processor acts within 4 business-hours, immediately of receipt-of-notice ([9], house)"},
      {"ipso", "requests.forward",
       "processor acts within 2 working-days of receipt-of-request (GDPR Art. 28(3)(e), house)"},
      {"customer-alliance", "instructions.infringing",
       "processor acts within 4 hours, immediately of instruction (3.3, house)"},
      {"mintt", "instructions.infringing",
       "processor acts within 4 hours, immediately of instruction (Annexe B 7.1(b), house)"},
      {"opinum", "instructions.infringing",
       "processor acts within 1 hour, promptly of instruction ([3], house)"},
  });
}

// Covers: GDPR Art. 28(2).
TEST(TimedTermContractsTest, LeaveTimeToObjectToSubprocessors) {
  ExpectAll({
      {"mailgun", "sub-processors.objection",
       "controller may act for 10 working-days from receipt-of-notice (13(b), contract)"},
      {"customer-alliance", "sub-processors.objection",
       "controller may act for 14 days from receipt-of-notice (7.2, contract)"},
      {"customer-alliance", "sub-processors.effect",
       "processor tells 3 months before end-of-agreement (7.2, contract)"},
      {"mintt", "sub-processors.notice",
       "processor tells 1 month before engagement-of-sub-processor (Annexe B 7.7(a), contract)"},
      {"mintt", "sub-processors.objection",
       "controller may act for no number from receipt-of-notice (Annexe B 7.7(a), none)"},
      {"opinum", "sub-processors.notice",
       "processor tells no number before engagement-of-sub-processor ([8], none)"},
      {"opinum", "sub-processors.objection",
       "controller may act for 14 days from sending-of-notice ([8], contract)"},
      {"ipso", "sub-processors.notice",
       "processor tells no number before engagement-of-sub-processor (GDPR Art. 28(2), none)"},
  });
}

// Covers: GDPR Art. 28(3)(g); GDPR Art. 5(1)(e).
TEST(TimedTermContractsTest, KeepDataAndLetThemGo) {
  ExpectAll({
      {"mintt", "retention", "processor keeps 1 month from capture (Annexe B II, contract)"},
      {"mintt", "retention#1",
       "processor keeps no number from end-of-agreement (Annexe B II, contract)"},
      {"mintt", "own-use.own-register",
       "processor keeps 6 months from end-of-designation (Annexe A s.8, contract)"},
      {"mintt", "obligations.storage-by-hosts",
       "sub-processor keeps 1 month from capture (Annexe B II, contract)"},
      {"mailgun", "end.delay",
       "processor acts within 90 days of account-closure (11(b), contract)"},
      {"opinum", "end.delay",
       "processor acts within 30 days of end-of-agreement (GDPR Art. 28(3)(g), house)"},
      {"opinum", "end.certificate",
       "processor acts within 14 days of completion-of-destruction ([11], contract)"},
      {"ipso", "end.delay",
       "processor acts within 30 days of end-of-processing (GDPR Art. 28(3)(g), house)"},
      {"mintt", "confidentiality.survival",
       "both keeps 5 years from end-of-agreement (14.2, contract)"},
      {"mintt", "confidentiality.deletion",
       "processor acts within 30 days of end-of-agreement (17.5(b), contract)"},
  });
}

// Covers: Dec. 2010/87 Cl. 11(4).
TEST(TimedTermContractsTest, BoundAuditsAndRepeatMeasures) {
  ExpectAll({
      {"customer-alliance", "audits.frequency",
       "controller may 1 per calendar-year (11.5, contract)"},
      {"customer-alliance", "audits.notice",
       "controller tells 2 weeks, in-good-time, generally before audit (11.5, contract)"},
      {"customer-alliance", "audits.hours", "controller only mon-fri 10:00-18:00 (11.3, contract)"},
      {"opinum", "audits.frequency", "controller may 1 per contract-year ([12], contract)"},
      {"opinum", "audits.notice", "controller tells 30 days before audit ([12], contract)"},
      {"mintt", "audits.frequency",
       "controller may no number, in-reasonable-time per  (Annexe B 7.6(c), none)"},
      {"mailgun", "security.measures.patching",
       "processor does again every 1 month (Annexe 1 Controle des acces aux donnees, contract)"},
      {"mailgun", "sub-processors.register",
       "controller does again every 1 year (SCC 11(4), contract)"},
      {"mintt", "commercial.list.renewal", "both bound for 3 years from renewal (17.1, contract)"},
      {"mintt", "commercial.list.non-renewal",
       "both bound for 3 months from renewal (17.1, contract)"},
      {"mintt", "duration", "both bound for 36 months from conclusion (17.1, contract)"},
      {"mintt", "commercial.list.price-rise-exit",
       "controller tells 1 month before renewal (5.3, contract)"},
      {"mintt", "amendment.rule#1", "processor tells 30 days before change (17.2, contract)"},
      {"mintt", "suspension.by-processor",
       "controller may act for 15 days from notice-of-default (6.4, contract)"},
  });
  const auto opinum = TimedTermsOf(RealAgreement("opinum"));
  EXPECT_EQ(SayPath(opinum, "security.measures.backup-production", TimedKind::kKeep),
            "processor keeps 30 days from capture (Annexe B, contract)");
  EXPECT_EQ(SayPath(opinum, "security.measures.backup-production", TimedKind::kRecur),
            "processor does again every 1 day (Annexe B, contract)");
}

TEST(TimedTermContractsTest, StartEveryClockByAnEventOfItsMatter) {
  for (const std::string contract : kFive) {
    for (const TimedTerm& term : TimedTermsOf(RealAgreement(contract))) {
      const Matter* matter = FindMatter(term.matter);
      ASSERT_NE(matter, nullptr) << contract << " " << term.path;
      const auto events = matter->events;
      EXPECT_TRUE(!term.starts_clock() || std::ranges::find(events, term.event) != events.end())
          << contract << " " << term.path << " " << term.event;
      EXPECT_TRUE(!term.clause.empty() || !term.law.empty()) << contract << " " << term.path;
    }
  }
}

TEST(TimedTermContractsTest, ListEveryPromiseOnceAndInAFixedOrder) {
  for (const std::string contract : kFive) {
    const auto terms = TimedTermsOf(RealAgreement(contract));
    std::set<std::pair<std::string, TimedKind>> seen;
    for (const TimedTerm& term : terms) {
      EXPECT_TRUE(seen.emplace(term.path, term.kind).second) << contract << " " << term.path;
    }
    const auto place = [&terms](std::string_view path) {
      return std::ranges::find(terms, path, &TimedTerm::path) - terms.begin();
    };
    EXPECT_LT(place("sub-processors.notice"), place("instructions.infringing"));
    EXPECT_LT(place("instructions.infringing"), place("breach.notice"));
    EXPECT_LT(place("breach.notice"), place("requests.forward"));
    EXPECT_LT(place("requests.forward"), place("end.delay"));
  }
}

TEST(TimedTermContractsTest, LeaveNoNumberOfTimeUncounted) {
  for (const std::string contract : kFive) {
    const Agreement agreement = RealAgreement(contract);
    const auto terms = TimedTermsOf(agreement);
    for (const Term& term : agreement.terms()) {
      for (const Statement& said : term.said) {
        for (const auto& period : {said.within, said.at_least, said.at_most, said.every}) {
          const bool is_listed = !period || std::ranges::any_of(terms, [&](const auto& timed) {
            return timed.path.starts_with(term.path) && timed.period == period &&
                   timed.clause == said.clause;
          });
          EXPECT_TRUE(is_listed) << contract << " " << term.path;
        }
      }
    }
  }
}

}  // namespace
}  // namespace mandat
