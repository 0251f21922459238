// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

#include "chain/internal/links.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kMeasures = "security.measures.";

// What an agreement promises by area, each with the clause that says so first.
using Areas = std::map<std::string, const Term*, std::less<>>;

Areas ConfidentialityOf(const Agreement& agreement) {
  constexpr std::array<std::string_view, 4> kPaths = {
      "confidentiality.duty", "confidentiality.personnel", "confidentiality.survival",
      "confidentiality.training"};
  Areas areas;
  for (const std::string_view path : kPaths) {
    if (const Term* term = agreement.FindTerm(path); IsPromised(term)) {
      areas.emplace(path.substr(path.find('.') + 1), term);
    }
  }
  return areas;
}

// What others do for themselves is no promise of the processor's own.
Areas MeasuresOf(const Agreement& agreement) {
  Areas areas;
  for (const Term& term : agreement.terms()) {
    if (term.path.starts_with(kMeasures) && IsPromised(&term) && !term.holds().word.empty() &&
        term.holds().who != "sub-processor") {
      areas.emplace(term.holds().word, &term);
    }
  }
  return areas;
}

std::optional<Link> Compare(std::string_view promise, std::string_view source, const Areas& up,
                            const Areas& down, const Term* general) {
  if (up.empty()) {
    return std::nullopt;
  }
  Link link;
  link.promise = promise;
  link.source = source;
  std::vector<std::string> silent;
  std::vector<std::string> passed_on;
  const Term* first = nullptr;
  for (const auto& [area, term] : up) {
    if (const auto found = down.find(area); found != down.end()) {
      passed_on.push_back(fmt::format("{} ({} upstream, {} downstream)", area, term->clause(),
                                      found->second->clause()));
      continue;
    }
    silent.push_back("`" + area + "`");
    link.notes.push_back(fmt::format("{} ({}): {}", area, term->clause(), SayTerm(*term)));
    first = first == nullptr ? term : first;
  }
  const Term* shown = first == nullptr ? up.begin()->second : first;
  link.upstream = SideOf(shown, shown->path);
  if (!passed_on.empty()) {
    link.notes.push_back("promised on both sides: " + Joined(passed_on));
  }
  link.downstream = SideOf(general, promise);
  if (silent.empty()) {
    link.verdict = Verdict::kKept;
    link.says = "every area promised upstream is promised downstream; how far is for a person";
    return link;
  }
  link.downstream.says = "silent on " + Joined(silent);
  link.verdict = Verdict::kFails;
  link.says = "promised upstream, silent downstream: " + Joined(silent);
  link.remedy = "have them promised downstream: the same duties must be passed on";
  return link;
}

}  // namespace

// Source: GDPR Art. 28(3)(b).
std::optional<Link> ConfidentialityLink(const Pair& pair) {
  return Compare("confidentiality", "GDPR Art. 28(3)(b)", ConfidentialityOf(pair.upstream),
                 ConfidentialityOf(pair.downstream),
                 pair.downstream.FindTerm("confidentiality.personnel"));
}

// Source: GDPR Art. 28(4); GDPR Art. 32(1).
std::optional<Link> MeasuresLink(const Pair& pair) {
  return Compare("measures", "GDPR Art. 32(1)", MeasuresOf(pair.upstream),
                 MeasuresOf(pair.downstream), pair.downstream.FindTerm("security.general"));
}

}  // namespace mandat::internal
