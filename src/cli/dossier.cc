// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/dossier.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include "cli/internal/dossier_making.h"
#include "cli/internal/progress_bar.h"
#include "cli/internal/verifier.h"
#include "evidence/verify_dossier.h"

namespace mandat {
namespace {

constexpr mode_t kNobodyElse = 077;

int PrintVerdict(const Context& context, const DossierOptions& options,
                 const DossierQuestion& question) {
  ProgressBar progress("files");
  const Report report =
      VerifyDossier(options.directory, question,
                    [&progress](uint64_t done, uint64_t total) { progress.Show(done, total); });
  progress.Clear();
  fmt::print("{}", context.json ? report.FormatJson() : report.FormatText());
  return report.ok() ? 0 : ExitCode(report.failure->kind);
}

}  // namespace

// Source: GDPR Art. 28(3)(h); GDPR Art. 5(2).
Result<int> RunDossierMake(const Context& context, const DossierOptions& options) {
  umask(kNobodyElse);  // what was done to people is told to one reader
  MANDAT_TRY(HttpSettings settings, context.Settings());
  DossierMaking making(options, HttpClient(std::move(settings)));
  MANDAT_TRY_STATUS(making.Run());
  const int code = PrintVerdict(context, options, {});
  if (!context.json) {
    fmt::print("\nto verify it without this server:\n  mandat-verify dossier {} --key '{}'\n",
               options.directory.string(), making.key());
  }
  return code;
}

Result<int> RunDossierVerify(const Context& context, const DossierOptions& options) {
  DossierQuestion question;
  MANDAT_TRY(question.key, FindKey(options.key));
  MANDAT_TRY(question.policy, FindPolicy(options.policy));
  return PrintVerdict(context, options, question);
}

void AddDossierCommands(CLI::App* group, const Context& context, DossierOptions& options,
                        const AddCommand& add) {
  constexpr const char* kInstants = "instants with their offset, e.g. 2026-03-01T00:00:00Z";
  CLI::App* make = add(group, "make", "what was done, with everything that proves it",
                       "mandat dossier make -a opinum-demo --period 2026-03-01T00:00:00Z \\\n    "
                       "2026-04-01T00:00:00Z --out march",
                       [&context, &options] { return RunDossierMake(context, options); });
  make->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
  make->add_option("--period", options.period, std::string("FROM UNTIL: ") + kInstants)
      ->expected(2);
  make->add_option("--subject,-s", options.subject, "of one person, for that person");
  make->add_option("--incident", options.incident,
                   "ACTOR FROM UNTIL: what a credential did; its tag as entries have it")
      ->expected(3);
  make->add_option("--audit", options.audit, "FROM UNTIL: the period, and what stands beside it")
      ->expected(2);
  make->add_flag("--closing", options.closing, "how the agreement ended");
  make->add_option("--out,-o", options.directory, "a new directory, or one to go on in")
      ->required();
  CLI::App* verify =
      add(group, "verify", "verify a dossier offline", "mandat dossier verify march --key key.txt",
          [&context, &options] { return RunDossierVerify(context, options); });
  verify->add_option("directory", options.directory, "where it lies")->required();
  verify->add_option("--key,-k", options.key, "verifier key you were given, or its file");
  verify->add_option("--policy", options.policy, "file: whom you believe (tlog-policy)");
}

}  // namespace mandat
