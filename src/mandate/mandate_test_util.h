// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "agreement/agreement_test_util.h"
#include "mandate/mandate.h"

namespace mandat {

// The mandate of three texts; nullptr, and a failed test, if one of them has findings.
inline std::shared_ptr<const Mandate> CompileTexts(std::string_view form, std::string_view instance,
                                                   std::string_view schema) {
  auto agreement =
      Agreement::Parse({"form.yaml", std::string(form), "instance.yaml", std::string(instance)});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&agreement)) {
    ADD_FAILURE() << Render(*findings, std::string(form));
    return nullptr;
  }
  auto parsed = ServiceSchema::Parse("schema.yaml", std::string(schema));
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, std::string(schema));
    return nullptr;
  }
  auto mandate = Mandate::Compile(std::move(std::get<Agreement>(agreement)),
                                  std::move(std::get<ServiceSchema>(parsed)));
  if (const auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
    ADD_FAILURE() << Render(*findings, std::string(schema));
    return nullptr;
  }
  return std::get<std::shared_ptr<const Mandate>>(mandate);
}

inline std::shared_ptr<const Mandate> CompileSample(const std::string& form,
                                                    const std::string& instance,
                                                    const std::string& schema) {
  return CompileTexts(ReadSource("agreements/" + form + ".yaml"),
                      ReadSource("agreements/" + instance + ".yaml"),
                      ReadSource("agreements/" + schema + ".schema.yaml"));
}

inline std::shared_ptr<const Mandate> CompileAcme() {
  return CompileTexts(kForm, kInstance, kSchema);
}

// "allowed" or the ground of a refusal, in the words of decision tables.
inline std::string_view NameOf(const Decision& decision) {
  const auto* forbidden = std::get_if<Forbidden>(&decision);
  if (forbidden == nullptr) {
    return "allowed";
  }
  switch (forbidden->ground) {
    case Ground::kNotInForce:
      return "not-in-force";
    case Ground::kPurposeNotListed:
      return "purpose-not-listed";
    case Ground::kCollectionUnknown:
      return "collection-unknown";
    case Ground::kVerbNotListed:
      return "verb-not-listed";
    case Ground::kCategoryNotListed:
      return "category-not-listed";
    case Ground::kPeopleNotListed:
      return "people-not-listed";
    case Ground::kPlaceNotListed:
      return "place-not-listed";
    case Ground::kNotForThisPurpose:
      return "not-for-this-purpose";
    case Ground::kInstructionMissing:
      return "instruction-missing";
    case Ground::kSuspended:
      return "suspended";
    case Ground::kHeld:
      return "held";
    case Ground::kForbiddenByInstruction:
      return "forbidden-by-instruction";
    case Ground::kSubprocessorNotEngaged:
      return "sub-processor-not-engaged";
  }
  return "?";
}

inline ClauseId ClauseOf(const Decision& decision) {
  const auto* forbidden = std::get_if<Forbidden>(&decision);
  return forbidden == nullptr ? std::get<Allowed>(decision).clause : forbidden->clause;
}

}  // namespace mandat
