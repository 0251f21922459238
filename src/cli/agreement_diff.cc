// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "chain/diff.h"
#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"

namespace mandat {

Result<int> RunAgreementDiff(const Context& context, const DiffOptions& options) {
  MANDAT_TRY(const std::optional<LoadedAgreement> before,
             LoadValid(context, {options.form_before, options.instance_before, {}}));
  MANDAT_TRY(const std::optional<LoadedAgreement> after,
             LoadValid(context, {options.form_after, options.instance_after, {}}));
  if (!before || !after) {
    return ExitCode(ErrorKind::kInvalid);
  }
  MANDAT_TRY(const std::vector<Change> changes, Diff(*before->agreement, *after->agreement));
  fmt::print("{}", context.json ? FormatJson(changes) : FormatText(changes));
  return 0;
}

}  // namespace mandat
