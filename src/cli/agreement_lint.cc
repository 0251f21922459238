// SPDX-License-Identifier: Apache-2.0
// `mandat agreement lint`: what a data protection lawyer would object to.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"
#include "lint/lint.h"

namespace mandat {
namespace {

using UtcDay = std::chrono::sys_days;

Result<UtcDay> DayOf(const LintOptions& options) {
  if (!options.at.empty()) {
    return ParseDay(options.at);
  }
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

size_t CountOf(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

}  // namespace

Result<int> RunAgreementLint(const Context& context, const LintOptions& options) {
  if (options.checks) {
    fmt::print("{}", LintPage());
    return 0;
  }
  MANDAT_TRY(const UtcDay at, DayOf(options));
  MANDAT_TRY(const LegalData data, LegalData::Parse(LegalData::BuiltIn()));
  MANDAT_TRY(LoadedAgreement loaded,
             LoadAgreement({options.form, options.instance, options.schema}));
  const FindingsFormat format = options.sarif  ? FindingsFormat::kSarif
                                : context.json ? FindingsFormat::kJson
                                               : FindingsFormat::kText;
  if (loaded.agreement) {
    const std::vector<Finding> found = Lint(*loaded.agreement, data, at);
    loaded.findings.insert(loaded.findings.end(), found.begin(), found.end());
  }
  PrintFindings(loaded.findings, loaded.texts, format);
  const size_t errors = CountOf(loaded.findings, Severity::kError);
  const size_t warnings = CountOf(loaded.findings, Severity::kWarning);
  if (format == FindingsFormat::kText) {
    fmt::print("{}{} errors, {} warnings, {} notes, by the law of {}\n",
               loaded.findings.empty() ? "" : "\n", errors, warnings,
               CountOf(loaded.findings, Severity::kNote), FormatDay(at));
  }
  const bool fails = errors > 0 || (options.strict && warnings > 0);
  return fails ? ExitCode(ErrorKind::kInvalid) : 0;
}

}  // namespace mandat
