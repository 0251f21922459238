// SPDX-License-Identifier: Apache-2.0
// How each place of an agreement that may speak of time is read.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "agreement/term.h"
#include "docket/timed_term.h"

namespace mandat::internal {

// What the time of a place is for, where its own words leave it open.
enum class Shape : uint8_t {
  kAct,
  kWindow,
  kLead,
  kQuota,
  kTerm,
  kStart,  // it only says what starts another promise
};

// One place of the language, or with a point at its end all that stand below it.
struct PlaceReading {
  std::string_view path;
  std::string_view matter;
  std::string_view event;  // where the contract does not say what starts it
  std::string_view owes = "processor";
  Shape shape = Shape::kAct;
  std::string_view law = {};
  // Who announces, where the one who announces is not the one whose time runs.
  std::string_view announces = {};
};

// What the law asks where the contract is silent, or does not say how soon.
struct Floor {
  std::string_view path;
  std::optional<Promptness> promptness;
};
std::span<const Floor> Floors();

// Never absent: what the language does not know by name is one of the obligations.
const PlaceReading& ReadingOf(std::string_view path);
// In the order of the reference.
size_t RankOf(std::string_view path);

// The matter of an event that happens to the agreement as a whole; empty for all others.
std::string_view MatterOfEvent(std::string_view event, TimedKind kind);
// An obligation whose id begins with the name of a matter belongs to it: `breach-details` starts
// with the breach. Empty for all others, and for events that the matter does not have.
std::string_view MatterOfName(std::string_view path, std::string_view event);
// True when two words mean the same happening in a matter.
bool IsSameEvent(std::string_view matter, std::string_view one, std::string_view other);

// Every promise that a form's own words make, and what the house or the agreement added to it.
std::vector<TimedTerm> TermsOfPlace(const Agreement& agreement, const Term& term);
// Retention rules: kept from capture.
std::vector<TimedTerm> TermsOfRetention(const Agreement& agreement);
// Adds what the law asks for and `terms` lack.
void AddLaw(const Agreement& agreement, std::vector<TimedTerm>& terms);

}  // namespace mandat::internal
