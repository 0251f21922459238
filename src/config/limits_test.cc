// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstring>

#include "config/config.h"

namespace mandat {
namespace {

const std::vector<std::string> kNeeded = {"--data=d", "--origin=mandat.example/journal",
                                          "--credentials=c", "--keys.root=r"};

std::variant<Config, std::vector<ConfigFault>> Load(std::vector<std::string> flags,
                                                    std::vector<std::string> environment = {}) {
  flags.insert(flags.end(), kNeeded.begin(), kNeeded.end());
  return LoadConfig({{}, std::move(environment), std::move(flags)});
}

TEST(LimitsTest, EachLimitHasAKeyWhoseDefaultIsThatOfTheProgram) {
  size_t keys = 0;
  std::vector<std::string> flags;
  for (const ConfigKey& key : ConfigKeys()) {
    if (key.name.starts_with("limits.")) {
      ++keys;
      flags.push_back("--" + std::string(key.name) + "=" + std::string(key.standard));
    }
  }
  EXPECT_EQ(keys, sizeof(Limits) / sizeof(size_t)) << "every member is as large as a size_t";
  const auto loaded = Load(flags);
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const Limits standard;
  EXPECT_EQ(std::memcmp(&std::get<Config>(loaded).limits, &standard, sizeof standard), 0);
}

TEST(LimitsTest, FlagAndEnvironmentSetThem) {
  const auto loaded = Load({"--limits.batch_units=7", "--store.open_agreements_max=3"},
                           {"MANDAT_LIMITS_WAITING_PER_AGREEMENT=64"});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const auto& config = std::get<Config>(loaded);
  EXPECT_EQ(config.limits.batch_units, 7u);
  EXPECT_EQ(config.limits.waiting_per_agreement, 64u);
  EXPECT_EQ(config.store.open_agreements_max, 3);
}

TEST(LimitsTest, WhatIsOutOfBoundsOrNoKeyIsAFault) {
  for (const char* flag :
       {"--limits.batch_units=0", "--limits.waiting_per_agreement=63", "--limits.unit_bytes=lots",
        "--limits.everything=1", "--store.open_agreements_max=0"}) {
    EXPECT_TRUE(std::holds_alternative<std::vector<ConfigFault>>(Load({flag}))) << flag;
  }
  EXPECT_TRUE(std::holds_alternative<std::vector<ConfigFault>>(Load({}, {"MANDAT_LIMITS_X=1"})));
}

}  // namespace
}  // namespace mandat
