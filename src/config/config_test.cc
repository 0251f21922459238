// SPDX-License-Identifier: Apache-2.0
#include "config/config.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace mandat {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() : file_(testing::TempDir() + "mandat_config_test.toml") {}
  ~ConfigTest() override { std::filesystem::remove(file_); }

  void Write(const std::string& text) { std::ofstream(file_) << text; }

  std::variant<Config, std::vector<ConfigFault>> Load(std::vector<std::string> environment = {},
                                                      std::vector<std::string> flags = {}) {
    return LoadConfig({file_, std::move(environment), std::move(flags)});
  }

  Config Loaded(std::vector<std::string> environment = {}, std::vector<std::string> flags = {}) {
    auto loaded = Load(std::move(environment), std::move(flags));
    if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) {
      for (const ConfigFault& fault : *faults) {
        ADD_FAILURE() << fault.Format();
      }
      return {};
    }
    return std::get<Config>(loaded);
  }

  std::vector<std::string> Faults(std::vector<std::string> environment = {},
                                  std::vector<std::string> flags = {}) {
    auto loaded = Load(std::move(environment), std::move(flags));
    std::vector<std::string> lines;
    if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) {
      for (const ConfigFault& fault : *faults) {
        lines.push_back(fault.Format());
      }
    }
    return lines;
  }

  std::filesystem::path file_;
};

constexpr std::string_view kComplete =
    "data = \"data\"\norigin = \"mandat.example/journal\"\ncredentials = \"/etc/credentials\"\n"
    "[keys]\nroot = \"root.key\"\n";

TEST_F(ConfigTest, TakesDefaultsAndCountsPathsFromTheFile) {
  Write(std::string(kComplete));
  const Config config = Loaded();
  EXPECT_EQ(config.data, file_.parent_path() / "data");
  EXPECT_EQ(config.credentials, "/etc/credentials");
  EXPECT_EQ(config.http.port, 7480);
  EXPECT_EQ(config.http.body_bytes_max, 1048576);
  EXPECT_EQ(config.keys.rewrap_hours, 24);
  EXPECT_EQ(config.log.level, "info");
}

TEST_F(ConfigTest, AsksNoWitnessUnlessAFileNamesThem) {
  Write(std::string(kComplete));
  EXPECT_TRUE(Loaded().witness.file.empty());
  Write(std::string(kComplete) + "[witness]\nfile = \"witnesses\"\nevery_seconds = 30\n");
  const Config config = Loaded({"MANDAT_WITNESS_SILENT_MINUTES=60"});
  EXPECT_EQ(config.witness.file, file_.parent_path() / "witnesses");
  EXPECT_EQ(config.witness.every_seconds, 30);
  EXPECT_EQ(config.witness.silent_minutes, 60);
  EXPECT_EQ(Faults({"MANDAT_WITNESS_EVERY_SECONDS=0", "MANDAT_WITNESS_URL=x"}).size(), 2u);
}

TEST_F(ConfigTest, LetsFlagsWinOverTheEnvironmentAndThatOverTheFile) {
  Write(std::string(kComplete) + "[http]\nport = 1\nthreads = 1\naddress = \"127.0.0.9\"\n");
  const Config config = Loaded({"MANDAT_HTTP_PORT=2", "MANDAT_HTTP_THREADS=2", "PATH=/bin"},
                               {"--http.port=3", "--data=elsewhere"});
  EXPECT_EQ(config.http.port, 3);
  EXPECT_EQ(config.http.threads, 2);
  EXPECT_EQ(config.http.address, "127.0.0.9");
  EXPECT_EQ(config.data, std::filesystem::current_path() / "elsewhere");
}

TEST_F(ConfigTest, ReportsEveryMistakeWithItsPlace) {
  Write(
      "data = 7\norigin = \"UPPER case\"\n[http]\nport = \"80\"\nthreads = 1000\nprot = 1\n"
      "address = [1]\n[log]\nlevel = \"loud\"\n");
  const std::vector<std::string> faults =
      Faults({"MANDAT_HTTP_PROT=1", "MANDAT_SOMETHING=1"}, {"--log.leven=info", "plain"});
  const std::string all = [&faults] {
    std::string lines;
    for (const std::string& fault : faults) {
      lines += fault + "\n";
    }
    return lines;
  }();
  for (const std::string expected :
       {"mandat_config_test.toml:1: `data` must be a text",
        "mandat_config_test.toml:2: `origin` must be a name like mandat.example/journal",
        "mandat_config_test.toml:4: `http.port` must be a whole number",
        "mandat_config_test.toml:5: `http.threads` must be 0 to 256",
        "mandat_config_test.toml:6: `http.prot` is not a key",
        "mandat_config_test.toml:7: `http.address` is of a type that no key has",
        "mandat_config_test.toml:9: `log.level` must be debug, info, warning or error",
        "MANDAT_HTTP_PROT: `MANDAT_HTTP_PROT` is not a key",
        "--log.leven: `log.leven` is not a key", "plain: is not of the form --section.key=value",
        "credentials: is missing", "keys.root: is missing"}) {
    EXPECT_NE(all.find(expected + "\n"), std::string::npos) << expected << "\nnot in\n" << all;
  }
  EXPECT_EQ(faults.size(), 12u) << all;
}

