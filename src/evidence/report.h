// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mandat {

// What was verified, what was not, and what failed, in the order in which it was looked at. Ends at
// the first failure.
struct Report {
  enum class Verdict { kVerified, kNotChecked, kFailed };

  struct Line {
    Verdict verdict;
    std::string text;
  };

  // What the evidence says, once verified: shown, not judged.
  struct Fact {
    std::string name;
    std::string value;
    bool is_number = false;
  };

  std::string subject;  // e.g. "journal"
  std::vector<Line> lines;
  std::vector<Fact> facts;
  std::optional<Error> failure;

  bool ok() const { return !failure; }

  void AddVerified(std::string text);
  void AddNotChecked(std::string text);
  void AddFact(std::string name, std::string value);
  void AddFact(std::string name, uint64_t value);
  // `where` says which part of the evidence it is about.
  void SetFailure(std::string_view where, Error error);

  // For people: line by line, without empty facts, safe to print on a terminal whatever the
  // evidence contains.
  std::string FormatText() const;
  // For machines; docs/guides/verify.md has the grammar.
  std::string FormatJson() const;
};

// The text as a JSON string with its quotes; ASCII only. Bytes that are not UTF-8 become U+FFFD.
std::string FormatJsonString(std::string_view text);

// The text with everything replaced that could steer a terminal or turn the reading direction.
std::string FormatPrintable(std::string_view text);

}  // namespace mandat
