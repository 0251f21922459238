// SPDX-License-Identifier: Apache-2.0
// The sections `timestamp` and `accounts`.
#include <gtest/gtest.h>

#include "config/config.h"

namespace mandat {
namespace {

std::variant<Config, std::vector<ConfigFault>> LoadWith(std::vector<std::string> flags) {
  for (const char* needed : {"--data=/tmp/data", "--origin=mandat.example/journal",
                             "--credentials=/tmp/credentials", "--keys.root=/tmp/root.key"}) {
    flags.emplace_back(needed);
  }
  return LoadConfig({{}, {}, std::move(flags)});
}

TEST(OutsideConfigTest, AsksNoAuthorityAndKeepsAccountsForHalfAYearUnlessTold) {
  const auto loaded = LoadWith({});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const Config& config = std::get<Config>(loaded);
  EXPECT_TRUE(config.timestamp.url.empty());
  EXPECT_TRUE(config.timestamp.ca_file.empty());
  EXPECT_EQ(config.timestamp.every_minutes, 60);
  EXPECT_EQ(config.accounts.keep_days, 180);
}

TEST(OutsideConfigTest, TakesAnAuthorityAndAnotherRetention) {
  const auto loaded = LoadWith({"--timestamp.url=https://tsa.example.org/",
                                "--timestamp.ca_file=/tmp/ca.pem", "--timestamp.every_minutes=5",
                                "--timestamp.timeout_seconds=3", "--accounts.keep_days=0"});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const Config& config = std::get<Config>(loaded);
  EXPECT_EQ(config.timestamp.url, "https://tsa.example.org/");
  EXPECT_EQ(config.timestamp.ca_file, "/tmp/ca.pem");
  EXPECT_EQ(config.timestamp.every_minutes, 5);
  EXPECT_EQ(config.timestamp.timeout_seconds, 3);
  EXPECT_EQ(config.accounts.keep_days, 0);
}

TEST(OutsideConfigTest, RefusesWhatIsOutOfRange) {
  for (const char* flag :
       {"--timestamp.every_minutes=0", "--timestamp.every_minutes=10081",
        "--timestamp.timeout_seconds=0", "--timestamp.timeout_seconds=61",
        "--accounts.keep_days=-1", "--accounts.keep_days=3651", "--accounts.keep=1"}) {
    const auto loaded = LoadWith({flag});
    const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded);
    ASSERT_NE(faults, nullptr) << flag;
    EXPECT_EQ(faults->size(), 1u) << flag;
  }
}

}  // namespace
}  // namespace mandat
