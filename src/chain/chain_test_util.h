// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "agreement/agreement_test_util.h"
#include "chain/chain.h"

namespace mandat {

inline Agreement Parsed(const std::string& form, const std::string& instance) {
  auto parsed = Agreement::Parse({"form.yaml", form, "agreement.yaml", instance});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    for (const Finding& finding : *findings) {
      ADD_FAILURE() << finding.span.file << ":" << finding.span.line << " " << finding.message;
    }
    std::abort();
  }
  return std::get<Agreement>(std::move(parsed));
}

inline Agreement ParsedFiles(const std::string& form, const std::string& instance) {
  return Parsed(ReadSource(form), ReadSource(instance));
}

inline Agreement CustomerAlliance() {
  return ParsedFiles("agreements/customer-alliance.yaml", "agreements/customer-alliance-demo.yaml");
}
inline Agreement CustomerAllianceAtMailgun() {
  return ParsedFiles("agreements/mailgun.yaml", "tests/chain/customer-alliance-at-mailgun.yaml");
}
inline Agreement Opinum() {
  return ParsedFiles("agreements/opinum.yaml", "agreements/opinum-demo.yaml");
}
inline Agreement OpinumAtMailgun() {
  return ParsedFiles("agreements/mailgun.yaml", "tests/chain/opinum-at-mailgun.yaml");
}

}  // namespace mandat
