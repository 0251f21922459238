// SPDX-License-Identifier: Apache-2.0
#include "keyring/key_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error_test_util.h"
#include "keyring/keyring.h"
#include "store/memory/memory_home.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

const std::string kOwner = "acme";

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, '\x51') + static_cast<char>(number));
}

// One home with the keys of a person, under the root key `old_`.
class KeyFilesTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    home_ = MemoryHome();
    auto keyring = Open(old_);
    ASSERT_OK(keyring);
    (*keyring)->StageSubjectKey(Person(1));
    ASSERT_OK((*keyring)->CommitStaged());
    ASSERT_OK((*keyring)->LoadSigner("notice"));
    ASSERT_OK((*keyring)->Rewrap());
    person_ = KeyIn(**keyring);
    signer_ = (*keyring)->journal_signer().public_key();
  }

  Result<std::unique_ptr<Keyring>> Open(const RootKey& root) {
    return Keyring::Open(home_, root, kOwner, random_);
  }
  static Bytes KeyIn(const Keyring& keyring) {
    const auto key = keyring.FindSubjectKey(Person(1));
    EXPECT_OK(key);
    return key && *key ? Bytes((*key)->view()) : Bytes();
  }
  void ExpectOpens(const RootKey& root) {
    const auto keyring = Open(root);
    ASSERT_OK(keyring);
    EXPECT_EQ(KeyIn(**keyring), person_);
    EXPECT_EQ((*keyring)->journal_signer().public_key(), signer_);
  }

  // The key in force with the one before it, as a start with both configured has them.
  RootKey Both() const {
    RootKey root(SecretBytes(Bytes(32, 'o')));
    const std::filesystem::path& at = directory_.path();
    WriteRoot(at / "new", Bytes(32, 'n'));
    WriteRoot(at / "old", Bytes(32, 'o'));
    Result<RootKey> both = RootKey::Load({at / "new", at / "old", "", ""});
    EXPECT_OK(both);
    return both ? std::move(*both) : std::move(root);
  }
  static void WriteRoot(const std::filesystem::path& file, const Bytes& secret) {
    std::filesystem::remove(file);
    std::ofstream(file) << FormatHex(secret) << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  }

  Bytes Read(const std::string& name) const { return (*home_.ReadFile(name)).value_or(""); }
  void Damage(const std::string& name, const Bytes& bytes) {
    ASSERT_OK(home_.WriteFile(name, bytes));
  }
  std::string Told(const RootKey& root) {
    const auto opened = Open(root);
    EXPECT_FALSE(opened);
    if (opened) {
      return "";
    }
    EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
    return opened.error().message;
  }

  TemporaryDirectory directory_;
  MemoryHome home_;
  SeededRandom random_{29};
  const RootKey old_{SecretBytes(Bytes(32, 'o'))};
  const RootKey new_{SecretBytes(Bytes(32, 'n'))};
  Bytes person_;
  Bytes signer_;
};

// Covers: GDPR Art. 32(1)(a).
TEST_F(KeyFilesTest, MovesEveryFileUnderTheNewRootKeyAndOverwritesTheOldForm) {
  const Bytes old_journal = Read("journal-key");
  const Bytes old_agreement = Read("agreement-key-2");
  const RootKey both = Both();
  ExpectOpens(both);
  EXPECT_EQ(ReadKeyFiles(home_, both, kOwner)->behind_count, 4U);
  const Result<size_t> moved = MoveKeyFiles(home_, both, kOwner, random_);
  ASSERT_OK(moved);
  EXPECT_EQ(*moved, 4U) << "journal, ledger, notice and agreement key";
  EXPECT_EQ(MoveKeyFiles(home_, both, kOwner, random_), 0U);
  ExpectOpens(new_);
  EXPECT_EQ(home_.Everything().find(old_journal), Bytes::npos);
  EXPECT_EQ(home_.Everything().find(old_agreement), Bytes::npos);
  const Result<KeyFilesStanding> standing = ReadKeyFiles(home_, new_, kOwner);
  ASSERT_OK(standing);
  EXPECT_EQ(standing->generation, 2U);
  EXPECT_EQ(standing->files_count, 4U);
  EXPECT_EQ(standing->behind_count, 0U);
  EXPECT_EQ(standing->roots, std::vector<Bytes>{new_.id()});
  EXPECT_NE(Told(old_).find("another root key"), std::string::npos);
}

