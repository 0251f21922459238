// SPDX-License-Identifier: Apache-2.0
// What can be wrong with what stands beside an agreement.
#include <algorithm>
#include <set>

#include "base/ids.h"
#include "law/country.h"
#include "mandate/internal/compiler.h"
#include "mandate/internal/printable.h"

namespace mandat {

using internal::PlaceTable;
using internal::Printable;

namespace {

constexpr size_t kBasisBytesMax = 64;
constexpr size_t kOffersMax = 8;

bool IsPlaceCode(const std::string& place) { return IsCountry(place) || place == "EU"; }

template <class Rows>
std::vector<std::string> IdsOf(const Rows& rows) {
  std::vector<std::string> ids;
  ids.reserve(rows.size());
  for (const auto& row : rows) {
    ids.push_back(row.id);
  }
  return ids;
}

// The first few names that could stand instead.
std::string Offer(const std::vector<std::string>& known) {
  std::string offer;
  for (size_t i = 0; i < std::min(known.size(), kOffersMax); ++i) {
    offer += (i == 0 ? "listed: " : ", ") + Printable(known[i]);
  }
  return known.size() > kOffersMax ? offer + ", ..." : offer;
}

class StandingValidator {
 public:
  StandingValidator(const Agreement& agreement, const ServiceSchema& schema,
                    const Standing& standing, Instant first)
      : agreement_(agreement),
        standing_(standing),
        first_(first),
        purposes_(IdsOf(agreement.purposes())),
        categories_(IdsOf(agreement.categories())),
        people_(IdsOf(agreement.people())),
        collections_(IdsOf(schema.collections())),
        subprocessors_(IdsOf(agreement.subprocessors())) {
    for (const SubprocessorState& row : standing.subprocessors) {
      subprocessors_.push_back(row.id);
    }
  }

  std::vector<Finding> Validate();

 private:
  void Report(std::string_view code, std::string message, std::string help,
              std::string_view source) {
    findings_.push_back({.code = std::string(code),
                         .message = std::move(message),
                         .help = std::move(help),
                         .source = std::string(source)});
  }
  void RequireEntry(std::string_view what, const StandingEntry& entry);
  void RequireNewId(std::string_view what, const StandingEntry& entry);
  void RequireScope(std::string_view what, const StandingEntry& entry, const StandingScope& scope);
  void RequireKnown(std::string_view what, const StandingEntry& entry, std::string_view of,
                    const std::vector<std::string>& names, const std::vector<std::string>& known);
  void RequirePlaces(std::string_view what, const StandingEntry& entry,
                     const std::vector<std::string>& places);
  void ValidateInstruction(const StandingInstruction& instruction);
  void ValidateSubprocessors();

  const Agreement& agreement_;
  const Standing& standing_;
  const Instant first_;
  std::vector<std::string> purposes_, categories_, people_, collections_, subprocessors_;
  std::set<std::string> ids_;
  std::vector<Finding> findings_;
};

std::string Named(std::string_view what, const StandingEntry& entry) {
  return std::string(what) + " " + Printable(entry.id);
}

void StandingValidator::RequireEntry(std::string_view what, const StandingEntry& entry) {
  const bool is_citable =
      !entry.basis.empty() && entry.basis.size() <= kBasisBytesMax &&
      std::ranges::all_of(entry.basis, [](char c) { return c >= ' ' && c <= '~'; });
  if (!IsName(entry.id)) {
    Report("A312", Named(what, entry) + " is not a name",
           "1 to 64 of a-z, 0-9 and -, beginning with a letter", "");
  }
  if (!is_citable) {
    Report("A312", Named(what, entry) + " names no basis that can be cited",
           "a clause, or a law or reference, in 1 to 64 printable ASCII characters",
           "GDPR Art. 28(3)(a)");
  }
  if (entry.until && *entry.until <= entry.from) {
    Report("A312", Named(what, entry) + " does not end after it begins", "", "");
  }
}

void StandingValidator::RequireNewId(std::string_view what, const StandingEntry& entry) {
  RequireEntry(what, entry);
  if (!ids_.insert(entry.id).second) {
    Report("A312", Named(what, entry) + " has the id of another entry", "", "");
  }
}

void StandingValidator::RequireKnown(std::string_view what, const StandingEntry& entry,
                                     std::string_view of, const std::vector<std::string>& names,
                                     const std::vector<std::string>& known) {
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      Report("A311",
             Named(what, entry) + " names " + std::string(of) + " " + Printable(name) +
                 ", which is not listed",
             Offer(known), "GDPR Art. 28(3)");
    }
  }
}

