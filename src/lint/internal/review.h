// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/finding.h"
#include "lint/legal_data.h"

namespace mandat::internal {

// What an agreement says of one term, silence included.
struct Saying {
  std::string path;
  Span span;                   // of the section when the form does not speak of the term
  const Term* term = nullptr;  // null: the form does not speak of it

  // Nothing is said, and the agreement chose nothing instead.
  bool IsSilent() const;
  // Silent, or left open or unclear, and the agreement chose nothing instead.
  bool IsOpen() const;
  bool IsExternal() const;
  // The word that holds: what the agreement chose, else `is`.
  std::string_view word() const;
  // The time that holds: what the agreement chose, else `within`, `at-least` or `at-most`.
  std::optional<Period> number() const;
  const HouseRule* house() const;
  // The statement that holds. Requires: the form speaks of the term.
  const Statement& said() const;
  // Of the statement that holds; empty when the form does not speak.
  std::string words() const;
  // "clause 8.1, line 311"
  std::string where() const;
};

// Text and list of a statement, in one line.
std::string WordsOf(const Statement& said);

// One agreement, read on one day, and what was found.
class Review {
 public:
  Review(const Agreement& agreement, const LegalData& data, std::chrono::sys_days at)
      : agreement_(agreement), data_(data), at_(at) {}

  const Agreement& agreement() const { return agreement_; }
  const LegalData& data() const { return data_; }
  std::chrono::sys_days at() const { return at_; }

  // The form was read from a contract and nobody has confirmed it: what only the parties, or we
  // with a house rule, can add is not there yet.
  bool IsDraft() const {
    return agreement_.provenance() && agreement_.provenance()->confirmed_by.empty();
  }
  // The severity of what the agreement, and not the contract, still has to say; and of words that
  // are missing from the one sentence that was read for a term.
  std::optional<Severity> OnceWritten() const {
    return IsDraft() ? std::optional(Severity::kNote) : std::nullopt;
  }

  Saying At(std::string_view path) const;
  // The part of the contract that a statement stands in; nullptr when parts are not declared.
  const Part* PartOf(const Statement& said) const;
  // The statement is wording of the Commission, which the parties may not change.
  bool IsOfCommission(const Statement& said) const;
  // The statement binds: its part was concluded.
  bool Binds(const Statement& said) const;

  // `fact`: what stands there, or what is missing, in a few words.
  void Find(std::string_view code, const Saying& where, const std::string& fact,
            std::optional<Severity> severity = {});
  void Find(std::string_view code, const std::string& path, const Span& span,
            const std::string& fact, std::optional<Severity> severity = {});
  // A finding that rests on dated data: its source is that of the row, and what is known from
  // memory alone is no more than a note.
  void FindDated(std::string_view code, const std::string& path, const Span& span,
                 const std::string& fact, Mark mark, std::string source,
                 std::optional<Severity> severity = {});

  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  const Agreement& agreement_;
  const LegalData& data_;
  std::chrono::sys_days at_;
  std::vector<Finding> findings_;
};

using Step = void (*)(Review&);

// One list of steps for each section of the check list.
std::span<const Step> PartySteps();
std::span<const Step> ObjectSteps();
std::span<const Step> InstructionSteps();
std::span<const Step> SecuritySteps();
std::span<const Step> SubprocessorSteps();
std::span<const Step> RequestSteps();
std::span<const Step> BreachSteps();
std::span<const Step> EndSteps();
std::span<const Step> AuditSteps();
std::span<const Step> TransferSteps();
std::span<const Step> FurtherSteps();
std::span<const Step> CurrencySteps();
std::span<const Step> ContradictionSteps();
std::span<const Step> NumberSteps();

// The hours that pass at least until a period is over, for comparison only.
double LeastHours(const Period& period);
// "3 of 7: a, b, c", with at most four names.
std::string Some(const std::vector<std::string>& names, size_t all);

}  // namespace mandat::internal
