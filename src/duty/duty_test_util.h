// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "base/error_test_util.h"
#include "duty/deadline.h"
#include "duty/opening_hours.h"

namespace mandat {

// GoogleTest prints what a reader would want.
inline void PrintTo(const Instant& at, std::ostream* out) { *out << at.Format(); }
inline void PrintTo(const Due& due, std::ostream* out) {
  *out << due.at.Format() << ", last day " << FormatDate(due.last_day);
}
inline void PrintTo(const Window& window, std::ostream* out) {
  *out << window.begins.Format() << " to " << window.ends.Format();
}

inline Instant At(const std::string& text) { return *Instant::Parse(text); }
inline Day On(const std::string& text) { return *ParseDate(text); }
inline Period For(const std::string& text) { return *Period::Parse(text); }
inline Zone Brussels() {
  static const Zone brussels = *Zone::Get("Europe/Brussels");
  return brussels;
}

// Union law in Brussels with the calendar of that name.
inline TimeRules RulesWith(const std::string& calendar) {
  return {.zone = Brussels(), .calendar = *Calendar::Get(calendar)};
}

// Noon of a day in Brussels.
inline Instant NoonOf(const std::string& day) {
  return Brussels().ToInstant({On(day), std::chrono::hours(12)}, Zone::Fold::kEarlier);
}

// The lines of a file that are no comments.
inline std::vector<std::string> LinesOf(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) {
      lines.push_back(line);
    }
  }
  return lines;
}

inline std::vector<std::string> Split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  size_t from = 0;
  for (size_t at = 0; (at = text.find(by, from)) != std::string::npos; from = at + by.size()) {
    parts.push_back(text.substr(from, at - from));
  }
  parts.push_back(text.substr(from));
  return parts;
}

}  // namespace mandat
