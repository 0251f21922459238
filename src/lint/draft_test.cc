// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kHash =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

// The clean form as if it had been read, and confirmed or not.
CleanAgreement Read(bool is_confirmed) {
  const std::string hash(kHash);
  static std::string section;
  section = "provenance:\n  text: " + hash + "\n";
  if (is_confirmed) {
    section += "  confirmed: {by: Ada Example, at: 2026-11-22T10:00:00Z, form: " + hash + "}\n";
  }
  section += "breach:\n";
  CleanAgreement agreement;
  agreement.InForm({{"\nbreach:\n", "\n" + section}});
  return agreement;
}

// What only the parties can fill in is no defect of the contract that was read.
TEST(LintDraftTest, ToldAsANoteUntilSomebodyConfirmsTheForm) {
  for (const bool is_confirmed : {false, true}) {
    CleanAgreement agreement = Read(is_confirmed);
    agreement.InInstance({{"controller:\n  name: ", "controller:\n  name: To be completed #"}});
    EXPECT_EQ(agreement.Lines(),
              Lines({is_confirmed ? "error L-P01 controller" : "note L-P01 controller"}));
  }
}

TEST(LintDraftTest, CleanFormStaysCleanWhateverItsOrigin) {
  EXPECT_EQ(Read(false).Lines(), Lines());
  EXPECT_EQ(Read(true).Lines(), Lines());
}

}  // namespace
}  // namespace mandat
