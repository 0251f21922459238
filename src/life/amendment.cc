// SPDX-License-Identifier: Apache-2.0
#include "life/amendment.h"

#include <algorithm>

#include "life/internal/agreement_time.h"

namespace mandat {
namespace {

constexpr std::string_view kSilent = "not-stated";

class MoveDecider {
 public:
  MoveDecider(const Agreement& agreement, const FormChange& change, Instant at)
      : agreement_(agreement),
        change_(change),
        at_(at),
        rule_(agreement.FindTerm("amendment.rule")) {}

  Result<Move> Decide();

 private:
  std::string Rule() const;
  Move Stays(std::string why, const Term* term = nullptr) const;
  Move Moves(Instant from, std::string why) const {
    return {true, from, Clause(rule_), std::move(why), Rule()};
  }
  static std::string Clause(const Term* term) { return term == nullptr ? "" : term->clause(); }

  Result<Move> ByNotice(bool with_objection);
  Result<std::optional<Instant>> ObjectionEnd() const;

  const Agreement& agreement_;
  const FormChange& change_;
  const Instant at_;
  const Term* rule_;
};

// The word of the rule as far as it can be applied.
std::string MoveDecider::Rule() const {
  if (rule_ == nullptr || rule_->holds().status == TermStatus::kNotStated) {
    return std::string(kSilent);
  }
  const std::string& option = rule_->option ? rule_->option->word : rule_->holds().word;
  const std::string& word = option.empty() ? rule_->holds().word : option;
  return word.empty() ? std::string(kSilent) : word;
}

Move MoveDecider::Stays(std::string why, const Term* term) const {
  return {false, {}, Clause(term == nullptr ? rule_ : term), std::move(why), Rule()};
}

// Until when the customer may object; nullopt where the agreement gives no window.
Result<std::optional<Instant>> MoveDecider::ObjectionEnd() const {
  const Term* objection = agreement_.FindTerm("amendment.objection");
  const std::optional<Period> window =
      objection == nullptr ? std::nullopt : internal::LengthOf(*objection);
  if (!window) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Instant end,
             internal::WindowEnd(agreement_, *objection, *change_.received, *window));
  return std::optional(end);
}

Result<Move> MoveDecider::ByNotice(bool with_objection) {
  if (!change_.received) {
    return Stays("no notice was received");
  }
  const std::optional<Period> lead = internal::LengthOf(*rule_);
  const bool needs_lead = rule_->holds().promptness.has_value() || !with_objection;
  if (!lead && needs_lead) {
    return Stays("how long the notice must be is not stated; a house rule or consent is needed");
  }
  Instant from = *change_.received;
  if (lead) {
    MANDAT_TRY(from, internal::FirstAfterNotice(agreement_, *rule_, from, *lead));
  }
  if (!with_objection) {
    return Moves(from, "notice was given, and its period is over then");
  }
  const Term* objection = agreement_.FindTerm("amendment.objection");
  MANDAT_TRY(const std::optional<Instant> end, ObjectionEnd());
  if (change_.objected && (!end || *change_.objected < *end)) {
    return Stays("the customer objected in time", objection);
  }
  const Term* silence = agreement_.FindTerm("amendment.silence");
  if (silence != nullptr && silence->holds().word == "refusal") {
    return Stays("silence is no consent", silence);
  }
  if (!end && !lead) {
    return Stays("how long the customer may object is not stated; consent is needed", objection);
  }
  return Moves(std::max(from, end.value_or(from)),
               "notice was given, and the window for objecting is over then");
}

// Reading: a contract that says nothing of its amendment, or says it unclearly or elsewhere, is
// amended as it was made, by both.
Result<Move> MoveDecider::Decide() {
  if (change_.consented) {
    return Moves(*change_.consented, "the customer consented");
  }
  const std::string rule = Rule();
  if (rule == kSilent) {
    return Stays("the agreement does not say how it is amended; consent is needed");
  }
  if (rule_->holds().status != TermStatus::kStated && !rule_->option) {
    return Stays("the agreement says unclearly how it is amended; consent is needed");
  }
  if (rule == "mutual-agreement") {
    return Stays("only both parties together may change it; consent is needed");
  }
  if (rule == "unilateral") {
    return Moves(change_.received.value_or(at_), "the processor may change it by itself");
  }
  if (rule == "notice-in-listed-cases") {
    const Term* cases = agreement_.FindTerm("amendment.cases");
    const bool is_listed =
        cases != nullptr && !change_.listed_case.empty() &&
        std::ranges::any_of(cases->said, [this](const Statement& said) {
          return std::ranges::find(said.list, change_.listed_case) != said.list.end();
        });
    return is_listed
               ? ByNotice(false)
               : Result<Move>(Stays("it is none of the cases in which notice is enough", cases));
  }
  return ByNotice(rule == "notice-and-objection");
}

}  // namespace

Result<Move> DecideMove(const Agreement& in_force, const FormChange& change, Instant at) {
  return MoveDecider(in_force, change, at).Decide();
}

}  // namespace mandat
