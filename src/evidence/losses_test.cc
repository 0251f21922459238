// SPDX-License-Identifier: Apache-2.0
// A log that goes on behind one whose end was lost, and what an auditor makes of it.
#include <gtest/gtest.h>

#include "evidence/evidence.h"
#include "evidence/journal_test_util.h"
#include "format/loss.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr uint64_t kClosed = 600;
constexpr uint64_t kLeft = 500;

class LossesTest : public ::testing::Test {
 protected:
  LossesTest() : old_(kClosed), next_(0, std::string(kTestOrigin) + "/2") {
    loss_.origin = kTestOrigin;
    loss_.size = kClosed;
    const Note note = *Note::Parse(old_.SignedCheckpoint());
    loss_.root = Checkpoint::Parse(note.text)->root;
    loss_.note = Sha256(note.text).view();
    for (uint64_t index = 0; index < kLeft; ++index) {
      next_.Append(old_.entry(index));
    }
  }

  Entry LossEntry() const {
    Entry entry = TestEntry(kLeft);
    entry.act = kNewOriginAct;
    entry.outcome = Outcome::kDone;
    entry.detail = loss_.Format();
    return entry;
  }
  // The log behind the closed one, with what it says of that.
  std::map<std::string, Bytes> Files() {
    if (next_.size() == kLeft) {
      next_.Append(*LossEntry().Encode());
      for (uint64_t index = kLeft + 1; index < kClosed + 50; ++index) {
        next_.Append(*TestEntry(index).Encode());
      }
    }
    std::map<std::string, Bytes> files = next_.Files();
    files["closed/1/checkpoint"] = old_.SignedCheckpoint();
    return files;
  }
  Report Verify(std::map<std::string, Bytes> files, std::optional<std::string> since = {}) {
    MemorySource source(std::move(files));
    return VerifyJournal(source, {.key = next_.key(), .since = std::move(since)}, {});
  }
  static bool Says(const Report& report, std::string_view words) {
    return report.FormatText().find(words) != std::string::npos;
  }

  TestJournal old_;
  TestJournal next_;
  Loss loss_;
};

TEST_F(LossesTest, FollowsTheLinkToTheLogThatWasClosed) {
  const Report report = Verify(Files());
  EXPECT_TRUE(report.ok()) << report.FormatText();
  EXPECT_TRUE(Says(report, "which was closed; it had 600, of which 100 are lost"));
  EXPECT_TRUE(Says(report, "is the one that entry 500 commits to"));
}

TEST_F(LossesTest, SaysWhatItCouldNotLookAt) {
  std::map<std::string, Bytes> files = Files();
  files.erase("closed/1/checkpoint");
  const Report report = Verify(files);
  EXPECT_TRUE(report.ok()) << report.FormatText();
  EXPECT_TRUE(Says(report, "not checked   the last checkpoint of"));
}

TEST_F(LossesTest, RejectsALastCheckpointThatIsAnotherOne) {
  std::map<std::string, Bytes> files = Files();
  files["closed/1/checkpoint"] = old_.SignedCheckpoint(kClosed - 1);
  EXPECT_FALSE(Verify(files).ok());
  files["closed/1/checkpoint"] = next_.SignedCheckpoint();
  EXPECT_FALSE(Verify(files).ok());
  files["closed/1/checkpoint"] = "no note";
  EXPECT_FALSE(Verify(files).ok());
}

// What an auditor kept of the closed log is judged against what the journal admits.
TEST_F(LossesTest, JudgesAnOlderCheckpointOfTheClosedLog) {
  for (const uint64_t size : {uint64_t{0}, uint64_t{256}, kLeft}) {
    const Report report = Verify(Files(), old_.SignedCheckpoint(size));
    EXPECT_TRUE(report.ok()) << report.FormatText();
    EXPECT_TRUE(Says(report, "entries are those of the older checkpoint")) << size;
  }
  for (const uint64_t size : {kLeft + 1, kClosed}) {
    const Report report = Verify(Files(), old_.SignedCheckpoint(size));
    EXPECT_TRUE(report.ok()) << report.FormatText();
    EXPECT_TRUE(Says(report, "which the journal says are lost")) << size;
  }
}

TEST_F(LossesTest, RejectsWhatTheJournalDoesNotAdmit) {
  TestJournal longer(kClosed + 10);
  Report report = Verify(Files(), longer.SignedCheckpoint());
  EXPECT_FALSE(report.ok());
  EXPECT_TRUE(Says(report, "more or other entries were lost"));
  TestJournal other(kLeft - 100);
  for (uint64_t index = kLeft - 100; index < kClosed; ++index) {
    other.Append(*TestEntry(index + 1).Encode());
  }
  EXPECT_FALSE(Verify(Files(), other.SignedCheckpoint()).ok()) << "the same size, another root";
  EXPECT_FALSE(Verify(Files(), other.SignedCheckpoint(kLeft)).ok()) << "not its beginning";
}

TEST_F(LossesTest, RejectsAnOlderCheckpointWhereNothingWasClosed) {
  for (uint64_t index = kLeft; index < kClosed; ++index) {
    next_.Append(*TestEntry(index).Encode());
  }
  const Report report = Verify(next_.Files(), old_.SignedCheckpoint(kLeft));
  EXPECT_FALSE(report.ok());
  EXPECT_TRUE(Says(report, "knows of no log of that name"));
}

TEST_F(LossesTest, RejectsALossThatCannotBe) {
  loss_.size = kLeft - 1;
  EXPECT_FALSE(Verify(Files()).ok());
}

TEST_F(LossesTest, RejectsALossOfAnotherJournal) {
  loss_.origin = "example.org/journal/other";
  EXPECT_FALSE(Verify(Files()).ok());
}

}  // namespace
}  // namespace mandat
