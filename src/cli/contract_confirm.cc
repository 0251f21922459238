// SPDX-License-Identifier: Apache-2.0
// `mandat contract confirm`: who compared a draft with its contract, written into the form as its
// provenance. So it is part of every version that is activated on it.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "agreement/agreement.h"
#include "base/instant.h"
#include "cli/internal/agreement_files.h"
#include "cli/internal/contract.h"
#include "cli/internal/provenance.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kNameBytesMost = 200;

// JSON's strings are YAML's.
std::string QuoteYaml(const std::string& text) {
  return boost::json::serialize(boost::json::string(text));
}

bool IsPersonName(std::string_view text) {
  return !text.empty() && text.size() <= kNameBytesMost &&
         std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// The form with the confirmation; the draft itself stays as it is.
std::string Confirmed(std::string_view above, const Provenance& provenance) {
  return std::string(above) + "provenance:\n" + "  text: " + provenance.text + "\n" +
         (provenance.format.empty() ? "" : "  format: " + provenance.format + "\n") +
         (provenance.by.empty() ? "" : "  by: " + QuoteYaml(provenance.by) + "\n") +
         "  confirmed:\n    by: " + QuoteYaml(provenance.confirmed_by) +
         "\n    at: " + provenance.confirmed_at.Format() +
         "\n    form: " + provenance.confirmed_form + "\n";
}

}  // namespace

Result<int> RunContractConfirm(const Context& context, const ContractOptions& options) {
  if (!IsPersonName(options.by)) {
    return Fail(Error::Invalid("who confirms needs a name of at most 200 bytes, in one line"));
  }
  const std::filesystem::path instance =
      options.other.empty()
          ? options.file.parent_path() / (options.file.stem().string() + ".agreement.yaml")
          : options.other;
  MANDAT_TRY(const std::optional<LoadedAgreement> loaded,
             LoadValid(context, {options.file, instance, {}}));
  if (!loaded) {
    return ExitCode(ErrorKind::kInvalid);
  }
  if (!loaded->agreement->provenance()) {
    return Fail(Error::Invalid("the draft does not say from which text it was read"));
  }
  Provenance provenance = *loaded->agreement->provenance();
  if (!provenance.confirmed_by.empty()) {
    return Fail(Error::Conflict("the draft is confirmed already, by " + provenance.confirmed_by));
  }
  MANDAT_TRY(const std::string_view above,
             FormAboveProvenance(loaded->texts.at(options.file.string())));
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  provenance.confirmed_by = options.by;
  provenance.confirmed_at = Instant{std::chrono::microseconds(now.time_since_epoch()).count()};
  provenance.confirmed_form = FormatHex(Sha256(above).view());
  const std::filesystem::path path =
      options.file.parent_path() / (options.file.stem().string() + ".confirmed.yaml");
  MANDAT_TRY_STATUS(WriteNewFile(path, Confirmed(above, provenance)));
  if (context.json) {
    PrintJson({{"form", path.string()},
               {"text", provenance.text},
               {"by", provenance.confirmed_by},
               {"at", provenance.confirmed_at.Format()}});
  } else {
    fmt::print(
        "{} is {} with its provenance: {} compared it with the contract; put this form in "
        "force\n",
        path.string(), options.file.filename().string(), options.by);
  }
  return 0;
}

}  // namespace mandat
