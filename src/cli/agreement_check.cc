// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <utility>

#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"
#include "cli/internal/provenance.h"

namespace mandat {

Result<int> RunAgreementCheck(const Context& context, const AgreementOptions& options) {
  MANDAT_TRY(LoadedAgreement loaded,
             LoadAgreement({options.form, options.instance, options.schema}));
  if (loaded.agreement) {
    for (Finding& finding :
         CheckProvenance(*loaded.agreement, loaded.texts.at(options.form.string()))) {
      loaded.findings.push_back(std::move(finding));
    }
  }
  const FindingsFormat format = options.sarif  ? FindingsFormat::kSarif
                                : context.json ? FindingsFormat::kJson
                                               : FindingsFormat::kText;
  PrintFindings(loaded.findings, loaded.texts, format);
  if (loaded.HasErrors()) {
    if (format == FindingsFormat::kText) {
      fmt::print("{} findings; nothing can be activated before they are mended\n",
                 loaded.findings.size());
    }
    return ExitCode(ErrorKind::kInvalid);
  }
  if (format == FindingsFormat::kText) {
    const Agreement& agreement = *loaded.agreement;
    fmt::print(
        "{}@{} stands on {}@{}: {} purposes, {} operations, {} categories of data, {} terms, no "
        "errors\n",
        agreement.id().text(), agreement.version(), agreement.form(), agreement.form_version(),
        agreement.purposes().size(), agreement.verbs().size(), agreement.categories().size(),
        agreement.terms().size());
    if (agreement.provenance()) {
      fmt::print("{}\n", ProvenanceText(agreement));
    }
  }
  return 0;
}

}  // namespace mandat