void StandingValidator::RequirePlaces(std::string_view what, const StandingEntry& entry,
                                      const std::vector<std::string>& places) {
  std::vector<std::string> recipients;
  for (const std::string& place : places) {
    if (!PlaceTable::IsCode(place)) {
      recipients.push_back(place);
    } else if (!IsPlaceCode(place)) {
      Report("A311", Named(what, entry) + " names place " + Printable(place) + ", no country",
             "an alpha-2 code in capitals, or EU", "ISO 3166-1");
    }
  }
  RequireKnown(what, entry, "sub-processor", recipients, subprocessors_);
}

void StandingValidator::RequireScope(std::string_view what, const StandingEntry& entry,
                                     const StandingScope& scope) {
  if (entry.until && *entry.until <= first_) {
    return;
  }
  RequireKnown(what, entry, "purpose", scope.purposes, purposes_);
  RequireKnown(what, entry, "data category", scope.categories, categories_);
  RequireKnown(what, entry, "category of people", scope.people, people_);
  RequirePlaces(what, entry, scope.places);
}

// Source: GDPR Art. 28(3)(a); GDPR Art. 29.
// Reading: an agreement that does not say that instructions may widen it is widened by amendment.
void StandingValidator::ValidateInstruction(const StandingInstruction& instruction) {
  constexpr std::string_view kWhat = "instruction";
  RequireNewId(kWhat, instruction);
  RequireScope(kWhat, instruction, instruction.scope);
  const bool has_places = !instruction.scope.places.empty();
  if (instruction.kind == InstructionKind::kConsent && !has_places) {
    Report("A312", Named(kWhat, instruction) + " consents to no place", "name them",
           "GDPR Art. 28(3)(a)");
  }
  if (instruction.kind != InstructionKind::kAllow) {
    return;
  }
  if (!standing_.instructions_may_widen) {
    Report("A310", Named(kWhat, instruction) + " allows more than the agreement",
           "amend the agreement, or have it say that instructions may widen it",
           "GDPR Art. 28(3)(a)");
  }
  if (has_places) {
    Report("A312", Named(kWhat, instruction) + " allows an operation and names a place",
           "open the place by a consent", "");
  }
  for (const Verb verb : instruction.scope.verbs) {
    if (std::ranges::find(agreement_.verbs(), verb, &AllowedVerb::verb) ==
        agreement_.verbs().end()) {
      Report("A311",
             Named(kWhat, instruction) + " allows operation " + Printable(Name(verb)) +
                 ", which is not listed",
             "", "GDPR Art. 28(3)");
    }
  }
}

void StandingValidator::ValidateSubprocessors() {
  constexpr std::string_view kWhat = "sub-processor";
  std::set<std::pair<std::string, Instant>> begun;
  for (const SubprocessorState& row : standing_.subprocessors) {
    RequireEntry(kWhat, row);
    if (!row.country.empty() && !IsPlaceCode(row.country)) {
      Report("A311", Named(kWhat, row) + " is in " + Printable(row.country) + ", no country",
             "an alpha-2 code in capitals, or EU", "ISO 3166-1");
    }
    if (!begun.emplace(row.id, row.from).second) {
      Report("A312", Named(kWhat, row) + " has two states from the same instant", "", "");
    }
  }
}

std::vector<Finding> StandingValidator::Validate() {
  const size_t entries_count = standing_.instructions.size() + standing_.subprocessors.size() +
                               standing_.suspensions.size() + standing_.holds.size();
  if (entries_count > internal::kEntriesMax) {
    Report("A313", "more than 1024 entries stand beside the agreement", "leave out what has ended",
           "");
    return findings_;
  }
  for (const StandingInstruction& instruction : standing_.instructions) {
    ValidateInstruction(instruction);
  }
  ValidateSubprocessors();
  for (const Suspension& suspension : standing_.suspensions) {
    RequireNewId("suspension", suspension);
    RequireScope("suspension", suspension, suspension.scope);
  }
  for (const Hold& hold : standing_.holds) {
    RequireNewId("hold", hold);
    RequireScope("hold", hold, {.categories = hold.categories, .people = hold.people});
    if (!hold.until || *hold.until > first_) {
      RequireKnown("hold", hold, "collection", hold.collections, collections_);
    }
  }
  if (internal::WindowStarts(standing_, first_).size() > internal::kWindowsMax) {
    Report("A313", "what stands beside the agreement changes at more than 63 instants",
           "compile it since a later instant", "");
  }
  return findings_;
}

}  // namespace

std::vector<Finding> internal::ValidateStanding(const Agreement& agreement,
                                                const ServiceSchema& schema,
                                                const Standing& standing, Instant first) {
  return StandingValidator(agreement, schema, standing, first).Validate();
}

}  // namespace mandat
