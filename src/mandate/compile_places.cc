// SPDX-License-Identifier: Apache-2.0
// Where data may go: countries and sub-processors, at one instant.
#include <algorithm>

#include "law/country.h"
#include "mandate/internal/compiler.h"

namespace mandat {

using internal::PlaceRow;
using internal::PlaceTable;

namespace {

constexpr std::string_view kUnion = "EU";

// All two-letter codes in capitals; IsMemberState picks from them.
template <class Use>
void ForEachMemberState(Use use) {
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string code{a, b};
      if (IsMemberState(code)) {
        use(code);
      }
    }
  }
}

}  // namespace

bool internal::Contains(std::string_view outer, std::string_view inner) {
  return outer == inner || (outer == kUnion && IsMemberState(inner));
}

bool internal::MayOverlap(std::string_view one, std::string_view other) {
  return one.empty() || other.empty() || Contains(one, other) || Contains(other, one);
}

// Numbers every place that some window may open. Other countries need none: they stay closed.
void MandateCompiler::CompilePlaces(Mandate::Tables& t) {
  place_names_.assign(internal::kPlacesNamed, "");
  const auto number_of = [this](const std::string& name) -> std::optional<uint16_t> {
    if (std::ranges::find(place_names_, name) != place_names_.end()) {
      return std::nullopt;
    }
    place_names_.push_back(name);
    return static_cast<uint16_t>(place_names_.size() - 1);
  };
  const auto add_country = [&](const std::string& country) {
    if (const auto number = number_of(country)) {
      t.places.AddCountry(country, *number);
    }
  };
  const auto add_countries = [&](const std::string& place) {
    add_country(place);
    if (place == kUnion) {
      ForEachMemberState(add_country);
    }
  };
  for (const Place& place : agreement_.places()) {
    add_countries(place.country);
  }
  for (const StandingInstruction& instruction : standing_.instructions) {
    if (instruction.kind == InstructionKind::kConsent) {
      for (const std::string& place : instruction.scope.places) {
        if (PlaceTable::IsCode(place)) {
          add_countries(place);
        }
      }
    }
  }
  const auto add_subprocessor = [&](const std::string& id) {
    if (const auto number = number_of(id)) {
      t.places.AddSubprocessor(id, *number);
    }
  };
  for (const Subprocessor& subprocessor : agreement_.subprocessors()) {
    add_subprocessor(subprocessor.id);
  }
  for (const SubprocessorState& row : standing_.subprocessors) {
    add_subprocessor(row.id);
  }
  t.places.Sort();
}

// Source: GDPR Art. 28(2); GDPR Art. 28(4).
// Reading: where a listed sub-processor is recorded to process elsewhere than the agreement says,
// what was recorded counts, since that is where data would go.
MandateCompiler::Recipient MandateCompiler::FindRecipient(const std::string& id, Instant at) const {
  Recipient recipient;
  const auto listed = std::ranges::find(agreement_.subprocessors(), id, &Subprocessor::id);
  if (listed != agreement_.subprocessors().end()) {
    recipient.country = listed->country;
    recipient.is_known = recipient.is_engaged = true;
  }
  const SubprocessorState* newest = nullptr;
  for (const SubprocessorState& row : standing_.subprocessors) {
    if (row.id == id && internal::IsInEffect(row, at) &&
        (newest == nullptr || row.from > newest->from)) {
      newest = &row;
    }
  }
  if (newest != nullptr) {
    recipient.is_known = true;
    recipient.is_engaged = newest->state == Engagement::kEngaged;
    recipient.clause = Cited(*newest);
    recipient.country = newest->country.empty() ? recipient.country : newest->country;
  }
  return recipient;
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 44.
// Reading: `EU` means any Member State; a sub-processor may receive data only where its own place
// of processing is among the places, and one whose place is not stated only by a consent that names
// it. A consent does not engage.
PlaceRow MandateCompiler::CompilePlace(const Mandate::Tables& t, const std::string& place,
                                       Instant at) const {
  std::string_view country = place;
  const bool is_subprocessor = !PlaceTable::IsCode(place);
  if (is_subprocessor) {
    const Recipient recipient = FindRecipient(place, at);
    if (!recipient.is_known) {
      return {PlaceRow::Access::kClosed, Ground::kPlaceNotListed, t.subprocessors_clause};
    }
    if (!recipient.is_engaged) {
      return {PlaceRow::Access::kClosed, Ground::kSubprocessorNotEngaged, recipient.clause};
    }
    country = recipient.country;
  }
  const bool is_listed = std::ranges::any_of(agreement_.places(), [&](const Place& each) {
    return internal::Contains(each.country, country) &&
           (is_subprocessor || !each.only_subprocessors);
  });
  return {is_listed ? PlaceRow::Access::kOpen : PlaceRow::Access::kOnConsent,
          Ground::kPlaceNotListed, t.places_clause};
}

// Reading: what narrows is read widely. Data for a Member State that is not named may come to any
// of them, and data for a sub-processor come to where it processes.
bool MandateCompiler::MeetsScope(const std::string& place, const std::string& named,
                                 Instant at) const {
  if (place == named) {
    return true;
  }
  if (!PlaceTable::IsCode(named)) {
    return false;
  }
  return PlaceTable::IsCode(place) ? internal::MayOverlap(place, named)
                                   : internal::MayOverlap(FindRecipient(place, at).country, named);
}

// Reading: what widens is read narrowly. Only what lies in a named place for certain is meant.
bool MandateCompiler::LiesInScope(const std::string& place, const std::string& named,
                                  Instant at) const {
  return place == named ||
         internal::Contains(named, PlaceTable::IsCode(place) ? std::string_view(place)
                                                             : FindRecipient(place, at).country);
}

}  // namespace mandat
