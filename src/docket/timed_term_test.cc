// SPDX-License-Identifier: Apache-2.0
#include "docket/timed_term_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kHouseRule =
    "house-rules:\n"
    "  - {term: breach.notice, within: 12 hours, by: Ada Example, on: 2025-12-15, why: soon}\n";

std::vector<std::string> PathsOf(const std::vector<TimedTerm>& terms) {
  std::vector<std::string> paths;
  std::ranges::transform(terms, std::back_inserter(paths), &TimedTerm::path);
  return paths;
}

Instant At(std::string_view text) { return *Instant::Parse(text); }

// Covers: GDPR Art. 28(2); GDPR Art. 28(3); GDPR Art. 28(3)(a); GDPR Art. 28(3)(e);
// GDPR Art. 28(3)(g); GDPR Art. 33(2).
TEST(TimedTermTest, StandsOnTheLawWhereTheContractIsSilent) {
  const auto terms = TimedTermsOf(SmallAgreement(""));
  EXPECT_EQ(SayPath(terms, "breach.notice"),
            "processor acts within no number, without-undue-delay of awareness (GDPR Art. 33(2), "
            "none)");
  EXPECT_EQ(SayPath(terms, "requests.forward"),
            "processor acts within no number of receipt-of-request (GDPR Art. 28(3)(e), none)");
  EXPECT_EQ(SayPath(terms, "instructions.infringing"),
            "processor acts within no number, immediately of instruction (GDPR Art. 28(3), none)");
  EXPECT_EQ(SayPath(terms, "instructions.legal-exception"),
            "processor acts within no number of receipt-of-notice (GDPR Art. 28(3)(a), none)");
  EXPECT_EQ(SayPath(terms, "end.delay"),
            "processor acts within no number of end-of-agreement (GDPR Art. 28(3)(g), none)");
  EXPECT_EQ(SayPath(terms, "sub-processors.notice"),
            "processor tells no number before engagement-of-sub-processor (GDPR Art. 28(2), none)");
}

TEST(TimedTermTest, CitesTheClauseWhereTheContractSpeaks) {
  const auto terms = TimedTermsOf(
      SmallAgreement("breach: {notice: {within: 24 hours, from: awareness, clause: \"14\"}}\n"));
  EXPECT_EQ(SayPath(terms, "breach.notice"),
            "processor acts within 24 hours of awareness (14, contract)");
  EXPECT_EQ(FindTimed(terms, "breach.notice")->law, "GDPR Art. 33(2)");
}

TEST(TimedTermTest, KeepsTheWordOfTheLawBesideANoticeWithoutTime) {
  const auto terms = TimedTermsOf(
      SmallAgreement("breach: {notice: {status: ambiguous, text: It is told, clause: \"14\"}}\n"));
  EXPECT_EQ(SayPath(terms, "breach.notice"),
            "processor acts within no number, without-undue-delay of awareness (14, none)");
}

TEST(TimedTermTest, TakesTheNumberOfTheHouseWhereTheContractGivesNone) {
  const std::string form =
      "breach: {notice: {promptness: promptly, from: awareness, clause: \"14\"}}\n";
  EXPECT_EQ(SayPath(TimedTermsOf(SmallAgreement(form)), "breach.notice"),
            "processor acts within no number, promptly of awareness (14, none)");
  EXPECT_EQ(SayPath(TimedTermsOf(SmallAgreement(form, std::string(kHouseRule))), "breach.notice"),
            "processor acts within 12 hours, promptly of awareness (14, house)");
}

TEST(TimedTermTest, TakesTheNumberOfTheHouseWhereTheContractIsSilent) {
  const auto terms =
      TimedTermsOf(SmallAgreement("breach: {notice: not-stated}\n", std::string(kHouseRule)));
  EXPECT_EQ(SayPath(terms, "breach.notice"),
            "processor acts within 12 hours, without-undue-delay of awareness (GDPR Art. 33(2), "
            "house)");
}

TEST(TimedTermTest, TakesWhatTheAgreementChoseBeforeTheHouse) {
  const std::string chosen =
      "choices:\n  options:\n"
      "    - {term: breach.notice, within: 36 hours, by: both, on: 2025-12-15}\n";
  const auto terms = TimedTermsOf(
      SmallAgreement("breach: {notice: not-stated}\n", chosen + std::string(kHouseRule)));
  EXPECT_EQ(FindTimed(terms, "breach.notice")->source, TimeSourceKind::kOption);
  EXPECT_EQ(FindTimed(terms, "breach.notice")->period, (Period{36, TimeUnit::kHours}));
}

