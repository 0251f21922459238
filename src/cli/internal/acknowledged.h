// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// Which people a load put where: enough to make them again and compare.
struct LoadName {
  std::string agreement;
  std::string collection;
  uint64_t seed = 0;

  // `load agreement=ID collection=ID seed=N`, the line before its acknowledged people.
  std::string Format() const;
  // Errors: kInvalid.
  static Result<LoadName> Parse(std::string_view line);
  friend bool operator==(const LoadName&, const LoadName&) = default;
};

// Written one line per record that the server said it has, `INDEX RECORD-ID`, each handed to the
// system before the next request is sent, so that it outlives this process.
class AcknowledgedWriter {
 public:
  // Adds to the file. Errors: kUnavailable.
  static Result<AcknowledgedWriter> Open(const std::filesystem::path& path, const LoadName& name);
  Status Add(uint64_t index, std::string_view record);

 private:
  using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;
  explicit AcknowledgedWriter(File file) : file_(std::move(file)) {}
  File file_;
};

struct AcknowledgedLoad {
  LoadName name;
  std::vector<uint64_t> indexes;
};
// The loads of a file, each once. A last line without its end was never acknowledged and is left
// out. Errors: kInvalid (names the line).
Result<std::vector<AcknowledgedLoad>> ParseAcknowledged(std::string_view text);

}  // namespace mandat
