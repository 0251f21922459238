// SPDX-License-Identifier: Apache-2.0
#include "config/config.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "config/internal/places.h"
#include "config/internal/rules.h"
#include "config/internal/values.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

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
    if (std::string fault = KeysPlaceFault(config_); !fault.empty()) {
      Report("backup.keys_target", std::move(fault));
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
    for (const std::string_view section :
         {"KEYS", "BACKUP", "HTTP", "STORE", "LIMITS", "NOTICES", "WITNESS", "FEED", "UNUSUAL",
          "TIMESTAMP", "ACCOUNTS", "CLOCK", "LOG"}) {
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
    if (const auto* limit = std::get_if<size_t Limits::*>(&rule->target)) {
      auto number = static_cast<int64_t>(config_.limits.*(*limit));
      TakeNumber(*rule, value, number);
      config_.limits.*(*limit) = static_cast<size_t>(number);
      return;
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
    // A key in a token is named by a URI, which is no path.
    const bool is_token = name.starts_with("keys.root") && text.starts_with("pkcs11:");
    const fs::path path = text.empty() || is_token
                              ? fs::path(text)
                              : (from_file ? file_directory_ : working_directory_) / text;
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