// Covers: GDPR Art. 33(1); GDPR Art. 12(3).
TEST(TimedTermTest, ShowsTheControllersOwnClocksBesideOurs) {
  const auto terms = TimedTermsOf(SmallAgreement(""));
  EXPECT_EQ(SayPath(terms, "statute.authority-notice"),
            "controller acts within 72 hours of receipt-of-notice (GDPR Art. 33(1), law)");
  EXPECT_EQ(SayPath(terms, "statute.answer"),
            "controller acts within 1 month of receipt-of-request (GDPR Art. 12(3), law)");
}

TEST(TimedTermTest, NumbersFurtherStatementsBehindTheOneThatHolds) {
  const auto terms = TimedTermsOf(SmallAgreement(
      "breach:\n  notice:\n    within: 72 hours\n    clause: \"14\"\n    also:\n"
      "      - {within: 24 hours, clause: \"15\"}\n      - {within: 48 hours, clause: \"16\"}\n"));
  EXPECT_EQ(FindTimed(terms, "breach.notice")->clause, "15");  // the stricter one holds
  EXPECT_EQ(FindTimed(terms, "breach.notice#1")->clause, "14");
  EXPECT_EQ(FindTimed(terms, "breach.notice#2")->clause, "16");
  EXPECT_FALSE(FindTimed(terms, "breach.notice#3"));
}

TEST(TimedTermTest, TellsALimitFromARepeatedMeasure) {
  const auto terms = TimedTermsOf(SmallAgreement(
      "audits: {frequency: {times: 1, per: year, clause: \"15\"}}\n"
      "security:\n  measures:\n    - {id: patches, is: patching, times: 1, per: month, "
      "clause: \"16\"}\n    - {id: tests, is: testing, times: 2, per: year, clause: \"17\"}\n"));
  EXPECT_EQ(SayPath(terms, "audits.frequency"), "controller may 1 per year (15, contract)");
  EXPECT_EQ(SayPath(terms, "security.measures.patches"),
            "processor does again every 1 month (16, contract)");
  EXPECT_FALSE(FindTimed(terms, "security.measures.tests")->period);
  EXPECT_EQ(FindTimed(terms, "security.measures.tests")->times, 2U);
}

TEST(TimedTermTest, GivesTimeToWhoeverIsToBeEndedAndTheLeadToWhoeverEnds) {
  const auto mends = TimedTermsOf(SmallAgreement(
      "termination:\n  by-controller: {within: 30 days, from: notice-of-default, clause: \"15\"}\n"
      "  by-processor: {within: 30 days, from: notice-of-default, clause: \"16\"}\n"));
  EXPECT_EQ(SayPath(mends, "termination.by-controller"),
            "processor acts within 30 days of notice-of-default (15, contract)");
  EXPECT_EQ(SayPath(mends, "termination.by-processor"),
            "controller may act for 30 days from notice-of-default (16, contract)");
  const auto ends = TimedTermsOf(SmallAgreement(
      "termination:\n  by-controller: {at-least: 3 months, before: end-of-agreement, clause: "
      "\"15\"}\n  by-processor: {at-least: 3 months, before: end-of-agreement, clause: \"16\"}\n"));
  EXPECT_EQ(SayPath(ends, "termination.by-controller"),
            "controller tells 3 months before end-of-agreement (15, contract)");
  EXPECT_EQ(SayPath(ends, "termination.by-processor"),
            "processor tells 3 months before end-of-agreement (16, contract)");
}

TEST(TimedTermTest, StartsTheEndOfTheDataWhereTheContractBeginsIt) {
  const std::string end = "end: {clause: \"12\"}\n";
  const auto form = [&end](const std::string& more) {
    return ParsedTexts(With(kForm, end, "end: {clause: \"12\"" + more + "}\n"),
                       std::string(kInstance));
  };
  EXPECT_EQ(FindTimed(TimedTermsOf(form("")), "end.delay")->event, "end-of-agreement");
  const std::string trigger = ", trigger: {text: Closure, from: account-closure, clause: \"12.1\"}";
  const auto silent = TimedTermsOf(form(trigger));
  EXPECT_EQ(FindTimed(silent, "end.delay")->event, "account-closure");
  EXPECT_FALSE(FindTimed(silent, "end.trigger"));
  const auto stated = TimedTermsOf(form(trigger + ", delay: {within: 90 days, clause: \"12.2\"}"));
  EXPECT_EQ(SayPath(stated, "end.delay"),
            "processor acts within 90 days of account-closure (12.2, contract)");
}

