// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about dossiers are told.
struct DossierOptions {
  std::string agreement;
  std::vector<std::string> period;    // from, until
  std::vector<std::string> incident;  // actor, from, until
  std::vector<std::string> audit;     // from, until
  std::string subject;
  bool closing = false;
  std::filesystem::path directory;
  std::string key, policy;  // a verifier key or its file; a file
};

// Everything that shows what was done, for somebody who does not ask the server again: entries,
// proofs, texts, certificates, a page. Goes on where it was interrupted.
Result<int> RunDossierMake(const Context& context, const DossierOptions& options);
// Exit code 7 when something in it does not hold.
Result<int> RunDossierVerify(const Context& context, const DossierOptions& options);
void AddDossierCommands(CLI::App* group, const Context& context, DossierOptions& options,
                        const AddCommand& add);

}  // namespace mandat
