// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/acknowledged.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/ids.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

constexpr std::string_view kWord = "load ";

// The value of `key=value ` at the front.
Result<std::string> TakeValue(std::string_view& line, std::string_view key) {
  if (!line.starts_with(key) || line.substr(key.size(), 1) != "=") {
    return Fail(Error::Invalid("not a file of acknowledged people"));
  }
  line.remove_prefix(key.size() + 1);
  const size_t space = line.find(' ');
  std::string value(line.substr(0, space));
  line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  return value;
}

// The load of this name, added when it is new.
AcknowledgedLoad& LoadOf(std::vector<AcknowledgedLoad>& loads, const LoadName& name) {
  const auto found = std::ranges::find(loads, name, &AcknowledgedLoad::name);
  return found != loads.end() ? *found : loads.emplace_back(name);
}

}  // namespace

std::string LoadName::Format() const {
  return fmt::format("{}agreement={} collection={} seed={}", kWord, agreement, collection, seed);
}

Result<LoadName> LoadName::Parse(std::string_view line) {
  line.remove_prefix(std::min(line.starts_with(kWord) ? kWord.size() : 0, line.size()));
  LoadName name;
  MANDAT_TRY(name.agreement, TakeValue(line, "agreement"));
  MANDAT_TRY(name.collection, TakeValue(line, "collection"));
  MANDAT_TRY(const std::string seed, TakeValue(line, "seed"));
  MANDAT_TRY(name.seed, ParseDecimal(seed));
  if (!IsName(name.agreement) || !IsName(name.collection) || !line.empty()) {
    return Fail(Error::Invalid("not a file of acknowledged people"));
  }
  return name;
}

Result<AcknowledgedWriter> AcknowledgedWriter::Open(const std::filesystem::path& path,
                                                    const LoadName& name) {
  File file(std::fopen(path.c_str(), "ae"), &std::fclose);
  if (file == nullptr || std::fputs((name.Format() + "\n").c_str(), file.get()) < 0 ||
      std::fflush(file.get()) != 0) {
    return Fail(Error::Unavailable("cannot write " + path.string()));
  }
  return AcknowledgedWriter(std::move(file));
}

Status AcknowledgedWriter::Add(uint64_t index, std::string_view record) {
  const std::string line = fmt::format("{} {}\n", index, record);
  if (std::fputs(line.c_str(), file_.get()) < 0 || std::fflush(file_.get()) != 0) {
    return Fail(Error::Unavailable("cannot write the file of acknowledged people"));
  }
  return {};
}

Result<std::vector<AcknowledgedLoad>> ParseAcknowledged(std::string_view text) {
  std::vector<AcknowledgedLoad> loads;
  AcknowledgedLoad* load = nullptr;
  size_t number = 0;
  for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    ++number;
    if (line.starts_with(kWord)) {
      MANDAT_TRY(const LoadName name, LoadName::Parse(line));
      load = &LoadOf(loads, name);
      continue;
    }
    const Result<uint64_t> index = ParseDecimal(line.substr(0, line.find(' ')));
    if (load == nullptr || !index) {
      return Fail(Error::Invalid(fmt::format(
          "line {} is not an acknowledged person; name a file that --acknowledged wrote", number)));
    }
    load->indexes.push_back(*index);
  }
  for (AcknowledgedLoad& each : loads) {
    std::ranges::sort(each.indexes);
    each.indexes.erase(std::unique(each.indexes.begin(), each.indexes.end()), each.indexes.end());
  }
  return loads;
}

}  // namespace mandat
