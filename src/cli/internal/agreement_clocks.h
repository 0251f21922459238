// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "cli/internal/life.h"
#include "docket/timed_term.h"
#include "duty/deadline.h"

namespace mandat {

struct ClocksOptions {
  std::filesystem::path form;
  std::filesystem::path instance;
  std::string event;  // a day or an instant; empty: nothing is computed
  std::string language = "en";
};
Result<int> RunAgreementClocks(const Context& context, const ClocksOptions& options);
// `group` is the one of agreements. Everything must outlive the parsing.
void AddClocksCommand(CLI::App* group, const Context& context, ClocksOptions& options,
                      const AddCommand& add);

// A word of the agreement language, or of Name, as people read it; the word itself in English.
std::string SayWord(std::string_view word, Language language);
std::string SayLength(const Period& period, Language language);

}  // namespace mandat
