// SPDX-License-Identifier: Apache-2.0
// How the tables of the language write a rule.
#pragma once

#include "agreement/internal/grammar.h"

namespace mandat::internal {

inline constexpr uint32_t kVersionMax = 1'000'000;

// A key that every form must have; `Opt` for one it may have.
inline constexpr Rule Req(std::string_view key, Kind kind, std::string_view about,
                          std::string_view source = {}) {
  return {.key = key, .kind = kind, .is_required = true, .about = about, .source = source};
}

inline constexpr Rule Opt(std::string_view key, Kind kind, std::string_view about,
                          std::string_view source = {}) {
  return {.key = key, .kind = kind, .about = about, .source = source};
}

inline constexpr Rule OrNotStated(Rule rule) {
  rule.may_be_not_stated = true;
  return rule;
}

inline constexpr Rule OrOpen(Rule rule) {
  rule.may_be_open = true;
  return rule;
}

inline constexpr Rule With(Rule rule, std::span<const Rule> rules) {
  rule.rules = rules;
  return rule;
}

inline constexpr Rule OneOf(Rule rule, std::span<const std::string_view> words) {
  rule.kind = Kind::kWord;
  rule.words = words;
  return rule;
}

inline constexpr Rule AtMost(Rule rule, uint32_t most) {
  rule.most = most;
  return rule;
}

}  // namespace mandat::internal
