// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace mandat {

enum class LogLevel : uint8_t { kDebug, kInfo, kWarning, kError, kFatal };

struct LogField {
  std::string_view name;
  std::string value;

  LogField(std::string_view field, std::string text) : name(field), value(std::move(text)) {}
  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : name(field), value(text) {}
};

// One JSON object a line on standard error, from `level` upwards: debug, info, warning, error.
// To be called once, by main.
void StartLog(std::string_view level);

// Invariant (no personal data leaks sideways): fields hold patterns of routes, kinds of errors,
// counts and names of our files; never addresses with ids, headers or bodies.
// Threading: any number of callers.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace mandat
