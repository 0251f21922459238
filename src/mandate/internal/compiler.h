// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mandate/internal/tables.h"
#include "mandate/mandate.h"

namespace mandat {

namespace internal {

// What a period of retention counts from unless the agreement names something else.
inline constexpr std::string_view kCapture = "capture";
inline constexpr size_t kWindowsMax = 64;
inline constexpr size_t kEntriesMax = 1024;  // of instructions, sub-processors, suspensions, holds

// The instants from `first` on at which something begins or ends to stand, `first` included.
std::vector<Instant> WindowStarts(const Standing& standing, Instant first);

// What is wrong with the entries, each by itself and against the agreement's lists. What ended
// before `first` may name what the agreement has no more.
std::vector<Finding> ValidateStanding(const Agreement& agreement, const ServiceSchema& schema,
                                      const Standing& standing, Instant first);

inline bool IsInEffect(const StandingEntry& entry, Instant at) {
  return entry.from <= at && (!entry.until || at < *entry.until);
}

// True if whatever lies in `inner` lies in `outer`, both countries or "EU".
bool Contains(std::string_view outer, std::string_view inner);
// True if something may lie in both; an empty place may lie anywhere.
bool MayOverlap(std::string_view one, std::string_view other);

}  // namespace internal

// Turns names into numbers once, so that Decide need not.
class MandateCompiler {
 public:
  MandateCompiler(const Agreement& agreement, const ServiceSchema& schema, const Standing& standing,
                  Instant since)
      : agreement_(agreement),
        schema_(schema),
        standing_(standing),
        first_(std::max(since, agreement.start())) {}

  std::vector<Finding> Validate() const;
  Mandate::Tables Compile();
  std::vector<ClauseRef> TakeClauses() { return std::move(clauses_); }
  std::vector<Mandate::Decider> TakeDeciders() { return std::move(deciders_); }

 private:
  // A sub-processor as it stands in one window.
  struct Recipient {
    std::string_view country;  // may be empty
    bool is_known = false;
    bool is_engaged = false;
    ClauseId clause;  // what ends or postpones its engagement
  };

  void ValidateSchema(std::vector<Finding>& findings) const;
  void ValidateStartEvents(std::vector<Finding>& findings) const;
  // The event that periods of the category count from; empty for the capture or no period.
  std::string_view StartEventOf(const std::string& category) const;

  // Clauses of the agreement are shared, each entry beside it has its own.
  ClauseId Intern(const std::string& clause);
  void Cite(const StandingEntry& entry, std::string_view what);
  void CiteStanding();
  ClauseId Cited(const StandingEntry& entry) const { return cited_.at(&entry); }

  void CompileLists(Mandate::Tables& t);
  std::vector<internal::Share> SharesOf(const Mandate::Tables& t,
                                        const Collection& collection) const;
  void CompileCollections(Mandate::Tables& t);
  void CompilePermissions(Mandate::Tables& t);
  void CompilePlaces(Mandate::Tables& t);
  void CompileWindows(Mandate::Tables& t);

  Recipient FindRecipient(const std::string& id, Instant at) const;
  internal::PlaceRow CompilePlace(const Mandate::Tables& t, const std::string& place,
                                  Instant at) const;
  // True if data sent to the place may come to one that the scope names.
  bool MeetsScope(const std::string& place, const std::string& named, Instant at) const;
  bool LiesInScope(const std::string& place, const std::string& named, Instant at) const;

  using PlaceTest = std::function<bool(const std::string& place, const std::string& named)>;
  internal::Selector SelectAll() const;
  internal::Selector Select(const StandingScope& scope, const PlaceTest& is_meant) const;
  CategorySet CategoriesOf(const Mandate::Tables& t, const std::vector<std::string>& ids) const;
  void AddSuspensions(const Mandate::Tables& t, Instant at, internal::RuleSet& rules) const;
  void AddHolds(const Mandate::Tables& t, Instant at, internal::RuleSet& rules) const;
  void AddInstructions(const Mandate::Tables& t, InstructionKind kind, Instant at,
                       internal::RuleSet& rules) const;

  const Agreement& agreement_;
  const ServiceSchema& schema_;
  const Standing& standing_;
  const Instant first_;
  std::vector<ClauseRef> clauses_;
  std::vector<Mandate::Decider> deciders_;
  std::map<const StandingEntry*, ClauseId> cited_;
  std::vector<std::string> place_names_;  // by number
  internal::Rows sizes_{};
};

}  // namespace mandat
