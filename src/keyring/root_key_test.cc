// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/error_test_util.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

class RootKeyTest : public ::testing::Test {
 protected:
  void Write(const std::string& text, fs::perms mode = fs::perms::owner_read) {
    fs::remove(file_);
    std::ofstream(file_, std::ios::binary) << text;
    fs::permissions(file_, mode);
  }

  void ExpectInvalid() {
    const Result<RootKey> key = RootKey::Load(file_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().kind, ErrorKind::kInvalid);
  }

  TemporaryDirectory directory_;
  fs::path file_ = directory_.path() / "root.key";
  SeededRandom random_{1};
};

const std::string kDigits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

TEST_F(RootKeyTest, LoadsSixtyFourDigitsAndALineFeedFromAPrivateFile) {
  Write(kDigits + "\n");
  const Result<RootKey> key = RootKey::Load(file_);
  ASSERT_OK(key);
  EXPECT_EQ(key->id(), RootKey(SecretBytes(*ParseHex(kDigits))).id());
  Write(kDigits + "\n", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_OK(RootKey::Load(file_));
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(RootKeyTest, RefusesAFileThatAnybodyElseMayTouch) {
  for (const fs::perms others :
       {fs::perms::group_read, fs::perms::group_write, fs::perms::others_read,
        fs::perms::others_write, fs::perms::group_exec, fs::perms::others_exec}) {
    Write(kDigits + "\n", fs::perms::owner_read | others);
    ExpectInvalid();
  }
}

TEST_F(RootKeyTest, RefusesEveryOtherLength) {
  for (const std::string& text :
       {std::string(), std::string("\n"), kDigits, kDigits.substr(1) + "\n", kDigits + "0\n",
        kDigits + "\n\n", kDigits + "\r\n", kDigits + kDigits + "\n"}) {
    Write(text);
    ExpectInvalid();
  }
}

TEST_F(RootKeyTest, RefusesWhatIsNotLowerCaseHexadecimal) {
  for (const char wrong : {'g', 'A', ' ', '\0', '\n'}) {
    Write(wrong + kDigits.substr(1) + "\n");
    ExpectInvalid();
  }
}

TEST_F(RootKeyTest, SaysWhetherTheFileIsMissingOrNotAFile) {
  EXPECT_EQ(RootKey::Load(file_).error().kind, ErrorKind::kNotFound);
  fs::create_directory(file_);
  const Result<RootKey> key = RootKey::Load(file_);
  ASSERT_FALSE(key);
  EXPECT_NE(key.error().kind, ErrorKind::kNotFound);
}

TEST_F(RootKeyTest, MakesAFileOnceAndNeverReplacesIt) {
  ASSERT_OK(RootKey::CreateFile(file_, random_));
  struct stat info{};
  ASSERT_EQ(stat(file_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  const Result<RootKey> key = RootKey::Load(file_);
  ASSERT_OK(key);
  EXPECT_EQ(RootKey::CreateFile(file_, random_).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(RootKey::Load(file_)->id(), key->id());
}

TEST_F(RootKeyTest, UnwrapsWhatItWrappedUnderTheSameNameOnly) {
  const RootKey root(random_.DrawSecret());
  const SecretBytes key = random_.DrawSecret();
  const Bytes wrapped = *root.Wrap(key, "journal acme", random_);
  const Result<SecretBytes> back = root.Unwrap(wrapped, "journal acme");
  ASSERT_OK(back);
  EXPECT_EQ(back->view(), key.view());
  EXPECT_EQ(root.Unwrap(wrapped, "journal acmf").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(root.Unwrap(wrapped, "ledger acme").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(root.Unwrap(wrapped, "").error().kind, ErrorKind::kCorrupt);
}

TEST_F(RootKeyTest, AnotherRootKeyOrOneChangedBitUnwrapsNothing) {
  const RootKey root(random_.DrawSecret());
  const RootKey other(random_.DrawSecret());
  EXPECT_NE(root.id(), other.id());
  EXPECT_EQ(root.id().size(), 8U);
  Bytes wrapped = *root.Wrap(random_.DrawSecret(), "name", random_);
  EXPECT_EQ(other.Unwrap(wrapped, "name").error().kind, ErrorKind::kCorrupt);
  for (size_t i = 0; i < wrapped.size(); ++i) {
    wrapped[i] ^= 4;
    EXPECT_EQ(root.Unwrap(wrapped, "name").error().kind, ErrorKind::kCorrupt);
    wrapped[i] ^= 4;
  }
  EXPECT_EQ(root.Unwrap(wrapped.substr(1), "name").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(root.Unwrap("", "name").error().kind, ErrorKind::kCorrupt);
}

// Two files, and a configuration that names them.
class RenewTest : public RootKeyTest {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b", "c"}) {
      ASSERT_OK(RootKey::CreateFile(At(name), random_));
    }
    place_.root = At("a");
    Result<RootKey> root = RootKey::Load(place_);
    ASSERT_OK(root);
    root_.emplace(std::move(*root));
    root_->SetSource([this]() -> Result<RootPlace> { return place_; });
    wrapped_ = *root_->Wrap(random_.DrawSecret(), "name", random_);
  }

  std::string At(const std::string& name) const { return directory_.path() / name; }
  Bytes IdOf(const std::string& name) const { return RootKey::Load(At(name))->id(); }

  RootPlace place_;
  std::optional<RootKey> root_;
  Bytes wrapped_;
};

TEST_F(RenewTest, TakesTheNewKeyAndStillOpensWhatTheOldOneWrapped) {
  place_ = {At("b"), At("a"), "", ""};
  ASSERT_OK(root_->Renew(random_));
  EXPECT_EQ(root_->id(), IdOf("b"));
  EXPECT_EQ(root_->previous_id(), IdOf("a"));
  const auto old = root_->UnwrapAndTell(wrapped_, "name");
  ASSERT_OK(old);
  EXPECT_FALSE(old->in_force);
  EXPECT_EQ(old->root, IdOf("a"));
  const auto anew = root_->UnwrapAndTell(*root_->Wrap(old->key, "name", random_), "name");
  ASSERT_OK(anew);
  EXPECT_TRUE(anew->in_force);
  ASSERT_OK(root_->Renew(random_)) << "nothing new is fine";
  EXPECT_EQ(root_->previous_id(), IdOf("a"));
  root_->ForgetPrevious();
  EXPECT_EQ(root_->Unwrap(wrapped_, "name").error().kind, ErrorKind::kCorrupt);
}

TEST_F(RenewTest, RefusesANewKeyThatDoesNotFollowTheOneInForce) {
  for (const RootPlace& wrong :
       {RootPlace{At("b"), "", "", ""}, RootPlace{At("b"), At("c"), "", ""}}) {
    place_ = wrong;
    EXPECT_EQ(root_->Renew(random_).error().kind, ErrorKind::kConflict);
    EXPECT_EQ(root_->id(), IdOf("a"));
    EXPECT_OK(root_->Unwrap(wrapped_, "name"));
  }
}

TEST_F(RenewTest, RefusesANewKeyThatCannotBeReadAndKeepsTheOldOne) {
  place_ = {At("nothing"), At("a"), "", ""};
  EXPECT_EQ(root_->Renew(random_).error().kind, ErrorKind::kNotFound);
  fs::permissions(At("b"), fs::perms::group_read, fs::perm_options::add);
  place_ = {At("b"), At("a"), "", ""};
  EXPECT_EQ(root_->Renew(random_).error().kind, ErrorKind::kInvalid);
  place_ = {At("a"), At("a"), "", ""};
  EXPECT_EQ(root_->Renew(random_).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(root_->id(), IdOf("a"));
  EXPECT_OK(root_->Unwrap(wrapped_, "name"));
}

TEST_F(RenewTest, DoesNotForgetAKeyUnderWhichSomethingStillIs) {
  place_ = {At("b"), At("a"), "", ""};
  ASSERT_OK(root_->Renew(random_));
  place_ = {At("c"), At("b"), "", ""};
  EXPECT_EQ(root_->Renew(random_).error().kind, ErrorKind::kConflict);
  EXPECT_OK(root_->Unwrap(wrapped_, "name"));
  root_->ForgetPrevious();
  EXPECT_OK(root_->Renew(random_));
}

}  // namespace
}  // namespace mandat
