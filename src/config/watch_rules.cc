// SPDX-License-Identifier: Apache-2.0
#include "config/internal/rules.h"

namespace mandat {
namespace {

std::vector<Rule> FeedRules() {
  return {
      {{"feed.target", "",
        "where journals are copied to as they grow: file:///path, or udp://, tcp://, tls:// "
        "host:port"},
       +[](Config& config) { return &config.feed.target; }},
      {{"feed.format", "auto", "ndjson or syslog; auto: ndjson to a file, syslog to a receiver"},
       +[](Config& config) { return &config.feed.format; },
       false,
       0,
       0,
       "auto|ndjson|syslog"},
      {{"feed.ca_file", "",
        "certificates that the receiver's is checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.feed.ca_file; }},
      {{"feed.certificate", "", "our certificate in PEM, where the receiver asks for one"},
       +[](Config& config) { return &config.feed.certificate; }},
      {{"feed.key", "", "private key of that certificate in PEM"},
       +[](Config& config) { return &config.feed.key; }},
      {{"feed.host_name", "", "how this machine is called in syslog; empty: by its own name"},
       +[](Config& config) { return &config.feed.host_name; }},
      {{"feed.file_mib", "64", "a file of the feed is put aside at this size, 1 to 65536"},
       +[](Config& config) { return &config.feed.file_mib; },
       false,
       1,
       65'536},
      {{"feed.files", "8", "so many files that were put aside are kept, 1 to 1000"},
       +[](Config& config) { return &config.feed.files; },
       false,
       1,
       1000},
      {{"feed.confirm_seconds", "30",
        "what was sent is confirmed at the latest so long after, 1 to 3600"},
       +[](Config& config) { return &config.feed.confirm_seconds; },
       false,
       1,
       3600},
  };
}

}  // namespace

std::vector<Rule> WatchRules() {
  std::vector<Rule> rules = FeedRules();
  const std::vector<Rule> unusual = {
      {{"unusual.watch", "on", "on, or off to look for no unusual access"},
       +[](Config& config) { return &config.unusual.watch; },
       false,
       0,
       0,
       "on|off"},
      {{"unusual.history_days", "7",
        "a credential that worked on fewer days of the last 28 is not judged, 1 to 28"},
       +[](Config& config) { return &config.unusual.history_days; },
       false,
       1,
       28},
      {{"unusual.volume_times", "5",
        "people in an hour beyond so many times its usual are unusual, 2 to 1000"},
       +[](Config& config) { return &config.unusual.volume_times; },
       false,
       2,
       1000},
      {{"unusual.people_floor", "100", "so many people in an hour never are, 0 to 1000000000"},
       +[](Config& config) { return &config.unusual.people_floor; },
       false,
       0,
       1'000'000'000},
  };
  rules.insert(rules.end(), unusual.begin(), unusual.end());
  return rules;
}

}  // namespace mandat
