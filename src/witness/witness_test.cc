// SPDX-License-Identifier: Apache-2.0
#include "witness/witness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/error_test_util.h"
#include "witness/internal/log_book.h"
#include "witness/witness_test_util.h"

namespace mandat {
namespace {

class WitnessTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(witness_.AddLog(log_.key())); }

  WitnessAnswer Ask(const std::string& body) { return witness_.AddCheckpoint(body, now_); }
  void Cosign(size_t old_size, size_t size) {
    const WitnessAnswer answer = Ask(log_.Ask(old_size, size));
    ASSERT_EQ(answer.status, 200u) << answer.body;
  }
  static std::string OriginHash(std::string_view origin) {
    return FormatHex(Sha256(origin).view());
  }

  FaultyMemory memory_;
  const Signer signer_{SecretBytes(Bytes(32, 'w'))};
  Witness witness_{"witness.example.org/w1", signer_, memory_};
  const NumberedLog log_{"mandat.example/journal/acme"};
  const Instant now_ = WitnessTime(1'763'802'000);
};

// Covers: C2SP tlog-witness; C2SP tlog-cosignature.
TEST_F(WitnessTest, CosignsTheFirstCheckpointThatItSees) {
  const WitnessAnswer answer = Ask(log_.Ask(0, 7));
  ASSERT_EQ(answer.status, 200u) << answer.body;
  const auto opened = OpenNote(log_.NoteAt(7) + answer.body, {log_.key(), witness_.key()});
  ASSERT_OK(opened);
  EXPECT_TRUE(opened->IsSignedBy(witness_.key()));
  EXPECT_EQ(opened->signatures.back().cosigned_at, now_);
}

TEST_F(WitnessTest, CosignsALogAsItGrows) {
  size_t size = 1;
  Cosign(0, size);
  for (const size_t next : {2, 3, 7, 8, 9, 64, 100, 100, 255, 257}) {
    Cosign(size, next);
    size = next;
  }
  const WitnessAnswer newest = witness_.Newest(OriginHash(log_.key().name));
  ASSERT_EQ(newest.status, 200u);
  const auto opened = OpenNote(newest.body, {log_.key(), witness_.key()});
  ASSERT_OK(opened);
  EXPECT_EQ(opened->text, log_.TextAt(257));
  EXPECT_TRUE(opened->IsSignedBy(witness_.key()));
  EXPECT_TRUE(opened->IsSignedBy(log_.key()));
}

TEST_F(WitnessTest, CosignsTheSameCheckpointAgain) {
  Cosign(0, 5);
  const WitnessAnswer again = witness_.AddCheckpoint(log_.Ask(5, 5), now_ + std::chrono::hours(1));
  ASSERT_EQ(again.status, 200u);
  const auto opened = OpenNote(log_.NoteAt(5) + again.body, {witness_.key()});
  ASSERT_OK(opened);
  EXPECT_EQ(opened->signatures[0].cosigned_at, now_ + std::chrono::hours(1));
}

// A checkpoint that was cosigned once is no way back.
TEST_F(WitnessTest, RefusesAReplayedCheckpointAndTellsTheSizeThatItHas) {
  Cosign(0, 5);
  Cosign(5, 9);
  for (const auto& [old_size, size] : {std::pair<size_t, size_t>{0, 5}, {5, 5}, {5, 9}, {3, 20}}) {
    const WitnessAnswer answer = Ask(log_.Ask(old_size, size));
    EXPECT_EQ(answer.status, 409u);
    EXPECT_EQ(answer.type, "text/x.tlog.size");
    EXPECT_EQ(answer.body, "9\n");
  }
}

TEST_F(WitnessTest, RefusesToGoBackWhateverTheOldSizeSays) {
  Cosign(0, 9);
  EXPECT_EQ(Ask(log_.Ask(9, 5)).status, 400u);
  EXPECT_EQ(Ask(log_.Ask(5, 5)).status, 409u);
  EXPECT_EQ(Ask(log_.Ask(0, 5)).status, 409u);
}

// The operator puts an old directory back and goes on: another history under the same key.
TEST_F(WitnessTest, RefusesAnotherHistoryOfTheSameLog) {
  const NumberedLog forked("mandat.example/journal/acme", 's', "other");
  ASSERT_EQ(forked.key(), log_.key());
  Cosign(0, 9);
  const WitnessAnswer longer = Ask(forked.Ask(9, 12));
  EXPECT_EQ(longer.status, 422u);
  EXPECT_NE(longer.objection.find("cosigned 9 entries"), std::string::npos) << longer.objection;
  EXPECT_FALSE((*witness_.Logs())[0].has_forked) << "the proof may have been somebody else's";
  EXPECT_EQ(Ask(forked.Ask(9, 9)).status, 422u) << "the same size with another root";
  EXPECT_EQ(Ask(forked.Ask(0, 12)).status, 409u) << "as if for the first time";
  Cosign(9, 12);
}

// Two signatures of the log for one size: what convicts it is kept, and stays.
TEST_F(WitnessTest, KeepsBothCheckpointsOfALogThatForked) {
  const NumberedLog forked("mandat.example/journal/acme", 's', "other");
  Cosign(0, 9);
  EXPECT_NE(Ask(forked.Ask(9, 9)).objection.find("convict"), std::string::npos);
  EXPECT_TRUE((*witness_.Logs())[0].has_forked);
  const Bytes kept = memory_.files[LogBookName(log_.key().name) + ".fork"];
  EXPECT_EQ(kept, forked.NoteAt(9));
  const NumberedLog third("mandat.example/journal/acme", 's', "third");
  EXPECT_EQ(Ask(third.Ask(9, 9)).status, 422u);
  EXPECT_EQ(memory_.files[LogBookName(log_.key().name) + ".fork"], kept);
}

TEST_F(WitnessTest, RefusesAProofThatDoesNotHold) {
  Cosign(0, 9);
  std::vector<Hash> proof = ProveConsistency(log_.Leaves(20), 9);
  const std::string note = log_.NoteAt(20);
  for (size_t i = 0; i < proof.size(); ++i) {
    std::vector<Hash> wrong = proof;
    wrong[i].bytes[7] ^= 1;
    EXPECT_EQ(Ask(NumberedLog::AskWith(9, wrong, note)).status, 422u);
    wrong = proof;
    wrong.erase(wrong.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_EQ(Ask(NumberedLog::AskWith(9, wrong, note)).status, 422u);
  }
  proof.push_back(proof.front());
  EXPECT_EQ(Ask(NumberedLog::AskWith(9, proof, note)).status, 422u);
  Cosign(9, 20);
}

TEST_F(WitnessTest, RefusesAProofFromAnEmptyLog) {
  const std::vector<Hash> proof = {LeafHash("x")};
  EXPECT_EQ(Ask(NumberedLog::AskWith(0, proof, log_.NoteAt(4))).status, 422u);
  Cosign(0, 4);
}

TEST_F(WitnessTest, TakesAnEmptyLogOnlyWithTheRootOfAnEmptyTree) {
  const Signer signer(SecretBytes(Bytes(32, 's')));
  const std::string name = log_.key().name;
  const Checkpoint wrong{name, 0, Bytes(LeafHash("x").view()), {}};
  EXPECT_EQ(Ask("old 0\n\n" + *SignNote(wrong.Format(), name, signer)).status, 422u);
  Cosign(0, 0);
  Cosign(0, 3);
}

TEST_F(WitnessTest, DoesNotKnowOtherOrigins) {
  const NumberedLog other("mandat.example/journal/other");
  EXPECT_EQ(Ask(other.Ask(0, 3)).status, 404u);
  EXPECT_EQ(witness_.Newest(OriginHash(other.key().name)).status, 404u);
  EXPECT_EQ(witness_.Newest(OriginHash(log_.key().name)).status, 404u) << "none cosigned yet";
  ASSERT_OK(witness_.AddLog(other.key()));
  EXPECT_EQ(Ask(other.Ask(0, 3)).status, 200u);
}

TEST_F(WitnessTest, RefusesAnotherKeyOfAKnownOrigin) {
  const NumberedLog impostor("mandat.example/journal/acme", 'x');
  EXPECT_EQ(Ask(impostor.Ask(0, 3)).status, 403u);
  const Status added = witness_.AddLog(impostor.key());
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().kind, ErrorKind::kConflict);
  EXPECT_OK(witness_.AddLog(log_.key())) << "the same again is fine";
  EXPECT_FALSE(witness_.AddLog(witness_.key())) << "a witness is no log";
}

TEST_F(WitnessTest, KeepsWhatItKnowsWhenALogIsAddedAgain) {
  Cosign(0, 9);
  ASSERT_OK(witness_.AddLog(log_.key()));
  EXPECT_EQ(Ask(log_.Ask(0, 9)).status, 409u);
}

TEST_F(WitnessTest, IgnoresSignaturesOfOthersAndKeepsNoneOfThem) {
  const Signer other(SecretBytes(Bytes(32, 'o')));
  const NoteSignature line = CosignNote(log_.TextAt(3), "other.example.org", WitnessTime(1), other);
  ASSERT_EQ(Ask("old 0\n\n" + log_.NoteAt(3) + line.Format()).status, 200u);
  const WitnessAnswer newest = witness_.Newest(OriginHash(log_.key().name));
  EXPECT_EQ(newest.body.find("other.example.org"), std::string::npos);
}

TEST_F(WitnessTest, RefusesWhatIsMalformed) {
  const std::string note = log_.NoteAt(3);
  const std::string hash = FormatBase64(LeafHash("x").view()) + "\n";
  std::string many = "old 0\n";
  for (int i = 0; i < 64; ++i) {
    many += hash;
  }
  for (const std::string& body : std::vector<std::string>{
           "", "\n", "old\n\n" + note, "old 01\n\n" + note, "old -1\n\n" + note,
           "old 18446744073709551616\n\n" + note, "old 0\r\n\r\n" + note, "old 0\n" + note,
           "old  0\n\n" + note, "Old 0\n\n" + note, "old 0\nabc\n\n" + note, "old 0\n" + hash,
           "old 0\n\n", "old 0\n\nnot a note", "old 0\n\n\n" + note, many + "\n" + note,
           "old 0\n\n" + log_.TextAt(3)}) {
    EXPECT_EQ(Ask(body).status, 400u) << body;
  }
  EXPECT_EQ(Ask("old 0\n\n" + log_.TextAt(3) + "\n").status, 400u) << "nothing signed it";
  EXPECT_EQ(Ask(std::string(Witness::kBytesMax + 1, 'x')).status, 413u);
  Cosign(0, 3);
}

// As many as there may be are looked at, and found to prove nothing.
TEST_F(WitnessTest, LooksAtSixtyThreeHashesAndNoMore) {
  Cosign(0, 3);
  const std::vector<Hash> most(Witness::kHashesMax, LeafHash("x"));
  EXPECT_EQ(Ask(NumberedLog::AskWith(3, most, log_.NoteAt(4))).status, 422u);
  std::vector<Hash> more = most;
  more.push_back(more[0]);
  EXPECT_EQ(Ask(NumberedLog::AskWith(3, more, log_.NoteAt(4))).status, 400u);
}

TEST_F(WitnessTest, ASignedByteThatChangedIsRefused) {
  const std::string whole = log_.Ask(0, 3);
  const size_t begin = whole.find("\n\n") + 2;
  for (size_t at = begin; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_NE(Ask(changed).status, 200u) << at;
  }
  Cosign(0, 3);
}

// Both twins of a write that fails: nothing is cosigned before it is remembered, and what was
// remembered though the write failed can be cosigned again, and nothing else.
TEST_F(WitnessTest, CosignsNothingThatItCannotRemember) {
  Cosign(0, 3);
  memory_.fault = FaultyMemory::Fault::kLose;
  EXPECT_EQ(Ask(log_.Ask(3, 9)).status, 500u);
  EXPECT_EQ(Ask(log_.Ask(9, 9)).status, 409u) << "the write was lost";
  memory_.fault = FaultyMemory::Fault::kKeep;
  EXPECT_EQ(Ask(log_.Ask(3, 9)).status, 500u);
  EXPECT_EQ(Ask(log_.Ask(3, 9)).body, "9\n") << "the write was kept";
  EXPECT_EQ(Ask(log_.Ask(9, 9)).status, 200u);
  const NumberedLog forked("mandat.example/journal/acme", 's', "other");
  EXPECT_EQ(Ask(forked.Ask(9, 9)).status, 422u);
}

TEST_F(WitnessTest, GoesOnFromWhatItRememberedAfterAStart) {
  Cosign(0, 9);
  Witness started("witness.example.org/w1", signer_, memory_);
  EXPECT_EQ(started.AddCheckpoint(log_.Ask(0, 12), now_).body, "9\n");
  EXPECT_EQ(started.AddCheckpoint(log_.Ask(9, 12), now_).status, 200u);
  const auto logs = started.Logs();
  ASSERT_OK(logs);
  ASSERT_EQ(logs->size(), 1u);
  EXPECT_EQ(logs->front().key, log_.key());
  EXPECT_EQ(logs->front().size, 12u);
  EXPECT_EQ(logs->front().cosigned_at, now_);
}

// Damaged memory refuses: a witness that believed it could be made to forget.
TEST_F(WitnessTest, CosignsNothingFromDamagedMemory) {
  Cosign(0, 9);
  const auto whole = memory_.files;
  Bytes& bytes = memory_.files.begin()->second;
  for (size_t at = 0; at < bytes.size(); ++at) {
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    EXPECT_EQ(Ask(log_.Ask(9, 12)).status, 500u) << at;
    EXPECT_EQ(Ask(log_.Ask(0, 12)).status, 500u) << at;
    EXPECT_FALSE(witness_.Logs()) << at;
    memory_.files = whole;
  }
  for (const size_t cut : {size_t{0}, size_t{1}, bytes.size() / 2, bytes.size() - 1}) {
    bytes.resize(cut);
    EXPECT_EQ(Ask(log_.Ask(0, 12)).status, 500u) << cut;
    memory_.files = whole;
  }
  Cosign(9, 12);
}

// A whole file with a right digest, that this witness never cosigned.
TEST_F(WitnessTest, BelievesNoCheckpointThatItDidNotCosign) {
  Cosign(0, 9);
  LogBook book = LogBook::Empty(log_.key());
  book.note = log_.NoteAt(3);
  memory_.files.begin()->second = book.Encode();
  EXPECT_EQ(Ask(log_.Ask(3, 12)).status, 500u);
  const NumberedLog other("mandat.example/journal/other");
  memory_.files.begin()->second = LogBook::Empty(other.key()).Encode();
  EXPECT_EQ(Ask(log_.Ask(0, 12)).status, 500u) << "the file of another log";
}

TEST_F(WitnessTest, AnswersOnlyTheNameOfALogWhenItIsAskedForTheNewest) {
  Cosign(0, 3);
  const std::string right = OriginHash(log_.key().name);
  EXPECT_EQ(witness_.Newest(right).status, 200u);
  std::string upper = right;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const std::string& wrong : {std::string(), std::string("../key"), upper, right + "0",
                                   right.substr(1), std::string(64, 'g')}) {
    EXPECT_EQ(witness_.Newest(wrong).status, 404u) << wrong;
  }
}

