// SPDX-License-Identifier: Apache-2.0
#include "life/life.h"

#include <gtest/gtest.h>

#include <random>

#include "life/life_test_util.h"

namespace mandat {
namespace {

using std::chrono::hours;

constexpr auto kDay = hours(24);

Instant Later(int days) { return kNow + kDay * days; }

ErrorKind KindOf(const Life& life, const Event& event, const ProposedTexts& texts = {}) {
  const Result<Life> next = life.With(event, texts);
  EXPECT_FALSE(next) << Name(event.kind) << " was possible";
  return next ? ErrorKind::kCorrupt : next.error().kind;
}

std::string ClauseOf(const Life& life, const Event& event) {
  const Result<Life> next = life.With(event);
  EXPECT_TRUE(!next && next.error().clause) << Name(event.kind);
  return next || !next.error().clause ? "" : next.error().clause->clause;
}

Decision Ask(const Life& life, const Operation& operation, Instant at, Instant since = kNow) {
  auto compiled = life.Compile(since);
  if (auto* findings = std::get_if<std::vector<Finding>>(&compiled)) {
    ADD_FAILURE() << findings->front().message;
    return Forbidden(Ground::kNotInForce, {});
  }
  return std::get<0>(compiled)->At(at)->Decide(operation, at);
}

bool IsAllowed(const Life& life, const Operation& operation, Instant at) {
  return std::holds_alternative<Allowed>(Ask(life, operation, at));
}

Operation Reading() {
  return {.verb = Verb::kConsult, .purpose = "support", .collection = "cards"};
}

// The agreement once in every state, by name.
std::vector<std::pair<LifeState, Life>> EveryState() {
  const Life active = ActiveAcme();
  const Life ended =
      LifeBuilder("acme-demo").InForce(3, AcmeTexts()).Add(EndEvent(Later(1))).life();
  return {
      {LifeState::kDraft, LifeBuilder("acme-demo").Add(ProposeEvent(3), AcmeTexts()).life()},
      {LifeState::kSigned, LifeBuilder("acme-demo")
                               .Add(ProposeEvent(3), AcmeTexts())
                               .Add(SignEvent(3, ContractParty::kController))
                               .Add(SignEvent(3, ContractParty::kProcessor))
                               .life()},
      {LifeState::kActive, active},
      {LifeState::kSuspended, *active.With(SuspendEvent("stop"))},
      {LifeState::kWindingUp, ended},
      {LifeState::kResidual, *ended.With(ResidualEvent("backups", Later(60), Later(1)))},
      {LifeState::kClosed, *ended.With(CloseEvent(Later(2)))},
  };
}

TEST(LifeTest, NamesTheStateItIsIn) {
  for (const auto& [state, life] : EveryState()) {
    EXPECT_EQ(Name(life.StateAt(Later(2))), Name(state));
  }
  EXPECT_EQ(Life(*AgreementId::Parse("acme-demo")).StateAt(kNow), LifeState::kDraft);
}

// Which event is possible in which state: d(raft) s(igned) a(ctive) S(uspended) w(inding up)
// r(esidual) c(losed).
TEST(LifeTest, AllowsEachEventInItsStatesAndRefusesItInTheOthers) {
  struct Row {
    Event event;
    std::string states;
    ProposedTexts texts;
  };
  const Instant at = Later(3);
  const std::string newer = With(kSchema, "version: 2", "version: 3");
  const std::vector<Row> rows = {
      {ProposeEvent(4, at), "dsaS", AcmeTexts(4)},
      {SignEvent(3, ContractParty::kController, at), "d", {}},
      {ActivateEvent(3, at), "s", {}},
      {DeployEvent(3, at), "aS", {nullptr, ParseSchema(newer)}},
      {InstructEvent("no-mail", InstructionKind::kForbid, at), "aSwr", {}},
      {OfId(EventKind::kRevoke, "nothing", "", at), "", {}},
      {AnnounceEvent("printer", at), "aS", {}},
      {OfId(EventKind::kObject, "printer", "7", at), "", {}},
      {OfId(EventKind::kEngage, "printer", "7", at), "", {}},
      {OfId(EventKind::kDisengage, "mailer", "7", at), "aSwr", {}},
      {SuspendEvent("again", ContractParty::kController, at), "aS", {}},
      {OfId(EventKind::kResume, "stop", "", at), "S", {}},
      {HoldEvent("claim", at), "aSwr", {}},
      {OfId(EventKind::kRelease, "nothing", "", at), "", {}},
      {SucceedEvent(ContractParty::kController, at), "dsaSwr", {}},
      {EndEvent(at), "aS", {}},
      {ResidualEvent("logs", Later(90), at), "wr", {}},
      {CloseEvent(at), "w", {}},
  };
  const std::string letters = "dsaSwrc";
  const auto states = EveryState();
  for (const Row& row : rows) {
    for (size_t i = 0; i < states.size(); ++i) {
      const bool expected = row.states.find(letters[i]) != std::string::npos;
      const Result<Life> next = states[i].second.With(row.event, row.texts);
      EXPECT_EQ(next.has_value(), expected)
          << Name(row.event.kind) << " when " << Name(states[i].first) << ": "
          << (next ? "possible" : next.error().message);
    }
  }
}

// Covers: GDPR Art. 28(9).
TEST(LifeTest, BeginsOnlyWhenBothHaveAccepted) {
  const Life draft = LifeBuilder("acme-demo").Add(ProposeEvent(3), AcmeTexts()).life();
  EXPECT_EQ(KindOf(draft, ActivateEvent(3)), ErrorKind::kConflict);
  const Life ours = *draft.With(SignEvent(3, ContractParty::kProcessor));
  EXPECT_EQ(KindOf(ours, ActivateEvent(3)), ErrorKind::kConflict);
  EXPECT_EQ(KindOf(ours, SignEvent(3, ContractParty::kProcessor)), ErrorKind::kConflict);
  const Life both = *ours.With(SignEvent(3, ContractParty::kController));
  ASSERT_OK(both.With(ActivateEvent(3)));
  EXPECT_EQ(KindOf(both, ActivateEvent(4)), ErrorKind::kNotFound);
  EXPECT_EQ(KindOf(both, ProposeEvent(3), AcmeTexts()), ErrorKind::kConflict) << "it is accepted";
}

TEST(LifeTest, TakesAnotherDraftOfAVersionUntilSomeoneAcceptsIt) {
  const Life draft = LifeBuilder("acme-demo").Add(ProposeEvent(3), AcmeTexts()).life();
  Event other = ProposeEvent(3);
  other.texts.instance = Bytes(32, 'j');
  const Result<Life> again = draft.With(other, AcmeTexts());
  ASSERT_OK(again);
  EXPECT_EQ(again->versions().size(), 1U);
  EXPECT_EQ(again->versions().front().texts.instance, Bytes(32, 'j'));
  EXPECT_EQ(KindOf(draft, ProposeEvent(4), AcmeTexts(5)), ErrorKind::kInvalid);
}

TEST(LifeTest, ActivatesInThePastOnlyTheFirstVersion) {
  LifeBuilder builder("acme-demo");
  builder.Add(ProposeEvent(3), AcmeTexts())
      .Add(SignEvent(3, ContractParty::kController))
      .Add(SignEvent(3, ContractParty::kProcessor));
  Event activate = ActivateEvent(3);
  activate.effective = At("2025-12-31T00:00:00Z");
  EXPECT_EQ(KindOf(builder.life(), activate), ErrorKind::kInvalid) << "before its text begins";
  activate.effective = At("2026-01-01T00:00:00Z");
  builder.Add(activate)
      .Add(ProposeEvent(4), AcmeTexts(4))
      .Add(SignEvent(4, ContractParty::kController))
      .Add(SignEvent(4, ContractParty::kProcessor));
  Event next = ActivateEvent(4);
  next.effective = kNow + hours(-1);
  EXPECT_EQ(KindOf(builder.life(), next), ErrorKind::kInvalid);
  next.effective = kNow + hours(1);
  EXPECT_OK(builder.life().With(next));
}

// Invariant (versions bind).
// Covers: GDPR Art. 28(3).
TEST(LifeTest, DecidesByTheVersionInForceAtTheInstant) {
  ProposedTexts narrow = AcmeTexts(4);
  const std::string instance = With(kInstance, "version: 3", "version: 4");
  const std::string form = With(With(kForm, "    - {verb: consult, clause: \"3.2\"}\n", ""),
                                "operations: [record, consult]", "operations: [record]");
  narrow.agreement = ParseTexts(form, instance);
  Event later = ActivateEvent(4);
  later.effective = Later(10);
  const Life life = LifeBuilder("acme-demo")
                        .InForce(3, AcmeTexts())
                        .Add(ProposeEvent(4), narrow)
                        .Add(SignEvent(4, ContractParty::kController))
                        .Add(SignEvent(4, ContractParty::kProcessor))
                        .Add(later)
                        .life();
  EXPECT_TRUE(IsAllowed(life, Reading(), Later(10) + std::chrono::microseconds(-1)));
  EXPECT_FALSE(IsAllowed(life, Reading(), Later(10)));
  EXPECT_EQ(life.StateOf(life.versions()[0], Later(9)), VersionState::kInForce);
  EXPECT_EQ(life.StateOf(life.versions()[1], Later(9)), VersionState::kScheduled);
  EXPECT_EQ(life.StateOf(life.versions()[0], Later(10)), VersionState::kSuperseded);
  EXPECT_EQ(life.StateOf(life.versions()[1], Later(10)), VersionState::kInForce);
}

// A version that the controller did not accept binds by the rule of the one in force, or not.
// Covers: GDPR Art. 28(9).
TEST(LifeTest, MovesToAVersionByTheAmendmentRuleOrStays) {
  const std::string rule =
      "amendment:\n  rule: {is: notice, at-least: 10 days, before: change, clause: s14}\n";
  for (const bool has_rule : {true, false}) {
    const std::string extra = has_rule ? rule : "";
    const Life life = LifeBuilder("acme-demo")
                          .InForce(3, AcmeTexts(3, extra))
                          .Add(ProposeEvent(4), AcmeTexts(4, extra))
                          .Add(SignEvent(4, ContractParty::kProcessor))
                          .life();
    Event early = ActivateEvent(4);
    early.effective = Later(5);
    early.notice.received = kNow;
    EXPECT_EQ(ClauseOf(life, early), has_rule ? "s14" : "(no clause on amendment)");
    Event late = early;
    late.effective = Later(20);
    EXPECT_EQ(life.With(late).has_value(), has_rule);
    late.notice = {};
    EXPECT_FALSE(life.With(late)) << "without notice";
    const Life accepted = *life.With(SignEvent(4, ContractParty::kController));
    EXPECT_OK(accepted.With(ActivateEvent(4))) << "both accepted, so no notice is needed";
  }
}

// Covers: Dec. 2021/915 Cl. 10.
TEST(LifeTest, ASuspensionRefusesByItsClauseAndResumingAllows) {
  const Life active = ActiveAcme();
  ASSERT_TRUE(IsAllowed(active, Reading(), Later(1)));
  const Life stopped = *active.With(SuspendEvent("stop"));
  const Decision decision = Ask(stopped, Reading(), Later(1));
  const auto* forbidden = std::get_if<Forbidden>(&decision);
  ASSERT_NE(forbidden, nullptr);
  EXPECT_EQ(forbidden->ground, Ground::kSuspended);
  const Life resumed = *stopped.With(OfId(EventKind::kResume, "stop", "", Later(2)));
  EXPECT_FALSE(IsAllowed(resumed, Reading(), Later(1)));
  EXPECT_TRUE(IsAllowed(resumed, Reading(), Later(2)));
  EXPECT_EQ(resumed.StateAt(Later(2)), LifeState::kActive);
}

// Covers: GDPR Art. 17(3).
TEST(LifeTest, AHoldRefusesErasureUntilItIsReleased) {
  const Operation erase{.verb = Verb::kErase, .people = "customers", .instruction = "2026-014"};
  const Life active = ActiveAcme();
  EXPECT_TRUE(IsAllowed(active, erase, Later(1)));
  const Life held = *active.With(HoldEvent("claim"));
  EXPECT_FALSE(IsAllowed(held, erase, Later(1)));
  const Life released = *held.With(OfId(EventKind::kRelease, "claim", "", Later(2)));
  EXPECT_TRUE(IsAllowed(released, erase, Later(2)));
}

// Covers: GDPR Art. 28(3)(g).
TEST(LifeTest, FromTheEndOnOnlyErasureIsLeft) {
  const Operation erase{.verb = Verb::kErase, .people = "customers", .instruction = "2026-014"};
  Event end = EndEvent();
  end.effective = Later(5);
  const Life life = *ActiveAcme().With(end);
  EXPECT_EQ(life.StateAt(Later(4)), LifeState::kActive);
  EXPECT_TRUE(IsAllowed(life, Reading(), Later(4)));
  EXPECT_EQ(life.StateAt(Later(5)), LifeState::kWindingUp);
  EXPECT_FALSE(IsAllowed(life, Reading(), Later(5)));
  EXPECT_TRUE(IsAllowed(life, erase, Later(5)));
}

TEST(LifeTest, ClosesWhenNothingIsLeftAndNamesWhatIs) {
  const Life ended = *ActiveAcme().With(EndEvent());
  const Life residual = *ended.With(ResidualEvent("backups", Later(60)));
  const Result<Life> early = residual.With(CloseEvent(Later(59)));
  ASSERT_FALSE(early);
  EXPECT_NE(early.error().message.find("`backups`"), std::string::npos) << early.error().message;
  EXPECT_EQ(residual.StateAt(Later(60)), LifeState::kWindingUp) << "it has lapsed";
  ASSERT_OK(residual.With(CloseEvent(Later(60))));
  const Life held = *ended.With(HoldEvent("claim"));
  const Result<Life> kept = held.With(CloseEvent(Later(60)));
  ASSERT_FALSE(kept);
  EXPECT_NE(kept.error().message.find("`claim`"), std::string::npos);
}

// Covers: GDPR Art. 28(2).
TEST(LifeTest, EngagesASubprocessorWhenTheWindowIsOverWithoutObjection) {
  const std::string form = With(
      kForm, "sub-processors:\n  clause: \"7\"\n",
      "sub-processors:\n  clause: \"7\"\n  objection: {within: 14 days, from: receipt-of-notice, "
      "clause: s7b}\n");
  ProposedTexts texts = AcmeTexts();
  texts.agreement = ParseTexts(form, kInstance);
  const Life announced =
      LifeBuilder("acme-demo").InForce(3, texts).Add(AnnounceEvent("printer")).life();
  const Result<std::optional<Instant>> end =
      announced.ObjectionEnd(announced.standing().subprocessors.back(), kNow);
  ASSERT_OK(end);
  ASSERT_TRUE(*end);
  const auto engage = [](Instant at) { return OfId(EventKind::kEngage, "printer", "7", at); };
  const auto object = [](Instant at) { return OfId(EventKind::kObject, "printer", "7", at); };
  const Instant last = **end + std::chrono::microseconds(-1);
  EXPECT_EQ(ClauseOf(announced, engage(last)), "s7b");
  EXPECT_OK(announced.With(engage(**end)));
  EXPECT_EQ(ClauseOf(announced, object(**end)), "s7b") << "too late";
  const Life objected = *announced.With(object(last));
  EXPECT_EQ(ClauseOf(objected, engage(**end)), "s7b") << "nothing says that it may go on";
  EXPECT_EQ(KindOf(announced, AnnounceEvent("printer", Later(1))), ErrorKind::kConflict);
  EXPECT_EQ(KindOf(announced, AnnounceEvent("mailer")), ErrorKind::kConflict) << "it is listed";
}

TEST(LifeTest, EngagesDespiteAnObjectionWhereTheAgreementSaysSo) {
  for (const std::string effect : {"none", "controller-may-terminate", "no-engagement"}) {
    const std::string form =
        With(kForm, "sub-processors:\n  clause: \"7\"\n",
             "sub-processors:\n  clause: \"7\"\n  effect: {is: " + effect + ", clause: s7c}\n");
    ProposedTexts texts = AcmeTexts();
    texts.agreement = ParseTexts(form, kInstance);
    const Life objected = LifeBuilder("acme-demo")
                              .InForce(3, texts)
                              .Add(AnnounceEvent("printer"))
                              .Add(OfId(EventKind::kObject, "printer", "7", Later(1)))
                              .life();
    const Event engage = OfId(EventKind::kEngage, "printer", "7", Later(2));
    if (effect == "no-engagement") {
      EXPECT_EQ(ClauseOf(objected, engage), "s7c");
    } else {
      EXPECT_OK(objected.With(engage)) << effect;
    }
  }
}

// Covers: GDPR Art. 28(2).
TEST(LifeTest, WantsConsentToEachWhereTheAuthorisationIsSpecific) {
  const auto ipso = ParseSample("ipso", "ipso-demo");
  const auto schema = ParseSchema(ReadSource("agreements/ipso-hosting.schema.yaml"));
  const Instant at = At("2026-06-01T10:00:00Z");
  const Life announced = LifeBuilder(ipso->id().text())
                             .InForce(ipso->version(), {ipso, schema}, at)
                             .Add(AnnounceEvent("printer", at))
                             .life();
  const Event engage = OfId(EventKind::kEngage, "printer", "6.1", at + kDay);
  EXPECT_EQ(ClauseOf(announced, engage), "6.1");
  Event consent = InstructEvent("yes-printer", InstructionKind::kConsent, at);
  consent.scope.places = {"printer"};
  EXPECT_OK(announced.With(consent)->With(engage));
}

// Covers: GDPR Art. 28(2), Art. 28(3)(a).
TEST(LifeTest, KeepsTheNoticeOfAMonthBeforeAnEngagement) {
  const auto mintt = ParseSample("mintt", "mintt-demo");
  const auto schema = ParseSchema(ReadSource("agreements/mintt-care.schema.yaml"));
  const Instant at = At("2026-06-01T10:00:00Z");
  const Life announced = LifeBuilder(mintt->id().text())
                             .InForce(mintt->version(), {mintt, schema}, at)
                             .Add(AnnounceEvent("printer", at))
                             .life();
  EXPECT_EQ(announced.With(OfId(EventKind::kEngage, "printer", "7", at + kDay * 29)).error().kind,
            ErrorKind::kRefused);
  EXPECT_OK(announced.With(OfId(EventKind::kEngage, "printer", "7", at + kDay * 32)));
}

TEST(LifeTest, DeploysANewerSchemaUnderTheVersionInForce) {
  const ProposedTexts newer{nullptr, ParseSchema(With(kSchema, "version: 2", "version: 3"))};
  const ProposedTexts same{nullptr, ParseSchema(kSchema)};
  const Life active = ActiveAcme();
  EXPECT_EQ(KindOf(active, DeployEvent(3), same), ErrorKind::kConflict);
  Event later = DeployEvent(3);
  later.effective = Later(5);
  const Life deployed = *active.With(later, newer);
  auto compiled = deployed.Compile(kNow);
  const auto& schedule = std::get<0>(compiled);
  EXPECT_EQ(schedule->At(Later(4))->schema().version(), 2U);
  EXPECT_EQ(schedule->At(Later(5))->schema().version(), 3U);
}

TEST(LifeTest, KnowsWhatWasRecordedAlready) {
  const Life life = *ActiveAcme().With(SuspendEvent("stop"));
  Event again = SuspendEvent("stop", ContractParty::kController, Later(1));
  EXPECT_TRUE(life.FindSame(again, false));
  EXPECT_FALSE(life.FindSame(again, true)) << "from another instant";
  again.basis = "11";
  EXPECT_FALSE(life.FindSame(again, false));
  const Life resumed = *life.With(OfId(EventKind::kResume, "stop", "", Later(2)));
  EXPECT_FALSE(resumed.FindSame(SuspendEvent("stop"), false)) << "it ended since";
  EXPECT_EQ(KindOf(resumed, SuspendEvent("stop", ContractParty::kController, Later(3))),
            ErrorKind::kConflict);
}

TEST(LifeTest, RefusesWhatNoVersionCouldStandBeside) {
  Event instruct = InstructEvent("odd", InstructionKind::kForbid);
  instruct.scope.purposes = {"gardening"};
  const Life life = *ActiveAcme().With(instruct);
  const auto compiled = life.Compile(kNow);
  EXPECT_TRUE(std::holds_alternative<std::vector<Finding>>(compiled));
}

// A random history: whatever is possible happens.
TEST(LifeTest, RandomHistoriesKeepTheirPromises) {
  const ProposedTexts next = AcmeTexts(4);
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 draw(seed);
    Life life = LifeBuilder("acme-demo").InForce(3, AcmeTexts()).life();
    Life replayed(life.id());
    bool closed = false;
    for (int step = 1; step <= 40; ++step) {
      const Instant at = Later(step);
      const std::string id = "x" + std::to_string(draw() % 4);
      const std::vector<Event> choices = {
          ProposeEvent(4, at),
          SignEvent(4, draw() % 2 == 0 ? ContractParty::kController : ContractParty::kProcessor,
                    at),
          ActivateEvent(4, at),
          InstructEvent(id, InstructionKind::kForbid, at),
          OfId(EventKind::kRevoke, id, "", at),
          AnnounceEvent(id, at),
          OfId(EventKind::kObject, id, "7", at),
          OfId(EventKind::kEngage, id, "7", at),
          OfId(EventKind::kDisengage, id, "7", at),
          SuspendEvent(id, ContractParty::kProcessor, at),
          OfId(EventKind::kResume, id, "", at),
          HoldEvent(id, at),
          OfId(EventKind::kRelease, id, "", at),
          ResidualEvent(id, at + kDay * 3, at),
          draw() % 8 == 0 ? EndEvent(at) : HoldEvent(id, at),
          CloseEvent(at)};
      const Event& event = choices[draw() % choices.size()];
      Result<Life> after =
          life.With(event, event.kind == EventKind::kPropose ? next : ProposedTexts());
      ASSERT_FALSE(closed && after) << "something was recorded after the close";
      if (!after) {
        continue;
      }
      life = std::move(*after);
      closed = life.StateAt(at) == LifeState::kClosed;
      ASSERT_TRUE(std::holds_alternative<std::shared_ptr<const MandateSchedule>>(life.Compile(at)));
    }
    for (const Event& event : life.events()) {
      const Result<Event> read = Event::Decode(event.Encode());
      ASSERT_OK(read);
      const ProposedTexts texts = read->kind != EventKind::kPropose ? ProposedTexts()
                                  : read->version == 3              ? AcmeTexts()
                                                                    : next;
      Result<Life> more = replayed.With(*read, texts);
      ASSERT_OK(more);
      replayed = std::move(*more);
    }
    EXPECT_EQ(replayed.StateAt(Later(40)), life.StateAt(Later(40)));
    EXPECT_EQ(replayed.standing().instructions.size(), life.standing().instructions.size());
    EXPECT_EQ(replayed.standing().subprocessors.size(), life.standing().subprocessors.size());
    EXPECT_EQ(replayed.standing().suspensions.size(), life.standing().suspensions.size());
    EXPECT_EQ(replayed.standing().holds.size(), life.standing().holds.size());
  }
}

TEST(LifeTest, ShowsWhatIsSignedByteForByte) {
  EXPECT_EQ(AcceptanceMessage(*AgreementId::Parse("acme-demo"), 3, ContractParty::kController,
                              Bytes(2, '\x0a')),
            "mandat acceptance v1\nacme-demo\n3\ncontroller\n0a0a\n");
}

}  // namespace
}  // namespace mandat
