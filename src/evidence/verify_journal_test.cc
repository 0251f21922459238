// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

Report Verify(MemorySource& source, const JournalQuestion& question) {
  return VerifyJournal(source, question, {});
}

Report Verify(std::map<std::string, Bytes> files, const JournalQuestion& question) {
  MemorySource source(std::move(files));
  return Verify(source, question);
}

std::string WordsOf(const Report& report) { return report.FormatText(); }

TEST(VerifyJournalTest, AcceptsJournalsOfEverySizeAroundATile) {
  for (const uint64_t size : {0U, 1U, 2U, 255U, 256U, 257U, 511U, 512U, 600U}) {
    const TestJournal journal(size);
    const Report report = Verify(journal.Files(), {.key = journal.key()});
    EXPECT_TRUE(report.ok()) << size << "\n" << WordsOf(report);
  }
}

TEST(VerifyJournalTest, AcceptsAJournalWithASecondLevelOfTiles) {
  const TestJournal journal(66'000);
  const std::map<std::string, Bytes> files = journal.Files();
  ASSERT_TRUE(files.contains("tile/2/000.p/1"));
  const Report report =
      Verify(files, {.key = journal.key(), .since = journal.SignedCheckpoint(65'792)});
  EXPECT_TRUE(report.ok()) << WordsOf(report);
}

// Bundles are read at the same time; what is reported must not depend on which is done first.
TEST(VerifyJournalTest, ReportsTheFirstOfSeveralFailures) {
  const TestJournal journal(12'000);
  const std::map<std::string, Bytes> files = journal.Files();
  const auto with_damage = [&files](std::initializer_list<const char*> bundles) {
    std::map<std::string, Bytes> damaged = files;
    for (const char* bundle : bundles) {
      damaged.at(bundle)[2] ^= 1;  // the head of its first entry
    }
    return damaged;
  };
  for (int repeated = 0; repeated < 5; ++repeated) {
    EXPECT_NE(WordsOf(Verify(with_damage({"tile/entries/002", "tile/entries/020"}), {}))
                  .find("failed        entry 512:"),
              std::string::npos);
  }
  std::map<std::string, Bytes> damaged = with_damage({"tile/entries/020"});
  damaged.erase("tile/entries/002");
  EXPECT_NE(WordsOf(Verify(damaged, {})).find("failed        tile/entries/002:"),
            std::string::npos);
  damaged = with_damage({"tile/entries/002"});
  damaged.erase("tile/entries/020");
  EXPECT_NE(WordsOf(Verify(damaged, {})).find("failed        entry 512:"), std::string::npos);
}

TEST(VerifyJournalTest, TellsProgressUpToTheEnd) {
  const TestJournal journal(600);
  MemorySource source(journal.Files());
  std::vector<uint64_t> seen;
  const Report report =
      VerifyJournal(source, {}, [&](uint64_t done, uint64_t) { seen.push_back(done); });
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(seen, (std::vector<uint64_t>{256, 512, 600}));
}

TEST(VerifyJournalTest, SaysPlainlyWhenTheKeyCameWithTheJournal) {
  const TestJournal journal(3);
  EXPECT_NE(WordsOf(Verify(journal.Files(), {})).find("not its origin"), std::string::npos);
  EXPECT_EQ(WordsOf(Verify(journal.Files(), {.key = journal.key()})).find("not its origin"),
            std::string::npos);
  std::map<std::string, Bytes> without = journal.Files();
  without.erase("vkey");
  const Report report = Verify(without, {});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failure->kind, ErrorKind::kNotFound);
}

TEST(VerifyJournalTest, RejectsAJournalOfAnotherKey) {
  const TestJournal journal(3);
  const VerifierKey other = VerifierKeyFor(kTestOrigin, TestSigner(1));
  const Report report = Verify(journal.Files(), {.key = other});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
}

TEST(VerifyJournalTest, RejectsACheckpointOfAnotherOriginThanItsKey) {
  const TestJournal journal(3);
  std::map<std::string, Bytes> files = journal.Files();
  const Result<VerifiedNote> note = OpenNote(files["checkpoint"], {journal.key()});
  ASSERT_OK(note);
  std::string text = note->text;
  text.replace(text.find("acme"), 4, "emca");
  files["checkpoint"] = *SignNote(text, kTestOrigin, journal.signer());
  const Report report = Verify(files, {.key = journal.key()});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
}

// Covers: C2SP tlog-tiles, C2SP tlog-checkpoint.
TEST(VerifyJournalTest, RejectsOneFlippedBitInAnyFile) {
  const TestJournal journal(600);
  const std::map<std::string, Bytes> files = journal.Files();
  for (const auto& [path, bytes] : files) {
    if (path == "vkey") {
      continue;  // the auditor has the key
    }
    const size_t bits = bytes.size() * 8;
    const size_t step = path == "checkpoint" ? 1 : bits / 23;
    for (size_t bit = 0; bit < bits; bit += step) {
      std::map<std::string, Bytes> forged = files;
      Bytes& target = forged[path];
      target[bit / 8] = static_cast<char>(target[bit / 8] ^ (1 << (bit % 8)));
      const Report report = Verify(std::move(forged), {.key = journal.key()});
      ASSERT_FALSE(report.ok()) << path << " bit " << bit;
      EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
    }
  }
}

TEST(VerifyJournalTest, RejectsAMissingCutOrLongerFile) {
  const TestJournal journal(600);
  const std::map<std::string, Bytes> files = journal.Files();
  for (const auto& [path, bytes] : files) {
    if (path == "vkey") {
      continue;
    }
    std::map<std::string, Bytes> without = files;
    without.erase(path);
    EXPECT_FALSE(Verify(without, {.key = journal.key()}).ok()) << path;
    std::map<std::string, Bytes> cut = files;
    cut[path].pop_back();
    EXPECT_FALSE(Verify(cut, {.key = journal.key()}).ok()) << path;
    std::map<std::string, Bytes> longer = files;
    longer[path] += '\0';
    EXPECT_FALSE(Verify(longer, {.key = journal.key()}).ok()) << path;
  }
}

TEST(VerifyJournalTest, TakesTheFullTileWhereAPartialOneIsGone) {
  const TestJournal longer(520);
  const TestJournal shorter(500);
  std::map<std::string, Bytes> files = longer.Files();
  files["checkpoint"] = shorter.SignedCheckpoint();
  const Report report = Verify(files, {.key = longer.key()});
  // The tile above the leaves still has the width of the shorter journal only as a partial one.
  EXPECT_FALSE(report.ok());
  files["tile/1/000.p/1"] = shorter.Files().at("tile/1/000.p/1");
  EXPECT_TRUE(Verify(files, {.key = longer.key()}).ok());
}

TEST(VerifyJournalTest, RejectsInstantsThatGoBack) {
  TestJournal journal(20);
  Entry entry = TestEntry(20);
  entry.at.micros -= 60'000'000;
  journal.Append(*entry.Encode());
  const Report report = Verify(journal.Files(), {.key = journal.key()});
  ASSERT_FALSE(report.ok());
  EXPECT_NE(WordsOf(report).find("entry 20: the instant lies before"), std::string::npos);
}

TEST(VerifyJournalTest, RejectsAnEntryThatIsNotWellFormed) {
  TestJournal journal(20);
  journal.Append("not an entry");
  const Report report = Verify(journal.Files(), {.key = journal.key()});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
}

TEST(VerifyJournalTest, AcceptsEveryOlderCheckpointOfTheSameJournal) {
  const TestJournal journal(520);
  for (const uint64_t size : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 513U, 520U}) {
    const Report report =
        Verify(journal.Files(), {.key = journal.key(), .since = journal.SignedCheckpoint(size)});
    EXPECT_TRUE(report.ok()) << size << "\n" << WordsOf(report);
    EXPECT_NE(WordsOf(report).find("are those of the older checkpoint"), std::string::npos) << size;
  }
  const TestJournal empty(0);
  EXPECT_TRUE(Verify(empty.Files(), {.since = empty.SignedCheckpoint()}).ok());
}

TEST(VerifyJournalTest, RejectsAnOlderCheckpointOfARewrittenOrLongerJournal) {
  const TestJournal journal(300);
  TestJournal rewritten(10);
  for (uint64_t i = 11; i < 301; ++i) {
    rewritten.Append(*TestEntry(i).Encode());
  }
  for (const uint64_t size : {11U, 256U, 300U}) {
    const Report report =
        Verify(journal.Files(), {.key = journal.key(), .since = rewritten.SignedCheckpoint(size)});
    ASSERT_FALSE(report.ok()) << size;
    EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
  }
  const TestJournal longer(301);
  EXPECT_FALSE(Verify(journal.Files(), {.since = longer.SignedCheckpoint()}).ok());
  EXPECT_FALSE(Verify(journal.Files(), {.since = "not a note"}).ok());
}

}  // namespace
}  // namespace mandat
