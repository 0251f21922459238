// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace mandat {

// What became of a row that was not loaded, or was loaded against the agreement.
struct LoadReason {
  enum class Kind : uint8_t { kMalformed, kRefused, kObserved, kExpired, kErased };
  Kind kind = Kind::kMalformed;
  std::string clause;  // `acme-dpa@3#7.2(b)`; empty where no clause decides
  std::string text;    // names of columns and fields, never a value

  friend auto operator<=>(const LoadReason&, const LoadReason&) = default;
};

// "malformed", "refused", "observed", "expired", "erased".
std::string_view Name(LoadReason::Kind kind);

struct LoadTally {
  static constexpr size_t kLinesMax = 5;
  uint64_t count = 0;
  std::vector<uint64_t> lines;  // the first few

  void Add(uint64_t line);
};

// How far a load has come, and what it has met: no value of the input, and no id.
struct LoadState {
  // What the load is of: a load of anything else does not go on with it.
  std::string mapping;  // SHA-256 of the mapping file, in hexadecimal
  std::string agreement;

  uint64_t offset = 0;  // bytes of the input that are done
  std::string hash;     // LoadSource::hash() there, in hexadecimal
  uint64_t rows = 0;    // seen up to there
  uint64_t loaded = 0;
  uint64_t skipped = 0;
  std::map<LoadReason, LoadTally> tallies;

  void Add(LoadReason reason, uint64_t line) { tallies[std::move(reason)].Add(line); }
  uint64_t CountOf(LoadReason::Kind kind) const;
  // What a program that ran the load returns: of what was met, the kind of error that comes first.
  int ExitCode() const;

  boost::json::object ToJson() const;
  // Errors: kInvalid.
  static Result<LoadState> Parse(std::string_view text);

  // Nothing when there is no file. Errors: kInvalid, kNotFound.
  static Result<std::optional<LoadState>> Read(const std::filesystem::path& file);
  // In one step: after a crash there is the old file or the new one. Errors: kUnavailable.
  Status Write(const std::filesystem::path& file) const;
};

}  // namespace mandat
