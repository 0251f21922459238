// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "agreement/agreement_test_util.h"
#include "docket/timed_term.h"

namespace mandat {

inline Agreement ParsedTexts(const std::string& form, const std::string& instance) {
  auto parsed = Agreement::Parse({"form.yaml", form, "agreement.yaml", instance});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    for (const Finding& finding : *findings) {
      ADD_FAILURE() << finding.span.file << ":" << finding.span.line << " " << finding.message;
    }
    std::abort();
  }
  return std::get<Agreement>(std::move(parsed));
}

// One of the five, with its fictitious customer.
inline Agreement RealAgreement(const std::string& name) {
  return ParsedTexts(ReadSource("agreements/" + name + ".yaml"),
                     ReadSource("agreements/" + name + "-demo.yaml"));
}

// The small agreement with more in its form and in what the customer signed.
inline Agreement SmallAgreement(const std::string& form, const std::string& instance = "") {
  return ParsedTexts(std::string(kForm) + form, std::string(kInstance) + instance);
}

inline std::optional<TimedTerm> FindTimed(const std::vector<TimedTerm>& terms,
                                          std::string_view path,
                                          std::optional<TimedKind> kind = std::nullopt) {
  const auto found = std::ranges::find_if(terms, [&](const TimedTerm& term) {
    return term.path == path && (!kind || term.kind == *kind);
  });
  return found == terms.end() ? std::nullopt : std::optional(*found);
}

// As a lawyer would put it: who owes what, by when, since when, and by which clause.
inline std::string Say(const TimedTerm& term) {
  std::string time = term.period ? term.period->Format() : "no number";
  if (term.promptness) {
    time += ", " + std::string(Name(*term.promptness));
  }
  if (!term.strength.empty()) {
    time += ", " + term.strength;
  }
  std::string text;
  switch (term.kind) {
    case TimedKind::kAct:
      text = term.owes + " acts within " + time + " of " + term.event;
      break;
    case TimedKind::kWindow:
      text = term.owes + " may act for " + time + " from " + term.event;
      break;
    case TimedKind::kLead:
      text = term.owes + " tells " + time + " before " + term.event;
      break;
    case TimedKind::kQuota:
      text = term.owes + " may " + (term.times > 0 ? std::to_string(term.times) : time) + " per " +
             term.per;
      break;
    case TimedKind::kKeep:
      text = term.owes + " keeps " + time + " from " + term.event;
      break;
    case TimedKind::kRecur:
      text = term.owes + " does again every " + time;
      break;
    case TimedKind::kHours:
      text = term.owes + " only " + term.hours;
      break;
    case TimedKind::kTerm:
      text = term.owes + " bound for " + time + " from " + term.event;
      break;
  }
  return text + " (" + (term.clause.empty() ? term.law : term.clause) + ", " +
         std::string(Name(term.source)) + ")";
}

inline std::string SayPath(const std::vector<TimedTerm>& terms, std::string_view path,
                           std::optional<TimedKind> kind = std::nullopt) {
  const std::optional<TimedTerm> term = FindTimed(terms, path, kind);
  return term ? Say(*term) : "nothing";
}

}  // namespace mandat