TEST(TimedTermTest, CountsWhatIsKeptFromTheEventThatTheContractNames) {
  const auto terms = TimedTermsOf(
      ParsedTexts(With(kForm, "{days: 30}, from: capture", "{days: 30}, from: end-of-designation"),
                  std::string(kInstance)));
  EXPECT_EQ(FindTimed(terms, "retention")->event, "end-of-agreement");
  EXPECT_EQ(FindTimed(terms, "retention#1")->event, "end-of-designation");
}

TEST(TimedTermTest, StartsAllThatOneEventStartsAndNothingElse) {
  const auto mintt = TimedTermsOf(RealAgreement("mintt"));
  EXPECT_EQ(PathsOf(StartedBy(mintt, "breach", "awareness")),
            std::vector<std::string>{"breach.notice"});
  EXPECT_EQ(PathsOf(StartedBy(mintt, "incident", "acknowledgement-of-incident")),
            std::vector<std::string>{"breach.notice#1"});
  EXPECT_EQ(PathsOf(StartedBy(mintt, "request", "receipt-of-request")),
            (std::vector<std::string>{"requests.forward", "requests.assist", "statute.answer"}));
  EXPECT_EQ(
      PathsOf(StartedBy(mintt, "end", "end-of-agreement")),
      (std::vector<std::string>{"confidentiality.deletion", "end.delay",
                                "commercial.list.reference", "commercial.list.rented-sensors"}));
  EXPECT_EQ(PathsOf(StartedBy(mintt, "contract", "renewal")),
            (std::vector<std::string>{"commercial.list.price-change",
                                      "commercial.list.price-rise-exit"}));
}

TEST(TimedTermTest, StartsOneObligationByItsPathAndNoneWithout) {
  const auto mintt = TimedTermsOf(RealAgreement("mintt"));
  EXPECT_EQ(PathsOf(StartedBy(mintt, "term", "invoice", "commercial.list.payment")),
            std::vector<std::string>{"commercial.list.payment"});
  EXPECT_TRUE(StartedBy(mintt, "term", "invoice").empty());
  EXPECT_TRUE(StartedBy(mintt, "term", "delivery", "commercial.list.payment").empty());
  EXPECT_EQ(PathsOf(StartedBy(mintt, "breach", "awareness", "breach.notice")),
            std::vector<std::string>{"breach.notice"});
}

TEST(TimedTermTest, TakesTwoWordsForOneHappening) {
  const auto alliance = TimedTermsOf(SmallAgreement(
      "requests: {complaints: {within: 2 days, from: receipt-of-request, clause: \"15\"}}\n"));
  EXPECT_EQ(StartedBy(alliance, "complaint", "receipt-of-notice").size(), 1U);
  EXPECT_EQ(StartedBy(alliance, "complaint", "receipt-of-request").size(), 1U);
  EXPECT_EQ(StartedBy(alliance, "sub-processor", "change").size(), 1U);
}

TEST(TimedTermTest, TellsAnUnlawfulInstructionFromOneThatCannotBeFollowed) {
  const auto mintt = TimedTermsOf(RealAgreement("mintt"));
  EXPECT_EQ(PathsOf(StartedBy(mintt, "instruction", "instruction")),
            std::vector<std::string>{"instructions.infringing"});
  EXPECT_EQ(PathsOf(StartedBy(mintt, "inability", "awareness")),
            std::vector<std::string>{"instructions.unable"});
  EXPECT_EQ(PathsOf(StartedBy(mintt, "legal-demand", "receipt-of-notice")),
            std::vector<std::string>{"instructions.legal-exception"});
}

TEST(TimedTermTest, StartsNothingForWordsThatItDoesNotKnow) {
  const auto mintt = TimedTermsOf(RealAgreement("mintt"));
  EXPECT_EQ(FindMatter("nonsense"), nullptr);
  EXPECT_EQ(FindMatter(""), nullptr);
  EXPECT_TRUE(StartedBy(mintt, "nonsense", "awareness").empty());
  EXPECT_TRUE(StartedBy(mintt, "breach", "nonsense").empty());
  EXPECT_TRUE(StartedBy(mintt, "breach", "").empty());
  EXPECT_TRUE(StartedBy(mintt, "breach", "invoice").empty());
  EXPECT_TRUE(StartedBy(mintt, "term", "awareness", "no.such-path").empty());
  EXPECT_TRUE(StartedBy({}, "breach", "awareness").empty());
}

TEST(TimedTermTest, NamesMattersOnceWithEventsOfTheLanguage) {
  const auto any = FindMatter("term")->events;
  for (const Matter& matter : Matters()) {
    EXPECT_EQ(FindMatter(matter.name), &matter);
    EXPECT_FALSE(matter.events.empty()) << matter.name;
    for (const std::string_view event : matter.events) {
      EXPECT_NE(std::ranges::find(any, event), any.end()) << matter.name << " " << event;
    }
  }
}

