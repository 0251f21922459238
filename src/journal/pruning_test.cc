// SPDX-License-Identifier: Apache-2.0
#include "journal/pruning.h"

#include "format/pruned.h"
#include "journal/journal_test_util.h"
#include "journal/log_number.h"
#include "journal/prove_in.h"
#include "store/memory/memory_homes.h"

namespace mandat {
namespace {

constexpr uint64_t kSize = 1'400;

class PruningTest : public JournalWorld {
 protected:
  void SetUp() override {
    Open();
    Append(kSize);
    ASSERT_OK(journal_->Publish());
  }

  // One batch with an entry of its own, as the gate would make it.
  template <class Stage>
  Status Record(Stage stage) {
    Staging staging(*store_);
    if (Status staged = stage(staging); !staged) {
      journal_->Drop();
      return staged;
    }
    EXPECT_OK(journal_->Stage(NumberedEntry(journal_->head().size), staging));
    const Expected head = journal_->StageHead({0}, staging);
    if (store_->Commit(staging.batch(), head) != CommitOutcome::kCommitted) {
      journal_->Drop();
      return Fail(Error::Unavailable("not committed"));
    }
    journal_->Commit();
    leaves_.push_back(LeafHash(*NumberedEntry(leaves_.size()).Encode()));
    return {};
  }
  Status Declare(uint64_t minimum) {
    return Record(
        [&](Staging& staging) { return Pruning(*journal_).Declare(minimum, {7}, staging); });
  }
  Status Publish() { return Pruning(*journal_).Publish(); }
  Result<Pruning::Step> Remove(uint64_t bundles_max) {
    Result<Pruning::Step> step = Fail(Error::Unavailable("not run"));
    const Status recorded = Record([&](Staging& staging) -> Status {
      step = Pruning(*journal_).Remove(
          bundles_max, [](EntryIndex index, const Entry&) { return index.value % 100 == 3; },
          staging);
      return step ? Status() : Status(Fail(step.error()));
    });
    return recorded ? std::move(step) : Result<Pruning::Step>(Fail(recorded.error()));
  }
  void PruneTo(uint64_t minimum) {
    ASSERT_OK(Declare(minimum));
    ASSERT_OK(Publish());
    const Result<Pruning::Step> step = Remove(1'000);
    ASSERT_OK(step);
    ASSERT_TRUE(step->is_done);
  }
  void Reopen() {
    journal_.reset();
    store_.reset();
    auto store = home_.OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
    Open();
  }

  // Everything but the entries that went is as it was: roots, tiles, paths, kept entries.
  void ExpectWhole(uint64_t removed) {
    const uint64_t size = journal_->head().size;
    ASSERT_EQ(leaves_.size(), size);
    EXPECT_EQ(journal_->head().root, TreeHash(leaves_));
    for (uint64_t index = 0; index < size; ++index) {
      const Result<Bytes> bytes = journal_->ReadEntry({index});
      const bool is_there = index >= removed || index % 100 == 3;
      ASSERT_EQ(bytes.has_value(), is_there) << index;
      if (!is_there) {
        EXPECT_EQ(bytes.error().kind, ErrorKind::kShredded);
      } else {
        EXPECT_EQ(*bytes, *NumberedEntry(index).Encode());
      }
    }
    for (const Tile& tile : AllTiles(size)) {
      const bool is_gone = tile.level == Tile::kEntries && tile.index * kTileWidth < removed;
      EXPECT_EQ(journal_->ReadTile(tile).has_value(), !is_gone) << tile.Format();
    }
    for (const uint64_t index :
         {uint64_t{0}, uint64_t{255}, uint64_t{256}, uint64_t{777}, size - 1}) {
      const Result<TlogProof> proof = journal_->Prove({index});
      ASSERT_OK(proof);
      std::vector<Hash> path;
      for (const Bytes& hash : proof->hashes) {
        path.push_back(Hash::From(hash));
      }
      EXPECT_OK(VerifyInclusion(leaves_[index], index, size, path, TreeHash(leaves_)));
    }
    for (const uint64_t old : {uint64_t{1}, uint64_t{100}, uint64_t{256}, uint64_t{700}, size}) {
      const Result<std::vector<Hash>> path = journal_->ProveConsistency(old, size);
      ASSERT_OK(path);
      const std::vector<Hash> before(leaves_.begin(),
                                     leaves_.begin() + static_cast<ptrdiff_t>(old));
      EXPECT_OK(VerifyConsistency(old, TreeHash(before), size, TreeHash(leaves_), *path));
    }
  }
  std::optional<Bytes> MinimumFile() { return *home_.ReadFile("minimum"); }
};

// Source of the rule: C2SP tlog-tiles, section on pruning.
TEST_F(PruningTest, TakesWholeBundlesAndLeavesEveryProof) {
  ASSERT_NO_FATAL_FAILURE(PruneTo(1'024));
  EXPECT_EQ(journal_->minimum(), 1'024U);
  EXPECT_EQ(MinimumFile(), "1024\n");
  ExpectWhole(1'024);
  Reopen();
  EXPECT_EQ(journal_->minimum(), 1'024U);
  ExpectWhole(1'024);
  Append(300);
  ExpectWhole(1'024);
}

TEST_F(PruningTest, NamesTheMinimumOfWhatIsGone) {
  ASSERT_NO_FATAL_FAILURE(PruneTo(512));
  EXPECT_NE(journal_->ReadEntry({5}).error().message.find("from 512 on"), std::string::npos);
  EXPECT_EQ(journal_->ReadTile({Tile::kEntries, 1, kTileWidth}).error().kind, ErrorKind::kShredded);
  EXPECT_OK(journal_->ReadTile({Tile::kEntries, 2, kTileWidth}));
}

TEST_F(PruningTest, GivesWhatWasKeptBundleByBundle) {
  ASSERT_NO_FATAL_FAILURE(PruneTo(512));
  const Result<Bytes> kept = ReadKept(*store_, 1);
  ASSERT_OK(kept);
  const auto entries = DecodeKept(*kept);
  ASSERT_OK(entries);
  ASSERT_EQ(entries->size(), 3U);  // 303, 403 and 503
  EXPECT_EQ((*entries)[0].place, 303 - 256);
  EXPECT_EQ((*entries)[2].bytes, *NumberedEntry(503).Encode());
  EXPECT_EQ(ReadKept(*store_, 2).error().kind, ErrorKind::kNotFound);
}

TEST_F(PruningTest, RisesAndNeverFalls) {
  EXPECT_EQ(Declare(100).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(Declare(0).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(Declare(kSize / 256 * 256 + 256).error().kind, ErrorKind::kConflict)
      << "beyond what is published";
  ASSERT_NO_FATAL_FAILURE(PruneTo(512));
  EXPECT_EQ(Declare(256).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(Declare(512).error().kind, ErrorKind::kConflict);
  ASSERT_NO_FATAL_FAILURE(PruneTo(768));
  ExpectWhole(768);
}

// The minimum is durable before a bundle goes, and what was begun goes on.
TEST_F(PruningTest, GoesOnWhereItWasInterrupted) {
  ASSERT_OK(Declare(1'024));
  Reopen();
  EXPECT_EQ(journal_->minimum(), 0U) << "declared, and not published yet";
  EXPECT_EQ(Declare(1'280).error().kind, ErrorKind::kConflict) << "the one before is not done";
  const Result<Pruning::Step> nothing = Remove(10);
  ASSERT_OK(nothing);
  EXPECT_EQ(nothing->bundles_count, 0U) << "nothing goes before it is published";
  ExpectWhole(0);
  ASSERT_OK(Publish());
  const Result<Pruning::Step> first = Remove(1);
  ASSERT_OK(first);
  EXPECT_FALSE(first->is_done);
  EXPECT_EQ(first->removed, 256U);
  ExpectWhole(256);
  Reopen();
  EXPECT_EQ(journal_->minimum(), 1'024U);
  const Result<Pruning::Step> rest = Remove(100);
  ASSERT_OK(rest);
  EXPECT_TRUE(rest->is_done);
  EXPECT_EQ(rest->bundles_count, 3U);
  ExpectWhole(1'024);
}

TEST_F(PruningTest, LosesNothingWhenACommitFails) {
  ASSERT_OK(Declare(512));
  ASSERT_OK(Publish());
  home_.FailCommit(CommitFault::kRefuse);
  EXPECT_FALSE(Remove(10));
  ExpectWhole(0);
  ASSERT_OK(Remove(10));
  ExpectWhole(512);
}

TEST_F(PruningTest, FindsWhatWasRemovedThoughTheCommitWasReportedAsFailed) {
  ASSERT_OK(Declare(512));
  ASSERT_OK(Publish());
  home_.FailCommit(CommitFault::kUnknownKept);
  EXPECT_FALSE(Remove(10));
  leaves_.push_back(LeafHash(*NumberedEntry(leaves_.size()).Encode()));
  Reopen();
  ExpectWhole(512);
  const Result<Pruning::State> state = Pruning::Read(*store_);
  ASSERT_OK(state);
  EXPECT_EQ(state->removed, 512U);
}

TEST_F(PruningTest, WritesAMinimumThatWasLostAnew) {
  ASSERT_NO_FATAL_FAILURE(PruneTo(512));
  journal_.reset();
  ASSERT_OK(home_.ShredFile("minimum"));
  Open();
  EXPECT_EQ(journal_->minimum(), 512U);
  EXPECT_EQ(MinimumFile(), "512\n");
}

TEST_F(PruningTest, RefusesAMinimumThatIsNone) {
  journal_.reset();
  for (const std::string_view text :
       {"", "256", "257\n", "-256\n", "0256\n", "256\n\n", "4096\n"}) {
    ASSERT_OK(home_.WriteFile("minimum", text));
    const auto opened = TryOpen();
    ASSERT_FALSE(opened) << text;
    EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
  }
}

// The proof of a damage must not go with the damaged bundle.
TEST_F(PruningTest, LeavesABundleThatIsNotWhatTheTreeSays) {
  ASSERT_OK(Declare(512));
  ASSERT_OK(Publish());
  Bytes row = "e";
  AppendBigEndian64(row, 300);
  Batch batch;
  batch.Put(Space::kJournal, row, *NumberedEntry(301).Encode());
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  const Result<Pruning::Step> step = Remove(10);
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().kind, ErrorKind::kCorrupt);
  EXPECT_OK(journal_->ReadEntry({0}));
}

TEST(LogNumberTest, NamesALogBehindAnother) {
  EXPECT_EQ(OriginOf("example.org/a", 1), "example.org/a");
  EXPECT_EQ(OriginOf("example.org/a", 2), "example.org/a/2");
  EXPECT_EQ(LogNumberOf("example.org/a", "example.org/a"), 1U);
  EXPECT_EQ(LogNumberOf("example.org/a", "example.org/a/12"), 12U);
  for (const char* other : {"example.org/a/1", "example.org/a/02", "example.org/ab", "", "/2"}) {
    EXPECT_EQ(LogNumberOf("example.org/a", other), 0U) << other;
  }
}

TEST_F(PruningTest, SignsUnderTheNumberOfTheLog) {
  journal_.reset();
  ASSERT_OK(home_.ShredFile("checkpoint"));
  Batch batch;
  batch.Put(Space::kMeta, Bytes(kLogNumberRow), EncodeLogNumber(2));
  const ClosedLog closed{kSize, {std::string(kOrigin), kSize + 4, {}, {}}, "a note"};
  batch.Put(Space::kMeta, ClosedLogRow(1), closed.Encode());
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  Open();
  EXPECT_EQ(journal_->name(), kOrigin);
  EXPECT_EQ(journal_->origin(), std::string(kOrigin) + "/2");
  ASSERT_OK(journal_->Publish());
  EXPECT_TRUE(journal_->published().starts_with(std::string(kOrigin) + "/2\n"));
  const auto found = ReadClosedLog(*store_, 1);
  ASSERT_OK(found);
  EXPECT_EQ(found->size, kSize);
  EXPECT_EQ(found->loss, closed.loss);
  EXPECT_EQ(found->note, "a note");
  EXPECT_EQ(ReadClosedLog(*store_, 2).error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace mandat
