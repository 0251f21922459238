// SPDX-License-Identifier: Apache-2.0
#include "law/verb.h"

#include <array>
#include <utility>

namespace mandat {
namespace {

struct VerbRow {
  Verb verb;
  std::string_view name;
  std::string_view dpv;
};

constexpr std::array<VerbRow, kVerbsCount> kVerbs = {{
    {Verb::kCollect, "collect", "dpv:Collect"},
    {Verb::kRecord, "record", "dpv:Record"},
    {Verb::kOrganise, "organise", "dpv:Organise"},
    {Verb::kStructure, "structure", "dpv:Structure"},
    {Verb::kStore, "store", "dpv:Store"},
    {Verb::kAdapt, "adapt", "dpv:Adapt"},
    {Verb::kAlter, "alter", "dpv:Alter"},
    {Verb::kRetrieve, "retrieve", "dpv:Retrieve"},
    {Verb::kConsult, "consult", "dpv:Consult"},
    {Verb::kUse, "use", "dpv:Use"},
    {Verb::kDisclose, "disclose", "dpv:Disclose"},
    {Verb::kDisseminate, "disseminate", "dpv:Disseminate"},
    {Verb::kMakeAvailable, "make-available", "dpv:MakeAvailable"},
    {Verb::kAlign, "align", "dpv:Align"},
    {Verb::kCombine, "combine", "dpv:Combine"},
    {Verb::kRestrict, "restrict", "dpv:Restrict"},
    {Verb::kErase, "erase", "dpv:Erase"},
    {Verb::kDestroy, "destroy", "dpv:Destruct"},
    {Verb::kPseudonymise, "pseudonymise", "dpv:Pseudonymise"},
    {Verb::kAnonymise, "anonymise", "dpv:Anonymise"},
}};

constexpr bool RowsFollowTheEnum() {
  for (size_t i = 0; i < kVerbs.size(); ++i) {
    if (std::to_underlying(kVerbs[i].verb) != i) {
      return false;
    }
  }
  return true;
}
static_assert(RowsFollowTheEnum());

}  // namespace

std::string_view Name(Verb verb) { return kVerbs[std::to_underlying(verb)].name; }

std::optional<Verb> FindVerb(std::string_view name) {
  for (const VerbRow& row : kVerbs) {
    if (row.name == name) {
      return row.verb;
    }
  }
  return std::nullopt;
}

std::string_view DpvTerm(Verb verb) { return kVerbs[std::to_underlying(verb)].dpv; }

}  // namespace mandat
