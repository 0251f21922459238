// SPDX-License-Identifier: Apache-2.0
#include "config/config.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "config/internal/values.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

using Target = std::variant<std::string Config::*, fs::path Config::*, std::string* (*)(Config&),
                            fs::path* (*)(Config&), int64_t* (*)(Config&)>;

// Where the value of a key goes, and what is allowed.
struct Rule {
  ConfigKey key;
  Target target;
  bool required = false;
  int64_t least = 0;
  int64_t most = 0;
  std::string_view words = {};  // of a text: the only ones, e.g. "on|off"
};

constexpr int64_t kGibibyte = int64_t{1} << 30;

std::vector<Rule> NoticeRules() {
  return {
      {{"notices.smtp_url", "",
        "mail server for notices, e.g. smtp://mail.example.org:587; empty: no mail"},
       +[](Config& config) { return &config.notices.smtp_url; }},
      {{"notices.smtp_tls", "required", "required, or none for a server on this machine"},
       +[](Config& config) { return &config.notices.smtp_tls; },
       false,
       0,
       0,
       "required|none"},
      {{"notices.smtp_ca_file", "",
        "certificates that the mail server's is checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.notices.smtp_ca_file; }},
      {{"notices.smtp_user", "", "name to sign in to the mail server with"},
       +[](Config& config) { return &config.notices.smtp_user; }},
      {{"notices.smtp_password_file", "", "file with the password, mode 0600"},
       +[](Config& config) { return &config.notices.smtp_password_file; }},
      {{"notices.from", "", "address that notices come from"},
       +[](Config& config) { return &config.notices.from; }},
      {{"notices.from_name", "", "name shown beside that address"},
       +[](Config& config) { return &config.notices.from_name; }},
      {{"notices.reply_to", "", "address that answers go to, if another"},
       +[](Config& config) { return &config.notices.reply_to; }},
      {{"notices.webhooks", "off",
        "off, public, or private to reach addresses of one's own network too"},
       +[](Config& config) { return &config.notices.webhooks; },
       false,
       0,
       0,
       "off|public|private"},
      {{"notices.webhook_ca_file", "",
        "certificates that receivers' are checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.notices.webhook_ca_file; }},
      {{"notices.templates", "", "directory of texts beside or instead of the shipped ones"},
       +[](Config& config) { return &config.notices.templates; }},
      {{"notices.senders", "4", "notices that are sent at the same time, 1 to 64"},
       +[](Config& config) { return &config.notices.senders; },
       false,
       1,
       64},
      {{"notices.retry_seconds", "30",
        "until a notice is tried again, doubled each time, 1 to 3600"},
       +[](Config& config) { return &config.notices.retry_seconds; },
       false,
       1,
       3600},
      {{"clock.jump_minutes", "10",
        "a clock set ahead by more than this waits to be confirmed, 1 to 1440"},
       +[](Config& config) { return &config.clock.jump_minutes; },
       false,
       1,
       1440},
      {{"clock.downtime_days", "7", "a start after a longer time waits to be confirmed, 1 to 366"},
       +[](Config& config) { return &config.clock.downtime_days; },
       false,
       1,
       366},
  };
}

std::vector<Rule> ServerRules() {
  return {
      {{"data", "", "directory that holds everything; made when it is not there"},
       &Config::data,
       true},
      {{"origin", "", "name prefix of the journals, e.g. mandat.example/journal"},
       &Config::origin,
       true},
      {{"credentials", "", "file of the tokens that are accepted, made by `mandat init`"},
       &Config::credentials,
       true},
      {{"keys.root", "", "file of the root key, mode 0600, made by `mandat init`"},
       +[](Config& config) { return &config.keys.root; },
       true},
      {{"keys.rewrap_hours", "24", "completes erasures this long after the last time, 1 to 24"},
       +[](Config& config) { return &config.keys.rewrap_hours; },
       false,
       1,
       24},
      {{"http.address", "127.0.0.1", "address to listen on"},
       +[](Config& config) { return &config.http.address; }},
      {{"http.port", "7480", "port to listen on; 0 lets the system choose"},
       +[](Config& config) { return &config.http.port; },
       false,
       0,
       65535},
      {{"http.threads", "0", "threads that serve connections, 0 to 256; 0 is one a core"},
       +[](Config& config) { return &config.http.threads; },
       false,
       0,
       256},
      {{"http.tls_certificate", "", "certificate chain in PEM; with `http.tls_key` turns TLS on"},
       +[](Config& config) { return &config.http.tls_certificate; }},
      {{"http.tls_key", "", "private key of the certificate in PEM"},
       +[](Config& config) { return &config.http.tls_key; }},
      {{"http.body_bytes_max", "1048576", "largest request body, 1024 to 67108864"},
       +[](Config& config) { return &config.http.body_bytes_max; },
       false,
       1024,
       kGibibyte / 16},
      {{"store.cache_bytes", "1073741824", "block cache of all agreements together"},
       +[](Config& config) { return &config.store.cache_bytes; },
       false,
       kGibibyte / 1024,
       1024 * kGibibyte},
      {{"store.write_buffer_bytes", "268435456", "write buffers of all agreements together"},
       +[](Config& config) { return &config.store.write_buffer_bytes; },
       false,
       kGibibyte / 1024,
       1024 * kGibibyte},
      {{"log.level", "info", "debug, info, warning or error"},
       +[](Config& config) { return &config.log.level; },
       false,
       0,
       0,
       "debug|info|warning|error"},
  };
}

const std::vector<Rule>& Rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all = ServerRules();
    std::ranges::move(NoticeRules(), std::back_inserter(all));
    return all;
  }();
  return rules;
}

const Rule* FindRule(std::string_view name) {
  for (const Rule& rule : Rules()) {
    if (rule.key.name == name) {
      return &rule;
    }
  }
  return nullptr;
}

bool IsOneOf(std::string_view text, std::string_view words) {
  return !text.empty() && text.find('|') == std::string_view::npos &&
         ("|" + std::string(words) + "|").find("|" + std::string(text) + "|") != std::string::npos;
}

// "debug, info, warning or error".
std::string Listed(std::string_view words) {
  std::string listed;
  for (size_t bar = words.find('|'); bar != std::string_view::npos; bar = words.find('|')) {
    listed += std::string(words.substr(0, bar));
    words.remove_prefix(bar + 1);
    listed += words.find('|') == std::string_view::npos ? " or " : ", ";
  }
  return listed + std::string(words);
}

// Takes values one after the other and keeps the faults.
class Loader {
 public:
  Loader(fs::path file_directory, fs::path working_directory)
      : file_directory_(std::move(file_directory)),
        working_directory_(std::move(working_directory)) {}

  void TakeFile(const std::vector<ConfigValue>& values) {
    for (const ConfigValue& value : values) {
      Take(value.key, value, true);
    }
  }

  void TakeEnvironment(const std::vector<std::string>& environment) {
    for (const std::string& line : environment) {
      const size_t equals = line.find('=');
      if (equals == std::string::npos) {
        continue;
      }
      const std::string name = line.substr(0, equals);
      if (const std::optional<std::string> key = KeyOfEnvironment(name)) {
        Take(*key, ConfigValue{name, *key, line.substr(equals + 1), false, 0, false}, false);
      }
    }
  }

  void TakeFlags(const std::vector<std::string>& flags) {
    for (const std::string& flag : flags) {
      const size_t equals = flag.find('=');
      const std::string name = flag.substr(0, equals);
      if (!name.starts_with("--") || equals == std::string::npos) {
        Report(name, "is not of the form --section.key=value");
        continue;
      }
      const std::string key = name.substr(2);
      Take(key, ConfigValue{name, key, flag.substr(equals + 1), false, 0, false}, false);
    }
  }

  void Report(std::string place, std::string message) {
    faults_.push_back({std::move(place), std::move(message)});
  }

  std::variant<Config, std::vector<ConfigFault>> Finish() && {
    for (const Rule& rule : Rules()) {
      const bool given = std::ranges::find(seen_, rule.key.name) != seen_.end();
      if (rule.required && !given) {
        Report(std::string(rule.key.name), "is missing");
      }
    }
    if (config_.http.tls_certificate.empty() != config_.http.tls_key.empty()) {
      Report("http.tls_certificate", "needs http.tls_key, and the other way round");
    }
    if (!faults_.empty()) {
      return std::move(faults_);
    }
    return std::move(config_);
  }

 private:
  // Names in our sections must be keys; other names that begin with MANDAT_ belong to other tools.
  static std::optional<std::string> KeyOfEnvironment(std::string_view name) {
    for (const Rule& rule : Rules()) {
      if (EnvironmentName(rule.key.name) == name) {
        return std::string(rule.key.name);
      }
    }
    for (const std::string_view section : {"KEYS", "HTTP", "STORE", "NOTICES", "CLOCK", "LOG"}) {
      if (name.starts_with("MANDAT_" + std::string(section) + "_")) {
        return std::string(name);  // is no key, and will be told so
      }
    }
    return std::nullopt;
  }

  void Take(const std::string& key, const ConfigValue& value, bool from_file) {
    const Rule* rule = FindRule(key);
    if (rule == nullptr) {
      return Report(value.place, "`" + key + "` is not a key");
    }
    seen_.push_back(rule->key.name);
    if (value.unfit) {
      return Report(value.place, "`" + key + "` is of a type that no key has");
    }
    if (const auto* number = std::get_if<int64_t* (*)(Config&)>(&rule->target)) {
      return TakeNumber(*rule, value, *(*number)(config_));
    }
    if (!value.text) {
      return Report(value.place, "`" + key + "` must be a text");
    }
    TakeText(*rule, value, from_file);
  }

  void TakeNumber(const Rule& rule, const ConfigValue& value, int64_t& target) {
    int64_t number = value.number;
    if (value.text) {
      const char* end = value.text->data() + value.text->size();
      const auto [at, error] = std::from_chars(value.text->data(), end, number);
      if (value.typed || error != std::errc() || at != end) {
        return Report(value.place, "`" + std::string(rule.key.name) + "` must be a whole number");
      }
    }
    if (number < rule.least || number > rule.most) {
      return Report(value.place, "`" + std::string(rule.key.name) + "` must be " +
                                     std::to_string(rule.least) + " to " +
                                     std::to_string(rule.most));
    }
    target = number;
  }

  void TakeText(const Rule& rule, const ConfigValue& value, bool from_file) {
    const std::string& text = *value.text;
    const std::string name(rule.key.name);
    if (rule.required && text.empty()) {
      return Report(value.place, "`" + name + "` is empty");
    }
    if (!rule.words.empty() && !IsOneOf(text, rule.words)) {
      return Report(value.place, "`" + name + "` must be " + Listed(rule.words));
    }
    if (name == "origin" && !IsOrigin(text)) {
      return Report(value.place, "`origin` must be a name like mandat.example/journal");
    }
    const fs::path path =
        text.empty() ? fs::path() : (from_file ? file_directory_ : working_directory_) / text;
    if (const auto* own = std::get_if<std::string Config::*>(&rule.target)) {
      config_.*(*own) = text;
    } else if (const auto* file = std::get_if<fs::path Config::*>(&rule.target)) {
      config_.*(*file) = path;
    } else if (const auto* string = std::get_if<std::string* (*)(Config&)>(&rule.target)) {
      *(*string)(config_) = text;
    } else if (const auto* inner = std::get_if<fs::path* (*)(Config&)>(&rule.target)) {
      *(*inner)(config_) = path;
    }
  }

  // A URL without scheme and query, as it stands in checkpoints. Source: C2SP tlog-checkpoint.
  static bool IsOrigin(std::string_view text) {
    const auto fits = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '/';
    };
    return std::ranges::all_of(text, fits) && !text.starts_with('/') && !text.ends_with('/') &&
           text.find("//") == std::string_view::npos && text.size() <= 200;
  }

  fs::path file_directory_;
  fs::path working_directory_;
  Config config_;
  std::vector<std::string_view> seen_;
  std::vector<ConfigFault> faults_;
};

}  // namespace

const std::vector<ConfigKey>& ConfigKeys() {
  static const std::vector<ConfigKey> keys = [] {
    std::vector<ConfigKey> all;
    for (const Rule& rule : Rules()) {
      all.push_back(rule.key);
    }
    return all;
  }();
  return keys;
}

std::string EnvironmentName(std::string_view key) {
  std::string name = "MANDAT_";
  for (const char c : key) {
    const bool small = c >= 'a' && c <= 'z';
    name.push_back(c == '.' ? '_' : small ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return name;
}

std::variant<Config, std::vector<ConfigFault>> LoadConfig(const ConfigSources& sources) {
  const fs::path working_directory = fs::current_path();
  Loader loader((working_directory / sources.file).parent_path(), working_directory);
  if (!sources.file.empty()) {
    auto read = ReadToml(sources.file);
    if (auto* fault = std::get_if<ConfigFault>(&read)) {
      return std::vector<ConfigFault>{std::move(*fault)};
    }
    loader.TakeFile(std::get<std::vector<ConfigValue>>(read));
  }
  loader.TakeEnvironment(sources.environment);
  loader.TakeFlags(sources.flags);
  return std::move(loader).Finish();
}

}  // namespace mandat
