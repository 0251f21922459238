// SPDX-License-Identifier: Apache-2.0
// `mandat contract confirm`: who compared a draft with its contract, and which bytes of both.
#include <fmt/core.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "base/instant.h"
#include "cli/internal/contract.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr std::string_view kMark = "# sha256 of the contract's file: ";
constexpr size_t kHexDigits = 64;

// The hash of the contract that the draft was read from.
Result<std::string> TextHashOf(const Bytes& draft) {
  const size_t at = draft.find(kMark);
  if (at == Bytes::npos || at + kMark.size() + kHexDigits > draft.size()) {
    return Fail(Error::Invalid("the draft does not say from which text it was read"));
  }
  const std::string hash = draft.substr(at + kMark.size(), kHexDigits);
  if (hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return Fail(Error::Invalid("the draft does not say from which text it was read"));
  }
  return hash;
}

}  // namespace

Result<int> RunContractConfirm(const Context& context, const ContractOptions& options) {
  if (options.by.empty() || options.by.size() > 200) {
    return Fail(Error::Invalid("who confirms needs a name of at most 200 bytes"));
  }
  MANDAT_TRY(const Bytes draft, ReadWholeFile(options.file));
  MANDAT_TRY(const std::string text_hash, TextHashOf(draft));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Instant at{std::chrono::microseconds(now.time_since_epoch()).count()};
  const json::object confirmation{
      {"confirms", "that every value of the draft was compared with the contract"},
      {"draft", options.file.filename().string()},
      {"draft-sha256", FormatHex(Sha256(draft).view())},
      {"contract-sha256", text_hash},
      {"by", options.by},
      {"at", at.Format()}};
  const std::filesystem::path path =
      options.file.parent_path() / (options.file.stem().string() + ".confirmation.json");
  MANDAT_TRY_STATUS(WriteNewFile(path, json::serialize(confirmation) + "\n"));
  if (context.json) {
    PrintJson(confirmation);
  } else {
    fmt::print("{} says that {} confirmed {}\n", path.string(), options.by,
               options.file.filename().string());
  }
  return 0;
}

}  // namespace mandat
