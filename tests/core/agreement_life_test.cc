// SPDX-License-Identifier: Apache-2.0
// What is recorded about an agreement, from the use case to the bytes and back.
#include <gtest/gtest.h>

#include "core/core_test_util.h"
#include "crypto/signer.h"
#include "service/record_event.h"

namespace mandat {
namespace {

using std::chrono::hours;

class AgreementLifeTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.Activate(); }

  OpenAgreement& agreement() { return world_.agreement(); }
  const Life& life() {
    book_ = agreement().life_book();
    return book_->life;
  }
  uint64_t entries() { return agreement().journal().head().size; }

  Result<RecordAnswer> Record(Event event, AgreementTexts texts = {}, bool from_now = true) {
    return Wait<RecordAnswer>([&](Done<RecordAnswer> done) {
      RecordEvent(world_.shared(), {std::move(event), from_now, std::move(texts)}, Bytes(8, 'o'),
                  std::move(done));
    });
  }

  static Event Named(EventKind kind, std::string id) {
    Event event;
    event.kind = kind;
    event.id = std::move(id);
    return event;
  }
  static Event Suspension(std::string id) {
    Event event = Named(EventKind::kSuspend, std::move(id));
    event.party = ContractParty::kController;
    return event;
  }
  static Event Hold(std::string id) {
    Event event = Named(EventKind::kHold, std::move(id));
    event.basis = "GDPR Art. 17(3)";
    return event;
  }

  TestWorld world_;
  std::shared_ptr<const LifeBook> book_;
};

// Covers: GDPR Art. 28(9).
TEST_F(AgreementLifeTest, ActivationRecordsProposalAcceptancesAndBeginning) {
  ASSERT_EQ(life().events().size(), 4U);
  const LifeVersion& version = life().versions().front();
  EXPECT_EQ(version.controller->proof.how, "click");
  EXPECT_EQ(version.controller->proof.signer, "the customer");
  EXPECT_EQ(version.from, Instant::Parse("2026-01-01T00:00:00Z").value());
  EXPECT_EQ(life().StateAt(world_.time().Now()), LifeState::kActive);
  EXPECT_EQ(entries(), 1U);
  for (const EntryIndex entry : agreement().life_book()->entries) {
    EXPECT_EQ(entry.value, 0U);
  }
}

// Covers: Dec. 2021/915 Cl. 10.
TEST_F(AgreementLifeTest, ASuspensionDecidesTheNextBatchAndResumingTheOneAfter) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(mandat::Record(1), Person(1), "body"));
  const Result<RecordAnswer> stopped = Record(Suspension("stop"));
  ASSERT_OK(stopped);
  EXPECT_EQ(stopped->state, LifeState::kSuspended);
  const Result<ReadAnswer> refused = world_.Read(mandat::Record(1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(refused.error().clause->clause, "8") << "the clause on instructions";
  world_.time().Advance(hours(1));
  ASSERT_OK(Record(Named(EventKind::kResume, "stop")));
  EXPECT_OK(world_.Read(mandat::Record(1)));
}

// Covers: GDPR Art. 17(3).
TEST_F(AgreementLifeTest, AHoldKeepsAPersonUntilItIsReleased) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(mandat::Record(1), Person(1), "body"));
  ASSERT_OK(Record(Hold("claim")));
  const Result<EraseAnswer> kept = world_.Erase(Person(1));
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().clause->clause, "GDPR Art. 17(3)");
  EXPECT_OK(world_.Read(mandat::Record(1)));
  world_.time().Advance(hours(1));
  ASSERT_OK(Record(Named(EventKind::kRelease, "claim")));
  EXPECT_OK(world_.Erase(Person(1)));
}

