// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/provenance.h"

#include "base/bytes.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr std::string_view kSection = "provenance:\n";

}  // namespace

Result<std::string_view> FormAboveProvenance(std::string_view form) {
  const size_t line = form.find("\n" + std::string(kSection));
  const bool is_first = form.starts_with(kSection);
  if (!is_first && line == std::string_view::npos) {
    return form;
  }
  const size_t at = is_first ? 0 : line + 1;
  std::string_view rest = form.substr(at + kSection.size());
  while (!rest.empty()) {
    if (rest[0] != ' ' && rest[0] != '\n' && rest[0] != '#') {
      return Fail(Error::Invalid("`provenance` must be the last section of the form"));
    }
    const size_t end = rest.find('\n');
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return form.substr(0, at);
}

std::vector<Finding> CheckProvenance(const Agreement& agreement, std::string_view form) {
  if (!agreement.provenance()) {
    return {};
  }
  const Provenance& provenance = *agreement.provenance();
  const Span span = agreement.SpanOf("provenance");
  if (provenance.confirmed_by.empty()) {
    return {{.severity = Severity::kNote,
             .code = "A402",
             .span = span,
             .message = "the form was read from a contract and nobody has confirmed it",
             .help = "compare it with the contract, then `mandat contract confirm`"}};
  }
  const Result<std::string_view> above = FormAboveProvenance(form);
  if (above && FormatHex(Sha256(*above).view()) == provenance.confirmed_form) {
    return {};
  }
  return {{.severity = Severity::kWarning,
           .code = "A401",
           .span = span,
           .message = "the form was changed after it was confirmed",
           .label = "by " + provenance.confirmed_by,
           .help = "compare what changed, remove `confirmed`, then `mandat contract confirm`"}};
}

std::string ProvenanceText(const Agreement& agreement) {
  if (!agreement.provenance()) {
    return "";
  }
  const Provenance& provenance = *agreement.provenance();
  std::string text = "read from text " + provenance.text;
  text += provenance.format.empty() ? "" : " (" + provenance.format + ")";
  return text + (provenance.confirmed_by.empty() ? ", confirmed by nobody"
                                                 : ", confirmed by " + provenance.confirmed_by +
                                                       " at " + provenance.confirmed_at.Format());
}

}  // namespace mandat