// A crash before and after each step: the keys stay readable, and the next call goes on.
TEST_F(KeyFilesTest, SurvivesAFailureOfEachStepOfTheMove) {
  constexpr int kSteps = 16;  // four a file
  for (const bool keep : {false, true}) {
    for (int step = 1; step <= kSteps; ++step) {
      SCOPED_TRACE(testing::Message() << (keep ? "kept" : "lost") << " at file step " << step);
      Start();
      const RootKey both = Both();
      home_.FailFile(keep, step);
      EXPECT_EQ(MoveKeyFiles(home_, both, kOwner, random_).error().kind, ErrorKind::kUnavailable);
      ExpectOpens(both);
      ASSERT_OK(MoveKeyFiles(home_, both, kOwner, random_));
      ExpectOpens(new_);
      EXPECT_EQ(ReadKeyFiles(home_, new_, kOwner)->files_count, 4U);
      EXPECT_EQ(Read("journal-key.moved"), "");
    }
  }
  Start();
  home_.FailFile(false, kSteps + 1);
  EXPECT_OK(MoveKeyFiles(home_, Both(), kOwner, random_)) << "a step more than the test knows";
}

TEST_F(KeyFilesTest, MovesNothingThatOpensUnderNeitherRootKey) {
  const RootKey other(SecretBytes(Bytes(32, 'x')));
  const Bytes before = Read("journal-key");
  const auto moved = MoveKeyFiles(home_, other, kOwner, random_);
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(Read("journal-key"), before);
  ExpectOpens(old_);
}

TEST_F(KeyFilesTest, AnOpenKeyringMovesAndIsWrappedAnewUnderTheNewRootKey) {
  const RootKey both = Both();
  {
    auto keyring = Open(both);
    ASSERT_OK(keyring);
    EXPECT_EQ((*keyring)->MoveToRoot(), 4U);
    ASSERT_OK((*keyring)->Rewrap());
    EXPECT_EQ((*keyring)->Standing()->behind_count, 0U);
  }
  ExpectOpens(new_);
}

TEST_F(KeyFilesTest, RefusesAUseThatNoRotationWouldFind) {
  auto keyring = Open(old_);
  ASSERT_OK(keyring);
  EXPECT_EQ((*keyring)->LoadSigner("unheard-of").error().kind, ErrorKind::kInvalid);
}

// The table of docs/guides/keys.md, row by row. Nothing that was there is changed by looking.
struct Row {
  std::string file;
  std::string damage;
  std::string tells;
};

class LossTest : public KeyFilesTest, public ::testing::WithParamInterface<Row> {
 protected:
  Bytes OfAnother(const std::string& file) {
    MemoryHome other;
    SeededRandom random(31);
    auto keyring = Keyring::Open(other, old_, "beta", random);
    EXPECT_OK(keyring);
    EXPECT_OK((*keyring)->Rewrap());
    return (*other.ReadFile(file)).value_or("");
  }
};