// Invariant (atomic or absent), both twins of the commit whose outcome is unknown.
TEST_F(AgreementLifeTest, AnEventIsWhollyThereWithItsEntryOrAbsent) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    const bool kept = fault == CommitFault::kUnknownKept;
    const uint64_t before = entries();
    const size_t events = life().events().size();
    world_.home().FailCommit(fault);
    const Result<RecordAnswer> answer = Record(Hold(kept ? "kept" : "lost"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kUnavailable);
    EXPECT_EQ(life().events().size(), events) << "nothing is in effect before it is known";
    ASSERT_OK(world_.Reopen());
    EXPECT_EQ(entries(), before + (kept ? 1 : 0));
    EXPECT_EQ(life().events().size(), events + (kept ? 1 : 0));
    EXPECT_EQ(life().FindSame(Hold(kept ? "kept" : "lost"), false).has_value(), kept);
    if (kept) {
      EXPECT_EQ(LastEntry(agreement()).detail,
                FormatHex(Sha256(life().events().back().Encode()).view()));
    }
    const Result<RecordAnswer> again = Record(Hold(kept ? "kept" : "lost"));
    ASSERT_OK(again);
    EXPECT_EQ(again->receipt.replayed, kept);
  }
}

TEST_F(AgreementLifeTest, ACleanFailureRecordsNothing) {
  const uint64_t before = entries();
  world_.home().FailCommit(CommitFault::kRefuse);
  EXPECT_FALSE(Record(Hold("claim")));
  EXPECT_EQ(entries(), before);
  EXPECT_TRUE(life().standing().holds.empty());
  EXPECT_OK(Record(Hold("claim")));
}

// Invariant (versions bind).
// Covers: GDPR Art. 28(3).
TEST_F(AgreementLifeTest, OperationsAreDecidedByTheVersionInForceAtTheirInstantAlsoAfterARestart) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(mandat::Record(1), Person(1), "body"));
  AgreementTexts next = ShopTexts(2);
  const size_t at = next.form.find("    - {id: billing, text: Send bills, clause: \"2.2\"}\n");
  ASSERT_NE(at, std::string::npos);
  next.form.replace(next.form.find("{id: support", 0), 12, "{id: support2");
  next.instance.replace(next.instance.find("2026-01-01"), 10, "2026-04-01");
  world_.Activate(next);
  EXPECT_EQ(life().StateOf(life().versions()[1], world_.time().Now()), VersionState::kScheduled);
  for (const bool restarted : {false, true}) {
    world_.time().Set(*Instant::Parse("2026-03-31T23:59:59Z"));
    if (restarted) {
      ASSERT_OK(world_.Reopen());
    }
    EXPECT_OK(world_.Read(mandat::Record(1)));
    EXPECT_EQ(LastEntry(agreement()).agreement_version, 1U);
  }
  world_.time().Set(*Instant::Parse("2026-04-01T00:00:00Z"));
  EXPECT_EQ(world_.Read(mandat::Record(1)).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(LastEntry(agreement()).agreement_version, 2U);
}

TEST_F(AgreementLifeTest, ReopeningGivesTheSameLife) {
  Event instruct = Named(EventKind::kInstruct, "no-bills");
  instruct.order = InstructionKind::kForbid;
  instruct.scope.purposes = {"billing"};
  ASSERT_OK(Record(instruct));
  ASSERT_OK(Record(Hold("claim")));
  std::vector<Bytes> before;
  for (const Event& event : life().events()) {
    before.push_back(event.Encode());
  }
  ASSERT_OK(world_.Reopen());
  std::vector<Bytes> after;
  for (const Event& event : life().events()) {
    after.push_back(event.Encode());
  }
  EXPECT_EQ(after, before);
  Operation operation{.verb = Verb::kConsult, .purpose = "billing", .collection = "logs"};
  EXPECT_EQ(agreement().gate().Admit(operation).error().kind, ErrorKind::kRefused);
  operation.purpose = "support";
  EXPECT_OK(agreement().gate().Admit(operation));
}

