// SPDX-License-Identifier: Apache-2.0
#include "oracle/mutator.h"

namespace mandat::oracle {
namespace {

class StandingMutator : Mutator {
 public:
  using Mutator::Mutator;

  void Run() const {
    const Standing& standing = original_.standing;
    for (size_t i = 0; i < standing.instructions.size(); ++i) {
      MutateInstruction(i);
    }
    for (size_t i = 0; i < standing.subprocessors.size(); ++i) {
      MutateSubprocessor(i);
    }
    for (size_t i = 0; i < standing.suspensions.size(); ++i) {
      const Suspension& row = standing.suspensions[i];
      const auto scope_of = [i](Rules& rules) -> StandingScope& {
        return rules.standing.suspensions[i].scope;
      };
      MutateEntry(&Standing::suspensions, i, FocusOnScope(row, row.scope), true);
      MutateScope(row, row.scope, true, scope_of);
    }
    for (size_t i = 0; i < standing.holds.size(); ++i) {
      MutateHold(i);
    }
  }

 private:
  void MutateInstruction(size_t number) const;
  void MutateSubprocessor(size_t number) const;
  void MutateHold(size_t number) const;

  static std::vector<Instant> InstantsOf(const StandingEntry& entry) {
    std::vector<Instant> instants = {entry.from, entry.from + -kTick};
    if (entry.until) {
      instants.push_back(*entry.until);
      instants.push_back(*entry.until + -kTick);
    }
    return instants;
  }

  Focus FocusOnScope(const StandingEntry& entry, const StandingScope& scope) const {
    Focus focus = FocusOn(scope.purposes, scope.verbs, scope.categories, scope.people);
    focus.places = WithRecipients(scope.places);
    focus.instants = InstantsOf(entry);
    return focus;
  }
  // A scope that names a country is about whoever processes there, too.
  std::vector<std::string> WithRecipients(std::vector<std::string> places) const {
    if (!places.empty()) {
      for (const Subprocessor& row : original_.subprocessors) {
        places.push_back(row.id);
      }
      for (const SubprocessorState& row : original_.standing.subprocessors) {
        places.push_back(row.id);
      }
    }
    return places;
  }

