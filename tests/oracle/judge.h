// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "mandate/decision.h"
#include "mandate/operation.h"
#include "oracle/rules.h"

namespace mandat::oracle {

struct Verdict {
  bool is_allowed = false;
  Ground ground = Ground::kNotInForce;  // of a refusal
  std::string_view clause;
  std::string_view decider;  // id of what was recorded, if that decided

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// Decides by reading the lists from top to bottom for every question: no tables, no windows, no
// numbers for names, nothing of src/mandate but its public types. Slow, and meant to be evident.
class Judge {
 public:
  // The rules must outlive the judge and what it answers.
  explicit Judge(const Rules& rules) : rules_(rules) {}

  Verdict Decide(const Operation& operation, Instant at);

 private:
  Verdict Refuse(Ground ground, std::string_view clause) const { return {false, ground, clause}; }
  static Verdict RefuseBy(Ground ground, const StandingEntry& entry) {
    return {false, ground, entry.basis, entry.id};
  }

  bool IsPeopleListed() const;
  bool FindTouched();
  std::vector<std::string_view> FindPeople() const;
  void LookAt(std::string_view people);
  static bool IsAbout(const Collection& collection, std::string_view people,
                      std::string_view category);
  void Touch(std::string_view category);

  const Subprocessor* FindListed(std::string_view id) const;
  const SubprocessorState* FindState(std::string_view id) const;
  std::string_view CountryOf(std::string_view place) const;
  bool IsPlaceOpen() const;
  bool IsConsented() const;

  bool Stands(const StandingEntry& entry) const;
  bool IsInScope(const StandingScope& scope) const;
  bool MayGoTo(const std::vector<std::string>& places) const;
  bool CertainlyGoesTo(const std::vector<std::string>& places) const;
  bool TouchesAny(const std::vector<std::string>& categories) const;
  bool IsSuspendable() const;
  bool IsHeldBy(const Hold& hold) const;
  bool IsHeldAsAPerson(const Hold& hold) const;
  Verdict DecidePlace() const;
  Verdict DecideStanding() const;  // allowed when nothing recorded refuses
  Verdict DecideTogether() const;

  const Rules& rules_;
  const Operation* operation_ = nullptr;
  Instant at_;
  const Collection* collection_ = nullptr;
  std::vector<std::string_view> touched_all_;
  // Those who are looked at, and what is touched of theirs.
  std::string_view people_;
  std::vector<std::string_view> touched_;
};

}  // namespace mandat::oracle
