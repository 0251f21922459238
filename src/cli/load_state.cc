// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_state.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <utility>

#include "cli/internal/context.h"

namespace mandat {
namespace {

namespace json = boost::json;
using Kind = LoadReason::Kind;

constexpr std::string_view kFormat = "mandat-load/1";
constexpr Kind kKinds[] = {Kind::kMalformed, Kind::kRefused, Kind::kObserved, Kind::kExpired,
                           Kind::kErased};

Error Damaged() {
  return Error::Invalid("the state file is damaged; remove it to load from the beginning");
}

std::optional<uint64_t> CountIn(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  boost::system::error_code error;
  const auto number = value == nullptr ? 0 : value->to_number<uint64_t>(error);
  return value == nullptr || error ? std::nullopt : std::optional(number);
}

std::optional<Kind> FindKind(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, [](Kind kind) { return Name(kind); });
  return found == std::end(kKinds) ? std::nullopt : std::optional(*found);
}

// Errors: kUnavailable.
Status WriteAll(const std::filesystem::path& file, std::string_view text) {
  const Error failed = Error::Unavailable("cannot write " + file.string());
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Fail(failed);
  }
  bool is_whole = true;
  while (!text.empty() && is_whole) {
    const ssize_t wrote = write(descriptor, text.data(), text.size());
    is_whole = wrote > 0;
    text.remove_prefix(is_whole ? static_cast<size_t>(wrote) : 0);
  }
  is_whole = is_whole && fsync(descriptor) == 0;
  return close(descriptor) == 0 && is_whole ? Status() : Status(Fail(failed));
}

}  // namespace

std::string_view Name(LoadReason::Kind kind) {
  switch (kind) {
    case Kind::kMalformed:
      return "malformed";
    case Kind::kRefused:
      return "refused";
    case Kind::kObserved:
      return "observed";
    case Kind::kExpired:
      return "expired";
    case Kind::kErased:
      return "erased";
  }
  return "malformed";
}

void LoadTally::Add(uint64_t line) {
  ++count;
  if (lines.size() < kLinesMax) {
    lines.push_back(line);
  }
}

uint64_t LoadState::CountOf(LoadReason::Kind kind) const {
  uint64_t count = 0;
  for (const auto& [reason, tally] : tallies) {
    count += reason.kind == kind ? tally.count : 0;
  }
  return count;
}

int LoadState::ExitCode() const {
  return CountOf(Kind::kMalformed) > 0 ? mandat::ExitCode(ErrorKind::kInvalid)
         : CountOf(Kind::kRefused) > 0 ? mandat::ExitCode(ErrorKind::kRefused)
         : CountOf(Kind::kExpired) + CountOf(Kind::kErased) > 0
             ? mandat::ExitCode(ErrorKind::kShredded)
             : 0;
}

json::object LoadState::ToJson() const {
  json::array met;
  for (const auto& [reason, tally] : tallies) {
    json::object item = {{"what", Name(reason.kind)}, {"reason", reason.text}};
    if (!reason.clause.empty()) {
      item.emplace("clause", reason.clause);
    }
    item.emplace("count", tally.count);
    item.emplace("first-lines", json::array(tally.lines.begin(), tally.lines.end()));
    met.push_back(std::move(item));
  }
  return {{"format", kFormat}, {"mapping", mapping}, {"agreement", agreement},
          {"offset", offset},  {"hash", hash},       {"rows", rows},
          {"loaded", loaded},  {"skipped", skipped}, {"met", std::move(met)}};
}

Result<LoadState> LoadState::Parse(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object() || Text(value.get_object(), "format") != kFormat) {
    return Fail(Damaged());
  }
  const json::object& object = value.get_object();
  LoadState state;
  state.mapping = Text(object, "mapping");
  state.agreement = Text(object, "agreement");
  state.hash = Text(object, "hash");
  const auto offset = CountIn(object, "offset");
  const auto rows = CountIn(object, "rows");
  const auto loaded = CountIn(object, "loaded");
  const auto skipped = CountIn(object, "skipped");
  if (!offset || !rows || !loaded || !skipped) {
    return Fail(Damaged());
  }
  state.offset = *offset;
  state.rows = *rows;
  state.loaded = *loaded;
  state.skipped = *skipped;
  for (const json::object& item : Objects(object, "met")) {
    const std::optional<Kind> kind = FindKind(Text(item, "what"));
    const auto count = CountIn(item, "count");
    const json::value* lines = item.if_contains("first-lines");
    if (!kind || !count || lines == nullptr || !lines->is_array()) {
      return Fail(Damaged());
    }
    LoadTally tally{*count, {}};
    for (const json::value& line : lines->get_array()) {
      tally.lines.push_back(line.is_number() ? line.to_number<uint64_t>(error) : 0);
    }
    state.tallies[{*kind, Text(item, "clause"), Text(item, "reason")}] = std::move(tally);
  }
  return state;
}

Result<std::optional<LoadState>> LoadState::Read(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return std::optional<LoadState>();
  }
  MANDAT_TRY(const std::string text, ReadWholeFile(file));
  MANDAT_TRY(LoadState state, Parse(text));
  return std::optional(std::move(state));
}

Status LoadState::Write(const std::filesystem::path& file) const {
  const std::filesystem::path beside = file.string() + ".new";
  MANDAT_TRY_STATUS(WriteAll(beside, json::serialize(ToJson()) + "\n"));
  std::error_code error;
  std::filesystem::rename(beside, file, error);
  return error ? Status(Fail(Error::Unavailable("cannot write " + file.string()))) : Status();
}

}  // namespace mandat