TEST(TimedTermTest, LetsTheControllerRelyOnTheLaterReadingAndBindsUsByTheEarlier) {
  const Agreement mailgun = RealAgreement("mailgun");
  const auto terms = TimedTermsOf(mailgun);
  const TimedTerm window = *FindTimed(terms, "sub-processors.objection");
  const auto readings = DueOf(mailgun, window, At("2026-03-30T09:00:00Z"));
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->earliest.due.Format(), "2026-04-11T00:00:00Z");
  EXPECT_EQ(readings->latest.due.Format(), "2026-04-16T00:00:00Z");
  EXPECT_EQ(WhoActsFor(window), WhoActs::kTheOtherParty);
  EXPECT_EQ(WhoActsFor(*FindTimed(terms, "breach.notice")), WhoActs::kWe);
  EXPECT_EQ(readings->Binding(WhoActsFor(window)).due, readings->latest.due);
}

TEST(TimedTermTest, CountsALeadBackFromTheEvent) {
  const Agreement mintt = RealAgreement("mintt");
  const TimedTerm lead = *FindTimed(TimedTermsOf(mintt), "sub-processors.notice");
  const auto readings = DueOf(mintt, lead, At("2026-06-15T08:00:00Z"));
  ASSERT_TRUE(readings);
  EXPECT_EQ(readings->earliest.due.Format(), "2026-05-14T22:00:00Z");
  EXPECT_EQ(readings->latest.due.Format(), "2026-05-15T22:00:00Z");
}

TEST(TimedTermTest, NeverExtendsWhatIsKept) {
  const Agreement mintt = RealAgreement("mintt");
  const TimedTerm kept = *FindTimed(TimedTermsOf(mintt), "retention");
  const auto readings = DueOf(mintt, kept, At("2026-04-15T10:00:00Z"));  // ends on a Friday
  const auto on_sunday = DueOf(mintt, kept, At("2026-04-17T10:00:00Z"));
  ASSERT_TRUE(readings && on_sunday);
  EXPECT_EQ(readings->latest.due.Format(), "2026-05-15T22:00:00Z");
  EXPECT_EQ(on_sunday->latest.due.Format(), "2026-05-17T22:00:00Z");
}

TEST(TimedTermTest, CountsBusinessHoursOnlyWhereHoursAreKnown) {
  const Agreement mintt = RealAgreement("mintt");
  const TimedTerm start = *FindTimed(TimedTermsOf(mintt), "commercial.list.severity-1-start");
  const auto due = DueOf(mintt, start, At("2026-03-30T13:30:00Z"));  // 15:30 in Brussels
  ASSERT_TRUE(due);
  EXPECT_EQ(due->earliest.due.Format(), "2026-03-31T09:30:00Z");
  const Agreement opinum = RealAgreement("opinum");
  const TimedTerm complaint = *FindTimed(TimedTermsOf(opinum), "requests.complaints");
  const auto unknown = DueOf(opinum, complaint, At("2026-03-30T13:30:00Z"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInvalid);
}

// Covers: Reg. 1182/71 Art. 1.
TEST(TimedTermTest, CountsThePeriodsOfTheLawByTheRulesOfTheLaw) {
  const std::string plain =
      "time: {zone: Europe/Brussels, calendar: BE, rules: plain, "
      "week: mon-fri, clause: \"19\"}\n"
      "requests: {assist: {within: 1 month, clause: \"15\"}}\n";
  const Agreement agreement = SmallAgreement(plain);
  const auto terms = TimedTermsOf(agreement);
  const Instant event = At("2026-04-17T10:00:00Z");  // a month later is a Sunday
  const auto ours = DueOf(agreement, *FindTimed(terms, "requests.assist"), event);
  const auto theirs = DueOf(agreement, *FindTimed(terms, "statute.answer"), event);
  ASSERT_TRUE(ours && theirs);
  EXPECT_EQ(ours->latest.due.Format(), "2026-05-17T22:00:00Z");
  EXPECT_EQ(theirs->latest.due.Format(), "2026-05-18T22:00:00Z");
}

TEST(TimedTermTest, RefusesAnEventOutsideTheYearsThatItKnows) {
  const Agreement ipso = RealAgreement("ipso");
  const TimedTerm notice = *FindTimed(TimedTermsOf(ipso), "breach.notice");
  EXPECT_FALSE(DueOf(ipso, notice, Instant{-1}));
}

}  // namespace
}  // namespace mandat