TEST_F(ConfigTest, NamesTheLineOfBrokenToml) {
  Write("data = \"data\"\norigin = \n");
  const std::vector<std::string> faults = Faults();
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_TRUE(faults[0].starts_with("mandat_config_test.toml:2: is not TOML")) << faults[0];
}

TEST_F(ConfigTest, TakesARootKeyInATokenAsItStands) {
  Write(std::string(kComplete));
  const std::string uri = "pkcs11:token=house;object=root";
  const Config config = Loaded(
      {}, {"--keys.root=" + uri, "--keys.root_previous=old.key", "--keys.pkcs11_pin_file=pin"});
  EXPECT_EQ(config.keys.root, uri);
  EXPECT_EQ(config.keys.root_previous, std::filesystem::current_path() / "old.key");
  EXPECT_EQ(config.keys.pkcs11_pin_file, std::filesystem::current_path() / "pin");
  EXPECT_EQ(Loaded({"MANDAT_KEYS_ROOT_PREVIOUS=" + uri}).keys.root_previous, uri);
}

TEST_F(ConfigTest, TakesNoCopiesOfKeysForZeroDays) {
  Write(std::string(kComplete));
  EXPECT_EQ(Loaded().keys.backup_days, 7);
  EXPECT_EQ(Loaded({}, {"--keys.backup_days=0"}).keys.backup_days, 0);
  EXPECT_EQ(Faults({}, {"--keys.backup_days=-1"}).size(), 1u);
  EXPECT_EQ(Faults({}, {"--keys.backup_days=367"}).size(), 1u);
}

// Covers: GDPR Art. 32(1)(a).
TEST_F(ConfigTest, TakesAPlaceForKeysThatIsApartFromTheData) {
  Write(std::string(kComplete));
  EXPECT_EQ(Loaded().backup.keys_target, "");
  for (const std::string keys : {"/srv/keys", "s3://backups/keys", "/srv/backup-of-keys"}) {
    EXPECT_EQ(Loaded({}, {"--backup.target=/srv/backup", "--backup.keys_target=" + keys})
                  .backup.keys_target,
              keys);
  }
  EXPECT_EQ(Loaded({}, {"--backup.target=s3://a/data", "--backup.keys_target=s3://a/keys"})
                .backup.keys_target,
            "s3://a/keys");
  EXPECT_EQ(Loaded({}, {"--backup.ledger_target=/srv/a", "--backup.keys_target=/srv/a"})
                .backup.keys_target,
            "/srv/a");
}

TEST_F(ConfigTest, RefusesKeysAtThePlaceOfTheDataOrWithinIt) {
  Write(std::string(kComplete));
  for (const auto& [data, keys] : std::vector<std::pair<std::string, std::string>>{
           {"/srv/backup", "/srv/backup"},
           {"/srv/backup", "/srv/backup/"},
           {"/srv/backup", "/srv/other/../backup/keys"},
           {"/srv/backup/data", "/srv/backup"},
           {"s3://backups", "s3://backups/keys"},
           {"s3://backups/all/", "s3://backups/all"}}) {
    const std::vector<std::string> faults =
        Faults({}, {"--backup.target=" + data, "--backup.keys_target=" + keys});
    ASSERT_EQ(faults.size(), 1u) << data << " " << keys;
    EXPECT_TRUE(faults[0].starts_with("backup.keys_target: copies of keys must not be where"));
  }
  const std::string data = (file_.parent_path() / "data").string();
  EXPECT_EQ(Faults({}, {"--backup.keys_target=" + data + "/keys"}).size(), 1u);
  EXPECT_EQ(Faults({"MANDAT_BACKUP_KEYS_TARGETT=x"}).size(), 1u);
}

TEST_F(ConfigTest, WantsCertificateAndKeyTogether) {
  Write(std::string(kComplete));
  EXPECT_EQ(Faults({}, {"--http.tls_certificate=c.pem"}).size(), 1u);
  EXPECT_EQ(Loaded({}, {"--http.tls_certificate=c.pem", "--http.tls_key=k.pem"}).http.tls_key,
            std::filesystem::current_path() / "k.pem");
}

TEST_F(ConfigTest, SaysWhenTheFileIsNotThere) {
  const auto loaded = LoadConfig({"/nowhere/mandat.toml", {}, {}});
  ASSERT_TRUE(std::holds_alternative<std::vector<ConfigFault>>(loaded));
}

TEST_F(ConfigTest, EveryKeyIsInTheReference) {
  std::ifstream in(MANDAT_SOURCE_DIR "/docs/reference/configuration.md");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  for (const ConfigKey& key : ConfigKeys()) {
    EXPECT_NE(text.find("`" + std::string(key.name) + "`"), std::string::npos) << key.name;
    EXPECT_NE(text.find("`" + EnvironmentName(key.name) + "`"), std::string::npos) << key.name;
  }
}

}  // namespace
}  // namespace mandat
