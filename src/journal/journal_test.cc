// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include <gtest/gtest.h>

#include "crypto/note.h"
#include "format/checkpoint.h"
#include "journal/internal/tree_reader.h"
#include "journal/journal_test_util.h"

namespace mandat {
namespace {

class JournalTest : public JournalWorld {
 protected:
  void SetUp() override { Open(); }

  void Write(Space space, const Bytes& key, const Bytes& value) {
    Batch batch;
    batch.Put(space, key, value);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  Bytes HeadRow() const { return **store_->Find(Space::kMeta, kHeadRow); }

  Checkpoint Opened(const std::string& note) const {
    const auto opened = OpenNote(note, {VerifierKeyFor(kOrigin, signer_)});
    EXPECT_OK(opened);
    const auto checkpoint = Checkpoint::Parse(opened->text);
    EXPECT_OK(checkpoint);
    return *checkpoint;
  }

  void ExpectRefusesToOpen() {
    const auto journal = TryOpen();
    ASSERT_FALSE(journal);
    EXPECT_EQ(journal.error().kind, ErrorKind::kCorrupt);
  }
};

TEST_F(JournalTest, ANewJournalIsEmptyAndBeginsAtTheGivenInstant) {
  MemoryHome home;
  const auto store = home.OpenStore("data");
  const auto journal = Journal::Open(**store, home, signer_, std::string(kOrigin), Instant{1'000});
  ASSERT_OK(journal);
  EXPECT_EQ((*journal)->head().size, 0U);
  EXPECT_EQ((*journal)->head().root, EmptyTreeHash());
  EXPECT_EQ((*journal)->high_water(), Instant{1'000});
  EXPECT_EQ((*journal)->head().epoch, 1U);
  EXPECT_EQ((*journal)->published(), "");
}

TEST_F(JournalTest, GoesOnWhereItStoppedAndCountsItsStarts) {
  Append(300);
  const JournalHead before = journal_->head();
  Open();
  EXPECT_EQ(journal_->head().size, before.size);
  EXPECT_EQ(journal_->head().root, before.root);
  EXPECT_EQ(journal_->head().epoch, before.epoch + 1);
  Append(1);
  EXPECT_EQ(journal_->head().root, TreeHash(leaves_));
}

TEST_F(JournalTest, GivesBackEachEntryByteForByte) {
  Append(3);
  for (uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(*journal_->ReadEntry(EntryIndex{i}), *NumberedEntry(i).Encode());
  }
}

TEST_F(JournalTest, ForgetsADroppedBatch) {
  Append(2);
  const JournalHead before = journal_->head();
  Staging staging(*store_);
  ASSERT_OK(journal_->Stage(NumberedEntry(99), staging));
  journal_->StageHead({0}, staging);
  journal_->Drop();
  EXPECT_EQ(journal_->head().root, before.root);
  Append(1);
  EXPECT_EQ(journal_->head().root, TreeHash(leaves_));
}

TEST_F(JournalTest, StagesNothingOfAnEntryThatCannotBeWritten) {
  Entry entry = NumberedEntry(0);
  entry.detail = std::string(Entry::kBytesMax, 'd');
  Staging staging(*store_);
  EXPECT_EQ(journal_->Stage(entry, staging).error().kind, ErrorKind::kInvalid);
  EXPECT_TRUE(staging.batch().empty());
}

TEST_F(JournalTest, ItsHighWaterMarkNeverGoesBack) {
  ASSERT_EQ(Append(*journal_, 1, {500}), CommitOutcome::kCommitted);
  ASSERT_EQ(Append(*journal_, 1, {400}), CommitOutcome::kCommitted);
  EXPECT_EQ(journal_->high_water(), Instant{500});
  auto later = TryOpen({100});
  ASSERT_OK(later);
  EXPECT_EQ((*later)->high_water(), Instant{500});
}

// Invariant (history does not change): only the holder of the newest epoch may write.
TEST_F(JournalTest, ANewerHolderFencesOffTheOlder) {
  Append(2);
  auto newer = TryOpen();
  ASSERT_OK(newer);
  EXPECT_EQ(Append(*journal_, 1), CommitOutcome::kNotCommitted);
  EXPECT_EQ(journal_->head().size, 2U);
  EXPECT_EQ(Append(**newer, 1), CommitOutcome::kCommitted);
  EXPECT_EQ(Append(*journal_, 1), CommitOutcome::kNotCommitted);
  EXPECT_EQ((*newer)->head().size, 3U);
}

TEST_F(JournalTest, CannotBeTakenOverWhenTheHeadCannotBeWritten) {
  Append(1);
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    home_.FailCommit(fault);
    EXPECT_EQ(TryOpen().error().kind, ErrorKind::kUnavailable);
    store_ = std::move(*home_.OpenStore("data"));
    Open();
    EXPECT_EQ(journal_->head().size, 1U);
  }
}

TEST_F(JournalTest, PublishesItsSizeAndRootUnderItsOwnKey) {
  Append(3);
  const Result<std::string> note = journal_->Publish();
  ASSERT_OK(note);
  const Checkpoint checkpoint = Opened(*note);
  EXPECT_EQ(checkpoint.origin, kOrigin);
  EXPECT_EQ(checkpoint.size, 3U);
  EXPECT_EQ(checkpoint.root, TreeHash(leaves_).view());
  EXPECT_EQ(journal_->published(), *note);
  EXPECT_EQ(**home_.ReadFile("checkpoint"), *note);
  EXPECT_EQ(*journal_->Publish(), *note);
}

TEST_F(JournalTest, PublishesAnEmptyJournalToo) {
  const Result<std::string> note = journal_->Publish();
  ASSERT_OK(note);
  EXPECT_EQ(Opened(*note).size, 0U);
  Open();
  EXPECT_EQ(journal_->published(), *note);
}

TEST_F(JournalTest, RemembersWhatItPublished) {
  Append(3);
  const Result<std::string> note = journal_->Publish();
  Append(2);
  Open();
  EXPECT_EQ(journal_->published(), *note);
  EXPECT_EQ(Opened(*journal_->Publish()).size, 5U);
}

TEST_F(JournalTest, ProvesAnEntryInACheckpointThatItPublishesForIt) {
  Append(5);
  ASSERT_OK(journal_->Publish());
  Append(4);
  const Result<TlogProof> proof = journal_->Prove(EntryIndex{7});
  ASSERT_OK(proof);
  EXPECT_EQ(Opened(proof->checkpoint).size, 9U);
  std::vector<Hash> path;
  for (const Bytes& hash : proof->hashes) {
    path.push_back(Hash::From(hash));
  }
  EXPECT_OK(VerifyInclusion(leaves_[7], 7, 9, path, TreeHash(leaves_)));
}

// Both twins of one fault. Nobody sees a checkpoint that a crash could take back.
TEST_F(JournalTest, ShowsNoCheckpointThatMayNotBeDurable) {
  for (const bool keep : {false, true}) {
    Append(2);
    const Result<std::string> before = journal_->Publish();
    ASSERT_OK(before);
    Append(2);
    home_.FailFile(keep);
    EXPECT_EQ(journal_->Publish().error().kind, ErrorKind::kUnavailable);
    EXPECT_EQ(journal_->published(), *before);
    home_.FailFile(keep);
    EXPECT_EQ(journal_->Prove(EntryIndex{journal_->head().size - 1}).error().kind,
              ErrorKind::kUnavailable);
    Open();
    EXPECT_EQ(Opened(journal_->published()).size, journal_->head().size - (keep ? 0 : 2));
    EXPECT_EQ(Opened(*journal_->Publish()).size, journal_->head().size);
  }
}

TEST_F(JournalTest, RefusesAShorterTreeThanItPublished) {
  Append(5);
  ASSERT_OK(journal_->Publish());
  const Bytes checkpoint = **home_.ReadFile("checkpoint");
  MemoryHome older;  // the database as it was before, the checkpoint as it is now
  store_ = std::move(*older.OpenStore("data"));
  {
    auto journal = Journal::Open(*store_, older, signer_, std::string(kOrigin), {0});
    ASSERT_OK(journal);
    ASSERT_EQ(Append(**journal, 4), CommitOutcome::kCommitted);
  }
  ExpectRefusesToOpen();
}

TEST_F(JournalTest, RefusesAnotherTreeThanItPublished) {
  Append(5);
  ASSERT_OK(journal_->Publish());
  MemoryHome other;
  store_ = std::move(*other.OpenStore("data"));
  {
    auto journal = Journal::Open(*store_, other, signer_, std::string(kOrigin), {0});
    ASSERT_OK(journal);
    for (const uint64_t number : {0, 1, 2, 3, 77, 5, 6}) {  // the fifth is another
      Staging staging(*store_);
      ASSERT_OK((*journal)->Stage(NumberedEntry(number), staging));
      const Expected head = (*journal)->StageHead({0}, staging);
      ASSERT_EQ(store_->Commit(staging.batch(), head), CommitOutcome::kCommitted);
      (*journal)->Commit();
    }
  }
  ExpectRefusesToOpen();
}

TEST_F(JournalTest, AcceptsALongerTreeThatBeginsWithWhatItPublished) {
  Append(5);
  ASSERT_OK(journal_->Publish());
  Append(5);
  EXPECT_OK(TryOpen());
}

TEST_F(JournalTest, RefusesADamagedHead) {
  Append(5);
  const Bytes head = HeadRow();
  for (const Bytes& damaged : {head.substr(1), head + "x", Bytes()}) {
    Write(Space::kMeta, Bytes(kHeadRow), damaged);
    ExpectRefusesToOpen();
  }
  for (const size_t at : {size_t{15}, size_t{16}, size_t{47}}) {  // size; root
    Bytes damaged = head;
    damaged[at] ^= 1;
    Write(Space::kMeta, Bytes(kHeadRow), damaged);
    ExpectRefusesToOpen();
  }
  Write(Space::kMeta, Bytes(kHeadRow), head);
  EXPECT_OK(TryOpen());
}

TEST_F(JournalTest, RefusesADamagedOrMissingEntryBehindTheLastFullTile) {
  Append(260);
  const Bytes entry = *journal_->ReadEntry(EntryIndex{258});
  Write(Space::kJournal, EntryRow(258), entry + "x");
  ExpectRefusesToOpen();
  Batch batch;
  batch.Remove(Space::kJournal, EntryRow(258));
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  ExpectRefusesToOpen();
}

// A start proves the head, not each entry: what was changed within a full tile is caught by whoever
// verifies, and by every proof that needs it.
TEST_F(JournalTest, AChangedEntryWithinAFullTileCannotBeProven) {
  Append(260);
  Write(Space::kJournal, EntryRow(7), *NumberedEntry(8).Encode());
  Open();
  const Result<TlogProof> proof = journal_->Prove(EntryIndex{7});
  ASSERT_OK(proof);
  std::vector<Hash> path;
  for (const Bytes& hash : proof->hashes) {
    path.push_back(Hash::From(hash));
  }
  const Hash root = journal_->head().root;
  const Hash stored = LeafHash(*journal_->ReadEntry(EntryIndex{7}));
  EXPECT_EQ(VerifyInclusion(stored, 7, 260, path, root).error().kind, ErrorKind::kCorrupt);
}

TEST_F(JournalTest, RefusesADamagedCheckpointOrOneOfAnotherKeyOrJournal) {
  Append(5);
  ASSERT_OK(journal_->Publish());
  const Bytes note = **home_.ReadFile("checkpoint");
  for (const size_t at : {size_t{0}, note.find("5"), note.size() - 4}) {
    Bytes damaged = note;
    damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
    ASSERT_OK(home_.WriteFile("checkpoint", damaged));
    ExpectRefusesToOpen();
  }
  ASSERT_OK(home_.WriteFile("checkpoint", ""));
  ExpectRefusesToOpen();
  const Signer stranger(SecretBytes(Bytes(SecretBytes::kBytes, 'k')));
  const Checkpoint same = Opened(note);
  ASSERT_OK(home_.WriteFile("checkpoint", *SignNote(same.Format(), kOrigin, stranger)));
  ExpectRefusesToOpen();
  Checkpoint foreign = same;
  foreign.origin = "mandat.example/journal/other";
  ASSERT_OK(home_.WriteFile("checkpoint", *SignNote(foreign.Format(), kOrigin, signer_)));
  ExpectRefusesToOpen();
  ASSERT_OK(home_.WriteFile("checkpoint", note));
  EXPECT_OK(TryOpen());
}

TEST(JournalHead, DecodesWhatItEncodes) {
  const JournalHead head{3, 5, LeafHash("x"), {-7}};
  const Result<JournalHead> back = JournalHead::Decode(head.Encode());
  ASSERT_OK(back);
  EXPECT_EQ(back->epoch, 3U);
  EXPECT_EQ(back->size, 5U);
  EXPECT_EQ(back->root, LeafHash("x"));
  EXPECT_EQ(back->at, Instant{-7});
}

}  // namespace
}  // namespace mandat