// Whatever is asked and in whatever order: of all that was cosigned, each begins with the one
// before.
TEST_F(WitnessTest, NeverCosignsTwoHistories) {
  constexpr uint32_t kSeed = 7;
  SCOPED_TRACE(kSeed);
  std::mt19937 chance(kSeed);
  const NumberedLog forked("mandat.example/journal/acme", 's', "other");
  size_t size = 0;
  std::optional<bool> honest;  // which history it saw first
  for (int i = 0; i < 2000; ++i) {
    const bool is_honest = chance() % 2 == 0;
    const size_t old_size = chance() % 2 == 0 ? size : chance() % 24;
    const size_t next = 1 + chance() % 24;
    memory_.fault = static_cast<FaultyMemory::Fault>(chance() % 8 == 0 ? 1 + chance() % 2 : 0);
    const WitnessAnswer answer = Ask((is_honest ? log_ : forked).Ask(old_size, next));
    memory_.fault = FaultyMemory::Fault::kNone;
    if (answer.status == 200) {
      EXPECT_TRUE(!honest || *honest == is_honest) << i;
      EXPECT_GE(next, size) << i;
    }
    const size_t before = size;
    size = (*witness_.Logs())[0].size;
    EXPECT_GE(size, before);
    if (size > 0 && !honest) {
      honest = is_honest;
    }
  }
  EXPECT_GT(size, 0u);
}

}  // namespace
}  // namespace mandat
