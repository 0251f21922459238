// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/schema.h"
#include "base/result.h"
#include "cli/internal/context.h"
#include "mandate/mandate.h"

namespace mandat {

// An agreement as files: the form, what one customer signed, and what the data looks like.
struct AgreementFiles {
  std::filesystem::path form;
  std::filesystem::path instance;
  std::filesystem::path schema;  // empty: none
};

// What the files say, as far as they could be read.
struct LoadedAgreement {
  std::map<std::string, std::string> texts;  // file name to content, for rendering
  std::vector<Finding> findings;             // all of the first stage that has some
  std::optional<Agreement> agreement;
  std::optional<ServiceSchema> schema;
  std::shared_ptr<const Mandate> mandate;  // null without a schema, or with findings

  bool HasErrors() const;
};

// Errors: kNotFound, kUnavailable (a file cannot be read). What is wrong inside is a finding.
Result<LoadedAgreement> LoadAgreement(const AgreementFiles& files);

// The same, for commands that need an agreement without errors: prints the findings and answers
// nullopt when there are errors.
Result<std::optional<LoadedAgreement>> LoadValid(const Context& context,
                                                 const AgreementFiles& files);

// Findings for people, each with the text it points into; or as SARIF 2.1.0 or JSON.
enum class FindingsFormat : uint8_t { kText, kJson, kSarif };
void PrintFindings(const std::vector<Finding>& findings,
                   const std::map<std::string, std::string>& texts, FindingsFormat format);

}  // namespace mandat
