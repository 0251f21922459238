// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/pronouns.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace mandat::internal {
namespace {

Folded Canonical(std::string_view text) {
  Folded folded{.text = std::string(text), .origin = {}};
  for (size_t i = 0; i <= text.size(); ++i) {
    folded.origin.push_back(static_cast<uint32_t>(i));
  }
  return folded;
}

std::string Named(std::string_view text) { return WithSubjects(Canonical(text)).text; }

TEST(Pronouns, StandForThePartyThatTheSentenceBeforeBeganWith) {
  EXPECT_EQ(Named("la CTL peut verifier. elle supporte les frais. elle en avise le PRC."),
            "la CTL peut verifier. CTL supporte les frais. CTL en avise le PRC.");
  EXPECT_EQ(Named("l PRC transmet la demande. il n y repond pas."),
            "l PRC transmet la demande. PRC n y repond pas.");
}

TEST(Pronouns, OfNobodyOrOfSomebodyElseAreLeft) {
  for (const std::string_view text :
       {"la CTL peut verifier. il supporte les frais.",
        "le PRC agit. il appartient au CTL de dire.",
        "le contrat du PRC dure un an. il est reconduit.", "elle supporte les frais.",
        "le PRC agit. les frais sont dus. il les supporte."}) {
    EXPECT_EQ(Named(text), text);
  }
}

TEST(Pronouns, KeepWhereTheWordsComeFrom) {
  const Folded named = WithSubjects(Canonical("la CTL verifie. elle paie."));
  ASSERT_EQ(named.text, "la CTL verifie. CTL paie.");
  ASSERT_EQ(named.origin.size(), named.text.size() + 1);
  const size_t pays = named.text.find("paie");
  EXPECT_EQ(named.Origin(pays, pays + 4), (std::pair<size_t, size_t>{21, 25}));
}

}  // namespace
}  // namespace mandat::internal