// Covers: GDPR Art. 28(9).
TEST_F(AgreementLifeTest, VerifiesASignatureOverTheVersionBeforeItIsRecorded) {
  const AgreementTexts texts = ShopTexts(2);
  const Compiled compiled = CompileAgreement(texts);
  const Signer signer(SecretBytes(Bytes(32, 's')));
  const Result<Receipt> active =
      Start<Receipt>([&](Done<Receipt> done) {
        PutInForce(world_.shared(), texts, Bytes(8, 'o'), std::move(done));
      }).get();
  ASSERT_OK(active);
  Event sign;
  sign.kind = EventKind::kSign;
  sign.version = 2;
  sign.party = ContractParty::kController;
  const Bytes message = AcceptanceMessage(agreement().id(), 2, ContractParty::kController,
                                          AgreementHash(compiled.mandate->agreement()).view());
  sign.proof = {.how = "ed25519", .key = signer.public_key(), .signature = signer.Sign(message)};
  EXPECT_EQ(Record(sign).error().kind, ErrorKind::kConflict) << "accepted on paper already";
  sign.proof.signature[0] = static_cast<char>(sign.proof.signature[0] ^ 1);
  EXPECT_EQ(Record(sign).error().kind, ErrorKind::kInvalid);
  sign.proof.signature = signer.Sign(message);
  sign.party = ContractParty::kProcessor;
  EXPECT_EQ(Record(sign).error().kind, ErrorKind::kInvalid) << "signed as the other party";
}

// Covers: GDPR Art. 28(3)(g).
TEST_F(AgreementLifeTest, ClosesOnlyOverAnEmptyVault) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(mandat::Record(1), Person(1), "body"));
  Event end;
  end.kind = EventKind::kEnd;
  ASSERT_OK(Record(end));
  EXPECT_EQ(world_.Read(mandat::Record(1)).error().clause->clause, "10");
  Event close;
  close.kind = EventKind::kClose;
  const Result<RecordAnswer> early = Record(close);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().message, "the agreement cannot be closed: 1 units are in the vault");
  ASSERT_OK(world_.Erase(Person(1)));
  const Result<RecordAnswer> closed = Record(close);
  ASSERT_OK(closed);
  EXPECT_EQ(closed->state, LifeState::kClosed);
  EXPECT_EQ(Record(Hold("claim")).error().kind, ErrorKind::kConflict);
}

TEST_F(AgreementLifeTest, ChangesNothingForWhatFitsNoVersion) {
  Event hold = Hold("claim");
  hold.scope.categories = {"shoe-size"};
  const uint64_t before = entries();
  const Result<RecordAnswer> answer = Record(hold);
  ASSERT_OK(answer);
  EXPECT_FALSE(answer->findings.empty());
  EXPECT_EQ(entries(), before);
  EXPECT_TRUE(life().standing().holds.empty());
}

// Invariant (history does not change).
TEST_F(AgreementLifeTest, RefusesToOpenOverAnEventOrATextThatWasChanged) {
  ASSERT_OK(Record(Hold("claim")));
  ASSERT_OK(world_.Reopen());
  const auto change = [this](std::string_view prefix, std::string_view from, std::string_view to) {
    const Result<std::unique_ptr<Store>> store = world_.home().OpenStore("data");
    EXPECT_OK(store);
    Batch batch;
    const auto rows = (*store)->Scan(Space::kMeta, prefix, EndOfPrefix(prefix));
    for (; rows->Valid(); rows->Next()) {
      Bytes value(rows->value());
      if (const size_t at = value.find(from); at != Bytes::npos) {
        batch.Put(Space::kMeta, Bytes(rows->key()), value.replace(at, from.size(), to));
      }
    }
    EXPECT_FALSE(batch.empty()) << prefix;
    EXPECT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  };
  change("life/", "claim", "craim");
  EXPECT_EQ(world_.Reopen().error().kind, ErrorKind::kCorrupt);
  change("life/", "craim", "claim");
  ASSERT_OK(world_.Reopen());
  change("text/", "Answer customers", "Answer everybody");
  EXPECT_EQ(world_.Reopen().error().kind, ErrorKind::kCorrupt);
}

TEST_F(AgreementLifeTest, NoFreeTextReachesTheJournal) {
  Event hold = Hold("claim");
  hold.by = "told by a clerk of the example court";
  ASSERT_OK(Record(hold));
  const Entry entry = LastEntry(agreement());
  EXPECT_EQ(entry.act, "hold-data");
  EXPECT_EQ(entry.clause, "GDPR Art. 17(3)");
  EXPECT_EQ(entry.detail.size(), 64U);
  const Result<Bytes> bytes = entry.Encode();
  ASSERT_OK(bytes);
  EXPECT_EQ(bytes->find("clerk"), Bytes::npos);
}

}  // namespace
}  // namespace mandat
