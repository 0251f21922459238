// SPDX-License-Identifier: Apache-2.0
// Every act with its commit refused, lost and kept, and the marks by which a leak is seen.
#include <gtest/gtest.h>

#include "sim/acts.h"
#include "sim/house.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

using std::chrono::hours;

// One small agreement in force with a few people, on a machine where nothing fails by itself.
class TwinsTest : public ::testing::TestWithParam<CommitFault> {
 protected:
  TwinsTest() : world_(11, Plant::kNone) {
    world_.rooms().push_back(std::make_unique<Room>(*AgreementId::Parse("desk-1"),
                                                    Cast{"desk-1", "desk", true}, world_.trouble(),
                                                    world_.receiver()));
    world_.SetCalm(true);
    world_.receiver().SetSound(true);
    world_.Start();
    world_.watch().Looked(world_.time().Now());
    ActActivate(world_, room());
    for (int i = 0; i < 4; ++i) {
      ActRegister(world_, room());
    }
  }

  Room& room() { return *world_.rooms().front(); }
  void ExpectSound(std::string_view when) {
    EXPECT_FALSE(world_.trouble().is_broken()) << when << ": " << *world_.trouble().broken();
  }
  void Audit() {
    const std::shared_ptr<OpenAgreement> agreement = world_.Enter(room());
    ASSERT_TRUE(agreement);
    const Instant now = world_.time().Now();
    room().people.Audit(*agreement, now);
    room().letters.Audit(*agreement, room().people, now);
    room().meters.Audit(*agreement, now);
    room().files.Audit(*agreement, now);
    room().held.Audit(*agreement, now);
  }
  // The first commit of the act, or the second, ends so; then as many acts as it takes run well.
  void TryEach(void (*act)(World&, Room&), std::string_view name) {
    for (const int nth : {1, 2, 1, 1, 2}) {
      world_.time().Advance(hours(3));
      world_.disk().HomeOf(world_.HomeOf(room())).FailCommit(GetParam(), nth);
      act(world_, room());
      world_.ClearFaults();
      Audit();
      act(world_, room());
      Audit();
      ExpectSound(name);
    }
  }

  World world_;
};

INSTANTIATE_TEST_SUITE_P(Each, TwinsTest,
                         ::testing::Values(CommitFault::kRefuse, CommitFault::kUnknownLost,
                                           CommitFault::kUnknownKept),
                         [](const auto& info) {
                           return std::string(info.param == CommitFault::kRefuse        ? "Refused"
                                              : info.param == CommitFault::kUnknownLost ? "Lost"
                                                                                        : "Kept");
                         });

TEST_P(TwinsTest, AtomicOrAbsent_WhatIsWrittenIsThereWhollyOrNotAtAll) {
  TryEach(ActPut, "record");
  TryEach(ActPutLetter, "record of several people");
  TryEach(ActPutBatch, "batch");
  TryEach(ActAppendPoints, "points");
  TryEach(ActUpload, "blob");
}

TEST_P(TwinsTest, JournalBeforeDisclosure_WhatIsReadHasItsEntry) {
  for (int i = 0; i < 6; ++i) {
    ActPut(world_, room());
    ActPutLetter(world_, room());
    ActAppendPoints(world_, room());
    ActUpload(world_, room());
  }
  TryEach(ActRead, "record");
  TryEach(ActReadLetter, "search");
  TryEach(ActReadPoints, "points");
  TryEach(ActReadFile, "blob");
}

TEST_P(TwinsTest, ErasedRestrictedAndHeldAreSoOrNotAtAll) {
  for (int i = 0; i < 8; ++i) {
    ActPut(world_, room());
    ActPutLetter(world_, room());
    ActAppendPoints(world_, room());
    ActUpload(world_, room());
  }
  TryEach(ActHold, "hold");
  TryEach(ActMark, "restriction");
  TryEach(ActEraseSeries, "erasure of a series");
  TryEach(ActEraseFile, "erasure of a blob");
  TryEach(ActErase, "erasure");
  TryEach(ActReadHeld, "what a hold keeps");
}

// Invariant: no personal data leaks sideways. The look at it is worth what its marks are.
TEST(MarksTest, FindsAMarkInEveryForm) {
  World world(1, Plant::kNone);
  People& people = world.system_room().people;
  const SubjectId person = people.NextPerson();
  const RecordId unit = people.NextRecord();
  const std::string label = LabelOf(*AgreementId::Parse("desk-1"), unit);
  Bytes value;
  AppendBigEndian64(value, static_cast<uint64_t>(kPointMark + 65'535));
  const std::vector<Bytes> contents{label, "x" + value + "y", std::to_string(kPointMark + 65'535)};
  for (const Bytes& content : contents) {
    EXPECT_TRUE(FindMark(content, Marks::kContent)) << content;
    EXPECT_TRUE(FindMark(content, Marks::kAll)) << content;
  }
  const std::vector<Bytes> ids{Bytes(person.bytes()), person.Format(), FormatHex(person.bytes()),
                               Bytes(unit.bytes()),   unit.Format(),   FormatHex(unit.bytes())};
  for (const Bytes& id : ids) {
    EXPECT_FALSE(FindMark(id, Marks::kContent)) << id;
    EXPECT_TRUE(FindMark("see " + id, Marks::kAll)) << id;
  }
  EXPECT_FALSE(FindMark("person was erased: the key is destroyed", Marks::kAll));
}

}  // namespace
}  // namespace mandat::sim
