// SPDX-License-Identifier: Apache-2.0
#include "life/event.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "life/life_test_util.h"

namespace mandat {
namespace {

// One event of every kind with everything that its kind may have.
std::vector<Event> OneOfEach() {
  Event held = HoldEvent("claim");
  held.collections = {"cards"};
  held.scope.categories = {"contact"};
  held.until = At("2027-01-01T00:00:00Z");
  Event activated = ActivateEvent(4);
  activated.notice = {At("2026-01-02T00:00:00Z"), At("2026-01-03T00:00:00Z"), "law"};
  Event suspended = SuspendEvent("stop", ContractParty::kProcessor);
  suspended.scope = {{"support"}, {Verb::kDisclose}, {"contact"}, {"customers"}, {"BE"}};
  Event signed_by_key = SignEvent(4, ContractParty::kController);
  signed_by_key.proof = {.how = "ed25519", .key = Bytes(32, 'k'), .signature = Bytes(64, 's')};
  return {ProposeEvent(4),
          SignEvent(4, ContractParty::kProcessor),
          signed_by_key,
          activated,
          DeployEvent(4),
          InstructEvent("no-mail", InstructionKind::kForbid),
          OfId(EventKind::kRevoke, "no-mail"),
          AnnounceEvent("printer"),
          OfId(EventKind::kObject, "printer", "7"),
          OfId(EventKind::kEngage, "printer", "7"),
          OfId(EventKind::kDisengage, "printer", "7"),
          suspended,
          OfId(EventKind::kResume, "stop"),
          held,
          OfId(EventKind::kRelease, "claim"),
          SucceedEvent(ContractParty::kController),
          EndEvent(),
          ResidualEvent("backups", At("2026-09-01T00:00:00Z")),
          CloseEvent()};
}

TEST(EventTest, ReadsBackWhatItWrote) {
  for (const Event& event : OneOfEach()) {
    ASSERT_OK(event.Validate()) << Name(event.kind);
    const Bytes bytes = event.Encode();
    const Result<Event> read = Event::Decode(bytes);
    ASSERT_OK(read) << Name(event.kind);
    EXPECT_TRUE(SameContent(*read, event, true)) << Name(event.kind);
    EXPECT_EQ(read->recorded, event.recorded);
    EXPECT_EQ(read->by, event.by);
    EXPECT_EQ(read->Encode(), bytes);
  }
}

// The bytes are for ever.
TEST(EventTest, WritesAHoldByteForByte) {
  EXPECT_EQ(FormatHex(HoldEvent("claim").Encode()),
            "a601"
            "69686f6c642d64617461"
            "021b0006486a49abe800"
            "031b0006486a49abe800"
            "04676c6567616c2f31"
            "1465636c61696d"
            "156f"
            "4744505220417274"
            "2e203137283329");
}

TEST(EventTest, RefusesEveryOtherSpellingOfItsBytes) {
  const Bytes bytes = HoldEvent("claim").Encode();
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(Event::Decode(bytes.substr(0, i))) << i;
    Bytes flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x80);
    const Result<Event> read = Event::Decode(flipped);
    EXPECT_TRUE(!read || read->Encode() == flipped) << i;
  }
  EXPECT_EQ(Event::Decode(bytes + "x").error().kind, ErrorKind::kCorrupt);
}

TEST(EventTest, HasWhatItsKindHasAndNothingElse) {
  for (const Event& event : OneOfEach()) {
    Event more = event;
    more.country = more.kind == EventKind::kAnnounce ? more.country : "BE";
    more.version = more.kind == EventKind::kAnnounce ? 3 : more.version;
    EXPECT_EQ(more.Validate().error().kind, ErrorKind::kInvalid) << Name(event.kind);
  }
  Event nameless = HoldEvent("claim");
  nameless.id = "";
  EXPECT_FALSE(nameless.Validate());
  nameless.id = "Not A Name";
  EXPECT_FALSE(nameless.Validate());
}

// Covers: GDPR Art. 28(9).
TEST(EventTest, WantsAcceptanceToBeProven) {
  Event event = SignEvent(4, ContractParty::kController);
  ASSERT_OK(event.Validate());
  event.proof.signer = "";
  EXPECT_FALSE(event.Validate());
  event = SignEvent(4, ContractParty::kController);
  event.proof.how = "telephone";
  EXPECT_FALSE(event.Validate());
  event.proof = {.how = "ed25519", .key = Bytes(32, 'k')};
  EXPECT_FALSE(event.Validate());
  event.proof.signature = Bytes(64, 's');
  EXPECT_OK(event.Validate());
}

TEST(EventTest, KnowsItsKindsByName) {
  for (size_t i = 0; i < kEventKindsCount; ++i) {
    const auto kind = static_cast<EventKind>(i);
    EXPECT_EQ(FindEventKind(Name(kind)), kind);
  }
  EXPECT_FALSE(FindEventKind("paint"));
}

}  // namespace
}  // namespace mandat
