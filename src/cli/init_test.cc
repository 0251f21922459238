// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>
#include <variant>

#include "base/error_test_util.h"
#include "cli/internal/commands.h"
#include "config/config.h"
#include "crypto/hash.h"
#include "format/credentials.h"
#include "keyring/root_key.h"
#include "keyring/soft_token_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

class InitTest : public testing::Test {
 protected:
  InitTest() : directory_(testing::TempDir() + "mandat_init_test") { fs::remove_all(directory_); }
  ~InitTest() override { fs::remove_all(directory_); }

  static mode_t ModeOf(const fs::path& path) {
    struct stat info{};
    return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }

  Result<int> Init() {
    Context context;
    context.json = true;
    return RunInit(context, {.directory = directory_, .agreements = {"acme"}});
  }

  const fs::path directory_;
};

TEST_F(InitTest, MakesADirectoryThatTheServerAccepts) {
  ASSERT_OK(Init());
  EXPECT_OK(RootKey::Load(directory_ / "root.key"));
  const auto config = LoadConfig({directory_ / "mandat.toml", {}, {}});
  ASSERT_TRUE(std::holds_alternative<Config>(config));
  EXPECT_EQ(std::get<Config>(config).data, directory_ / "data");
  EXPECT_EQ(std::get<Config>(config).credentials, directory_ / "credentials");
}

TEST_F(InitTest, MakesATokenForEachRoleAndKeepsOnlyItsHashInTheCredentials) {
  ASSERT_OK(Init());
  const auto text = ReadWholeFile(directory_ / "credentials");
  ASSERT_OK(text);
  const auto credentials = ParseCredentials(*text);
  ASSERT_OK(credentials);
  std::map<std::string, Credential> by_label;
  for (const Credential& credential : *credentials) {
    by_label.emplace(credential.label, credential);
    const auto token = ReadWholeFile(directory_ / "tokens" / (credential.label + ".token"));
    ASSERT_OK(token);
    const std::string word = token->substr(0, token->size() - 1);
    EXPECT_EQ(credential.token_hash, Sha256(word).view());
    EXPECT_EQ(text->find(word), std::string::npos);
  }
  ASSERT_EQ(by_label.size(), 4U);
  EXPECT_EQ(by_label.at("operator").agreement, "");
  EXPECT_EQ(by_label.at("auditor").role, ActorRole::kAuditor);
  EXPECT_EQ(by_label.at("acme-application").agreement, "acme");
  EXPECT_EQ(by_label.at("acme-controller").role, ActorRole::kController);
}

TEST_F(InitTest, LetsNobodyElseReadWhatIsSecret) {
  ASSERT_OK(Init());
  EXPECT_EQ(ModeOf(directory_), 0700U);
  EXPECT_EQ(ModeOf(directory_ / "root.key"), 0600U);
  EXPECT_EQ(ModeOf(directory_ / "credentials"), 0600U);
  EXPECT_EQ(ModeOf(directory_ / "tokens" / "operator.token"), 0600U);
}

TEST_F(InitTest, ReplacesNothing) {
  ASSERT_OK(Init());
  const auto key = ReadWholeFile(directory_ / "root.key");
  const auto again = Init();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(*ReadWholeFile(directory_ / "root.key"), *key);
}

TEST_F(InitTest, MakesTheRootKeyInATokenWhenAskedTo) {
  if (!SoftToken::IsInstalled()) {
    GTEST_SKIP() << "softhsm2 is not installed";
  }
  const SoftToken token;
  Context context;
  context.json = true;
  InitOptions options{.directory = directory_};
  options.root = "pkcs11:token=house;object=root";
  options.module = SoftToken::library();
  options.pin_file = token.pin_file();
  ASSERT_OK(RunInit(context, options));
  EXPECT_FALSE(fs::exists(directory_ / "root.key"));
  const auto loaded = LoadConfig({directory_ / "mandat.toml", {}, {}});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const Config::Keys& keys = std::get<Config>(loaded).keys;
  EXPECT_TRUE(keys.root.string().starts_with("pkcs11:token=house;object=root;id=%"));
  EXPECT_OK(RootKey::Load({keys.root, "", keys.pkcs11_module, keys.pkcs11_pin_file}));
}

TEST_F(InitTest, MakesNothingWhenTheTokenIsNotThere) {
  Context context;
  InitOptions options{.directory = directory_};
  options.root = "pkcs11:token=house;object=root";
  options.module = "/nowhere.so";
  options.pin_file = directory_ / "no-pin";
  EXPECT_FALSE(RunInit(context, options));
  EXPECT_FALSE(fs::exists(directory_)) << "so that it can be asked again";
}

}  // namespace
}  // namespace mandat