TEST_P(LossTest, IsToldAtTheStartWithWhatIsLost) {
  const auto& [file, damage, tells] = GetParam();
  const Bytes good = Read(file);
  if (damage == "missing") {
    ASSERT_OK(home_.ShredFile(file));
    const Status told = RequireKeyFiles(home_);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().kind, ErrorKind::kCorrupt);
    EXPECT_NE(told.error().message.find(file), std::string::npos) << told.error().message;
    EXPECT_NE(told.error().message.find(tells), std::string::npos) << told.error().message;
  } else {
    Bytes bad = damage == "empty"       ? Bytes()
                : damage == "cut"       ? good.substr(0, good.size() / 2)
                : damage == "another's" ? OfAnother(file)
                : damage == "older"     ? Bytes("1")
                                        : good;
    if (damage == "flipped") {
      bad[bad.size() / 2] ^= 1;
    }
    Damage(file, bad);
    const std::string told = Told(old_);
    EXPECT_NE(told.find(file), std::string::npos) << told;
    EXPECT_NE(told.find(tells), std::string::npos) << told;
    EXPECT_EQ(Read(file), bad) << "the start writes nothing over it";
  }
  Damage(file, good);
  ExpectOpens(old_);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LossTest,
    ::testing::Values(Row{"journal-key", "missing", "no entry can be signed"},
                      Row{"journal-key", "empty", "cut short or damaged"},
                      Row{"journal-key", "cut", "cut short or damaged"},
                      Row{"journal-key", "flipped", "damaged or of another agreement"},
                      Row{"journal-key", "another's", "damaged or of another agreement"},
                      Row{"ledger-key", "missing", "no longer known who was erased"},
                      Row{"ledger-key", "empty", "no longer known who was erased"},
                      Row{"ledger-key", "cut", "no longer known who was erased"},
                      Row{"ledger-key", "flipped", "no longer known who was erased"},
                      Row{"ledger-key", "another's", "no longer known who was erased"},
                      Row{"agreement-key-2", "missing", "nothing of this agreement can be read"},
                      Row{"agreement-key-2", "empty", "nothing of this agreement can be read"},
                      Row{"agreement-key-2", "cut", "nothing of this agreement can be read"},
                      Row{"agreement-key-2", "flipped", "nothing of this agreement can be read"},
                      Row{"agreement-key-2", "another's", "nothing of this agreement can be read"},
                      Row{"key-generation", "missing", "nothing is lost; write the number"},
                      Row{"key-generation", "empty", "nothing is lost; write the number"},
                      Row{"key-generation", "flipped", "nothing is lost; write the number"},
                      Row{"key-generation", "older", "nothing is lost; write the number"}),
    [](const auto& row) {
      std::string name = row.param.file + "_" + row.param.damage;
      std::erase_if(name, [](char c) { return c == '-' || c == '\'' || c == ' '; });
      return name;
    });

TEST_F(KeyFilesTest, AnotherRootKeyIsToldFromDamage) {
  const RootKey other(SecretBytes(Bytes(32, 'x')));
  const std::string told = Told(other);
  EXPECT_NE(told.find(FormatHex(other.id())), std::string::npos) << told;
  EXPECT_NE(told.find("nothing is lost while the right one is kept"), std::string::npos) << told;
  ExpectOpens(old_);
}

TEST_F(KeyFilesTest, AMissingKeyStoreIsNotMadeAnew) {
  ASSERT_OK(home_.RemoveStore("keys-2"));
  const std::string told = Told(old_);
  EXPECT_NE(told.find("keys-2"), std::string::npos) << told;
  EXPECT_TRUE(home_.ListStores()->empty());
}

TEST_F(KeyFilesTest, AnEmptyKeyStoreIsNotTakenForTheKeys) {
  ASSERT_OK(home_.RemoveStore("keys-2"));
  ASSERT_OK(home_.OpenStore("keys-2"));
  EXPECT_NE(Told(old_).find("lost its rows"), std::string::npos);
}

// A whole older generation put back beside the newer one must not make the start destroy the
// newer one, as it destroys what a re-wrap left half made.
// Covers: GDPR Art. 32(1)(c).
TEST_F(KeyFilesTest, AnOlderGenerationThatIsPutBackDoesNotDestroyTheNewerOne) {
  Bytes key_one;
  Bytes rows_one;
  home_ = MemoryHome();
  {
    auto keyring = Open(old_);
    ASSERT_OK(keyring);
    (*keyring)->StageSubjectKey(Person(1));
    ASSERT_OK((*keyring)->CommitStaged());
    person_ = KeyIn(**keyring);
    signer_ = (*keyring)->journal_signer().public_key();
    key_one = Read("agreement-key-1");
    rows_one = **(*home_.OpenStore("keys-1"))->Find(Space::kKeys, "t");
    ASSERT_OK((*keyring)->Rewrap());
    (*keyring)->StageSubjectKey(Person(2));
    ASSERT_OK((*keyring)->CommitStaged());
  }
  Damage("agreement-key-1", key_one);
  Damage("key-generation", "1");
  {
    Batch batch;
    batch.Put(Space::kKeys, "t", rows_one);
    ASSERT_EQ((*home_.OpenStore("keys-1"))->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  const std::string told = Told(old_);
  EXPECT_NE(told.find("write 2 into key-generation"), std::string::npos) << told;
  Damage("key-generation", "2");
  ExpectOpens(old_);
}

}  // namespace
}  // namespace mandat
