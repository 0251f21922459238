// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "config/config.h"

namespace mandat {
namespace {

std::variant<Config, std::vector<ConfigFault>> Load(std::vector<std::string> flags,
                                                    std::vector<std::string> environment = {}) {
  for (const char* needed :
       {"--data=d", "--origin=mandat.example/journal", "--credentials=c", "--keys.root=r"}) {
    flags.emplace_back(needed);
  }
  return LoadConfig({{}, std::move(environment), std::move(flags)});
}

TEST(WatchRulesTest, FeedsNobodyAndWatchesUnlessToldOtherwise) {
  const auto loaded = Load({});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const auto& config = std::get<Config>(loaded);
  EXPECT_EQ(config.feed.target, "");
  EXPECT_EQ(config.feed.format, "auto");
  EXPECT_EQ(config.unusual.watch, "on");
  EXPECT_EQ(config.unusual.history_days, 7);
}

TEST(WatchRulesTest, FlagAndEnvironmentSetThem) {
  const auto loaded = Load({"--feed.target=tls://siem.example.org:6514", "--unusual.watch=off"},
                           {"MANDAT_FEED_CONFIRM_SECONDS=5", "MANDAT_UNUSUAL_VOLUME_TIMES=10"});
  ASSERT_TRUE(std::holds_alternative<Config>(loaded));
  const auto& config = std::get<Config>(loaded);
  EXPECT_EQ(config.feed.target, "tls://siem.example.org:6514");
  EXPECT_EQ(config.feed.confirm_seconds, 5);
  EXPECT_EQ(config.unusual.watch, "off");
  EXPECT_EQ(config.unusual.volume_times, 10);
}

TEST(WatchRulesTest, WhatIsOutOfBoundsOrNoKeyIsAFault) {
  for (const char* flag :
       {"--feed.format=xml", "--feed.files=0", "--feed.confirm_seconds=0", "--feed.place=x",
        "--unusual.watch=perhaps", "--unusual.history_days=29", "--unusual.volume_times=1"}) {
    EXPECT_TRUE(std::holds_alternative<std::vector<ConfigFault>>(Load({flag}))) << flag;
  }
  EXPECT_TRUE(std::holds_alternative<std::vector<ConfigFault>>(Load({}, {"MANDAT_FEED_X=1"})));
}

}  // namespace
}  // namespace mandat
