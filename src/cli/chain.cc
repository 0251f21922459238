// SPDX-License-Identifier: Apache-2.0
#include "chain/chain.h"

#include <fmt/core.h>

#include <utility>

#include "cli/internal/agreement_files.h"
#include "cli/internal/commands.h"

namespace mandat {
namespace {

Result<std::optional<Agreement>> LoadSide(const Context& context,
                                          const std::vector<std::filesystem::path>& files) {
  MANDAT_TRY(std::optional<LoadedAgreement> loaded, LoadValid(context, {files[0], files[1], {}}));
  return loaded ? std::move(loaded->agreement) : std::nullopt;
}

// The links that are asked for; the verdict of the command is theirs.
Status Narrow(ChainReport& report, const std::string& promise) {
  if (promise.empty()) {
    return {};
  }
  std::erase_if(report.links, [&](const Link& link) { return link.promise != promise; });
  if (report.links.empty()) {
    return Fail(Error::NotFound("upstream makes no such promise: " + promise));
  }
  return {};
}

}  // namespace

Result<int> RunChainCheck(const Context& context, const ChainCheckOptions& options) {
  MANDAT_TRY(const std::optional<Agreement> upstream, LoadSide(context, options.upstream));
  MANDAT_TRY(const std::optional<Agreement> downstream, LoadSide(context, options.downstream));
  if (!upstream || !downstream) {
    return ExitCode(ErrorKind::kInvalid);
  }
  ChainOptions asked{options.subprocessor, std::nullopt, options.years, options.zone};
  if (!options.from.empty()) {
    MANDAT_TRY(asked.from, ParseDate(options.from));
  }
  MANDAT_TRY(ChainReport report, CheckChain(*upstream, *downstream, asked));
  MANDAT_TRY_STATUS(Narrow(report, options.promise));
  if (!options.svg.empty()) {
    MANDAT_TRY_STATUS(WriteNewFile(options.svg, FormatPicture(report, report.links)));
  }
  fmt::print("{}", context.json ? FormatJson(report) : FormatText(report));
  return report.IsKept() ? 0 : ExitCode(ErrorKind::kInvalid);
}

}  // namespace mandat
