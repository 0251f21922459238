// SPDX-License-Identifier: Apache-2.0
// What the simulator found once, each as a small world of its own.
#include <gtest/gtest.h>

#include "service/contacts.h"
#include "service/keep_house.h"
#include "sim/acts.h"
#include "sim/house.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;

// One small agreement in force, on a machine where nothing fails.
class FoundTest : public ::testing::Test {
 protected:
  FoundTest() : world_(1, Plant::kNone) {
    world_.rooms().push_back(std::make_unique<Room>(*AgreementId::Parse("desk-1"),
                                                    Cast{"desk-1", "desk", true}, world_.trouble(),
                                                    world_.receiver()));
    world_.SetCalm(true);
    world_.receiver().SetSound(true);
    world_.Start();
    world_.watch().Looked(world_.time().Now());
    ActActivate(world_, room());
  }

  Room& room() { return *world_.rooms().front(); }
  void ExpectSound() { EXPECT_FALSE(world_.trouble().is_broken()) << *world_.trouble().broken(); }
  void Restart() {
    world_.Close();
    world_.time().Restart(world_.time().Now() + hours(1));
    world_.Start();
  }
  void Expire() {
    const Result<Receipt> expired = world_.Do<Receipt>(
        room(), {0, 1},
        [](const auto& open, Done<Receipt> done) { ExpireUnits(open, std::move(done)); });
    EXPECT_TRUE(expired);
  }

  World world_;
};

// Their names alone were longer than an entry may be, so none was ever recorded as sent.
TEST_F(FoundTest, BringsMoreNoticesAtOnceThanAnEntryHasRoomFor) {
  constexpr size_t kNotices = 100;
  Contact contact;
  contact.party = "controller";
  contact.subjects = {"all"};
  contact.channel = "e-mail";
  contact.address = "ada@example.org";
  contact.language = "en";
  const Result<ContactAnswer> put = world_.Do<ContactAnswer>(
      room(), {1, 1}, [&](const auto& agreement, Done<ContactAnswer> done) {
        PutContact(agreement, contact, Bytes(8, 'a'), std::move(done));
      });
  ASSERT_TRUE(put);
  while (room().book.notices().size() < kNotices) {
    ActSendNotice(world_, room());
  }
  KeepHouse(world_);
  room().book.RequireBrought();
  ExpectSound();
  EXPECT_EQ(world_.receiver().arrivals_count(), room().book.notices().size());
}

// Agreement time stays where a jump had brought it; what expires goes by the clock all the same.
TEST_F(FoundTest, PurgesNothingEarlyAfterAClockWasPutRightAgain) {
  ActRegister(world_, room());
  while (room().people.units().size() < 5) {
    ActPut(world_, room());
  }
  world_.time().Advance(hours(1));
  world_.time().Set(world_.time().Now() + hours(24 * 40));
  ActRegister(world_, room());  // agreement time is ahead now
  world_.time().Set(world_.time().Now() + -hours(24 * 40));
  ASSERT_TRUE(world_.agreements().clock().Observe());
  Expire();
  const std::shared_ptr<OpenAgreement> agreement = world_.Enter(room());
  room().people.Audit(*agreement, world_.time().Now());
  ExpectSound();
}

// The twins of one fault: the jump is remembered in the end, whether or not the first try to write
// it down took.
TEST_F(FoundTest, RemembersAJumpThatCouldNotBeWrittenDownAtFirst) {
  for (const bool keeps : {false, true}) {
    world_.time().Set(world_.time().Now() + hours(48));
    world_.disk().HomeOf("system").FailFile(keeps);
    EXPECT_FALSE(world_.agreements().clock().Observe());
    EXPECT_TRUE(world_.agreements().clock().Observe());
    Restart();
    EXPECT_TRUE(world_.agreements().clock().waiting());
    ASSERT_TRUE(world_.agreements().clock().Confirm());
    Restart();
    EXPECT_FALSE(world_.agreements().clock().waiting());
  }
}

// After one commit of unknown outcome no agreement with a hint could be opened any more, so its
// clocks stood until the next start.
TEST_F(FoundTest, OpensAgreementsForTheirClocksAfterAHintOfUnknownOutcome) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    Restart();
    world_.time().Advance(hours(24 * 400));
    world_.disk().HomeOf("system").FailCommit(fault);
    EXPECT_TRUE(world_.agreements().OpenDue(world_.time().Now()).empty());
    EXPECT_EQ(world_.agreements().Opened().size(), 1U);
  }
}

}  // namespace
}  // namespace mandat::sim