  template <class Rows>
  void MutateEntry(Rows Standing::* list, size_t number, const Focus& focus, bool is_cited) const;
  template <class ScopeOf>
  void MutateScope(const StandingEntry& entry, const StandingScope& scope, bool has_places,
                   ScopeOf scope_of) const;
};

// Left out, begun and ended an instant earlier and later, ended or not, cited otherwise.
template <class Rows>
void StandingMutator::MutateEntry(Rows Standing::* list, size_t number, const Focus& focus,
                                  bool is_cited) const {
  const StandingEntry& entry = (original_.standing.*list)[number];
  Try(entry.id + " removed", focus, [&](Rules& rules) {
    Rows& rows = rules.standing.*list;
    rows.erase(rows.begin() + static_cast<ptrdiff_t>(number));
  });
  for (const auto shift : {kTick, -kTick}) {
    Try(entry.id + " begins otherwise", focus,
        [&](Rules& rules) { (rules.standing.*list)[number].from = entry.from + shift; });
    if (entry.until) {
      Try(entry.id + " ends otherwise", focus,
          [&](Rules& rules) { (rules.standing.*list)[number].until = *entry.until + shift; });
    }
  }
  Focus later = focus;
  const Instant end = entry.from + std::chrono::hours(24);
  later.instants = {entry.until.value_or(end), end};
  Try(entry.id + " end turned", later, [&](Rules& rules) {
    (rules.standing.*list)[number].until = entry.until ? std::nullopt : std::optional(end);
  });
  if (is_cited) {
    Try(entry.id + " cited otherwise", focus,
        [&](Rules& rules) { (rules.standing.*list)[number].basis += "x"; });
    if constexpr (!std::is_same_v<Rows, std::vector<SubprocessorState>>) {
      Try(entry.id + " named otherwise", focus,
          [&](Rules& rules) { (rules.standing.*list)[number].id += "x"; });
    }
  }
}

template <class ScopeOf>
void StandingMutator::MutateScope(const StandingEntry& entry, const StandingScope& scope,
                                  bool has_places, ScopeOf scope_of) const {
  const auto mutate = [&](auto list, const auto& universe, bool empty_means_all, auto focus_in) {
    ForEachChange(
        scope.*list, universe, empty_means_all, [&](const auto& changed, const auto& value) {
          Focus focus = FocusOnScope(entry, scope);
          focus_in(focus, value);
          Try(entry.id + " scope", focus, [&](Rules& rules) { scope_of(rules).*list = changed; });
        });
  };
  mutate(&StandingScope::purposes, IdsOf(original_.purposes), true,
         [](Focus& focus, const std::string& id) { focus.purposes = {id, ""}; });
  mutate(&StandingScope::people, IdsOf(original_.people), true,
         [this](Focus& focus, const std::string& id) {
           focus.people = {id};
           focus.collections = FocusOn({}, {}, {}, {id}).collections;
         });
  mutate(&StandingScope::categories, IdsOf(original_.categories), true,
         [this](Focus& focus, const std::string& id) {
           focus.categories = FocusOn({}, {}, {id}, {}).categories;
         });
  std::vector<Verb> verbs = {Verb::kErase, Verb::kStore};
  for (const AllowedVerb& row : original_.verbs) {
    if (std::ranges::find(verbs, row.verb) == verbs.end()) {
      verbs.push_back(row.verb);
    }
  }
  mutate(&StandingScope::verbs, verbs, true, [](Focus& focus, Verb verb) { focus.verbs = {verb}; });
  if (has_places) {
    std::vector<std::string> places = {"US", "BE", "EU"};
    if (!original_.subprocessors.empty()) {
      places.push_back(original_.subprocessors.back().id);
    }
    mutate(&StandingScope::places, places, false, [this](Focus& focus, const std::string& place) {
      focus.places = WithRecipients({place, place == "EU" ? "SI" : place});
    });
  }
}

void StandingMutator::MutateInstruction(size_t number) const {
  const StandingInstruction& row = original_.standing.instructions[number];
  const Focus focus = FocusOnScope(row, row.scope);
  const bool is_consent = row.kind == InstructionKind::kConsent;
  MutateEntry(&Standing::instructions, number, focus, !is_consent);
  MutateScope(row, row.scope, row.kind != InstructionKind::kAllow,
              [number](Rules& rules) -> StandingScope& {
                return rules.standing.instructions[number].scope;
              });
  for (const auto kind :
       {InstructionKind::kForbid, InstructionKind::kAllow, InstructionKind::kConsent}) {
    if (kind != row.kind) {
      Try(row.id + " of another kind", focus,
          [&](Rules& rules) { rules.standing.instructions[number].kind = kind; });
    }
  }
  if (number > 0 && original_.standing.instructions[number - 1].kind == row.kind) {
    Try(row.id + " before the one before it", focus, [&](Rules& rules) {
      std::swap(rules.standing.instructions[number - 1], rules.standing.instructions[number]);
    });
  }
}

void StandingMutator::MutateSubprocessor(size_t number) const {
  const SubprocessorState& row = original_.standing.subprocessors[number];
  Focus focus;
  focus.places = {row.id};
  focus.instants = InstantsOf(row);
  const bool is_engaged = row.state == Engagement::kEngaged;
  MutateEntry(&Standing::subprocessors, number, focus, !is_engaged);
  for (const auto state : {Engagement::kAnnounced, Engagement::kEngaged}) {
    if ((state == Engagement::kEngaged) != is_engaged) {
      Try(row.id + " in another state", focus,
          [&](Rules& rules) { rules.standing.subprocessors[number].state = state; });
    }
  }
  for (const char* country : {"", "US", "BE"}) {
    if (is_engaged && country != row.country) {
      Try(row.id + " in " + country, focus,
          [&](Rules& rules) { rules.standing.subprocessors[number].country = country; });
    }
  }
}

void StandingMutator::MutateHold(size_t number) const {
  const Hold& row = original_.standing.holds[number];
  Focus focus = FocusOn({}, {Verb::kErase, Verb::kDestroy}, row.categories, row.people);
  focus.instants = InstantsOf(row);
  if (!row.collections.empty()) {
    focus.collections = row.collections;
    focus.collections.emplace_back();
  }
  MutateEntry(&Standing::holds, number, focus, true);
  const auto mutate = [&](auto list, const auto& universe, auto focus_in) {
    ForEachChange(row.*list, universe, true, [&](const auto& changed, const std::string& id) {
      Focus on = focus;
      focus_in(on, id);
      Try(row.id + " holds otherwise", on,
          [&](Rules& rules) { rules.standing.holds[number].*list = changed; });
    });
  };
  mutate(&Hold::collections, IdsOf(original_.collections),
         [](Focus& on, const std::string& id) { on.collections = {id, ""}; });
  mutate(&Hold::categories, IdsOf(original_.categories), [this](Focus& on, const std::string& id) {
    on.categories = FocusOn({}, {}, {id}, {}).categories;
  });
  mutate(&Hold::people, IdsOf(original_.people), [this](Focus& on, const std::string& id) {
    on.people = {id};
    on.collections = FocusOn({}, {}, {}, {id}).collections;
  });
}

}  // namespace

void ForEachStandingMutant(const Rules& original, const UseMutant& use) {
  StandingMutator(original, use).Run();
}

}  // namespace mandat::oracle
