// SPDX-License-Identifier: Apache-2.0
// Announced, objected to, engaged, ended: by the terms of the agreement in force.
#include <algorithm>

#include "life/internal/agreement_time.h"
#include "life/internal/fold.h"

namespace mandat {

using internal::Cite;
using internal::StateOfSubprocessor;

namespace internal {

const SubprocessorState* StateOfSubprocessor(const Standing& standing, const std::string& id,
                                             Instant at) {
  const SubprocessorState* found = nullptr;
  for (const SubprocessorState& row : standing.subprocessors) {
    if (row.id == id && IsStanding(row, at) && (found == nullptr || found->from < row.from)) {
      found = &row;
    }
  }
  return found;
}

ClauseRef Cite(const LifeVersion& version, std::string clause) {
  return {version.agreement->id().text(), version.number, std::move(clause)};
}

}  // namespace internal

namespace {

const Term* FindStated(const Agreement& agreement, std::string_view path) {
  const Term* term = agreement.FindTerm(path);
  return term != nullptr && term->holds().status != TermStatus::kNotStated ? term : nullptr;
}

// The word that holds, or the one that the agreement chose where its form left it open.
std::string WordOf(const Term* term) {
  if (term == nullptr) {
    return "";
  }
  return term->option && !term->option->word.empty() ? term->option->word : term->holds().word;
}

bool IsListed(const Agreement& agreement, const std::string& id) {
  return std::ranges::find(agreement.subprocessors(), id, &Subprocessor::id) !=
         agreement.subprocessors().end();
}

}  // namespace

Status LifeFold::AddState(Engagement state, const SubprocessorState* before) {
  for (const SubprocessorState& row : life_.standing_.subprocessors) {
    if (row.id == event_.id && event_.effective <= row.from) {
      return Fail(Error::Conflict("sub-processor `" + event_.id + "` has a state from " +
                                  row.from.Format() + "; the next one begins later"));
    }
  }
  SubprocessorState next;
  static_cast<StandingEntry&>(next) = {event_.id, event_.effective, {}, event_.basis};
  next.state = state;
  next.name = before == nullptr ? event_.name : before->name;
  next.country = before == nullptr ? event_.country : before->country;
  life_.standing_.subprocessors.push_back(std::move(next));
  return {};
}

// Source: GDPR Art. 28(2).
Status LifeFold::Announce() {
  const SubprocessorState* state =
      StateOfSubprocessor(life_.standing_, event_.id, event_.effective);
  const bool is_engaged = state == nullptr ? IsListed(*InForce()->agreement, event_.id)
                                           : state->state == Engagement::kEngaged;
  if (is_engaged) {
    return Fail(Error::Conflict("sub-processor `" + event_.id + "` is engaged already"));
  }
  if (state != nullptr && state->state == Engagement::kAnnounced) {
    return Fail(Error::Conflict("sub-processor `" + event_.id + "` is announced already"));
  }
  return AddState(Engagement::kAnnounced, nullptr);
}

// Source: GDPR Art. 28(2).
Status LifeFold::Object() {
  const SubprocessorState* state =
      StateOfSubprocessor(life_.standing_, event_.id, event_.effective);
  if (state == nullptr || state->state != Engagement::kAnnounced) {
    return Fail(Error::Conflict("sub-processor `" + event_.id + "` is not announced"));
  }
  MANDAT_TRY(const std::optional<Instant> end, life_.ObjectionEnd(*state, now_));
  if (end && event_.effective >= *end) {
    const Term* objection = InForce()->agreement->FindTerm("sub-processors.objection");
    return Fail(Error::Refused("the window for objecting closed at " + end->Format(),
                               Cite(*InForce(), objection->clause())));
  }
  return AddState(Engagement::kObjected, state);
}

// With a specific authorisation nobody is engaged whom the controller has not consented to.
// Source: GDPR Art. 28(2).
Status LifeFold::RequireConsent() {
  const Term* authorisation = FindStated(*InForce()->agreement, "sub-processors.authorisation");
  if (WordOf(authorisation) != "specific") {
    return {};
  }
  for (const StandingInstruction& instruction : life_.standing_.instructions) {
    if (instruction.kind == InstructionKind::kConsent &&
        internal::IsStanding(instruction, event_.effective) &&
        std::ranges::find(instruction.scope.places, event_.id) != instruction.scope.places.end()) {
      return {};
    }
  }
  return Fail(Error::Refused("the controller has not consented to sub-processor `" + event_.id +
                                 "`, and authorises each by itself",
                             Cite(*InForce(), authorisation->clause())));
}

// The notice that precedes an engagement is our own act, so the shortest reading binds.
Status LifeFold::RequireNotice(const SubprocessorState& announced) {
  const Agreement& agreement = *InForce()->agreement;
  const Term* notice = FindStated(agreement, "sub-processors.notice");
  if (notice == nullptr || !notice->holds().at_least) {
    return {};
  }
  MANDAT_TRY(const Instant first, internal::FirstAfterNotice(agreement, *notice, announced.from,
                                                             *notice->holds().at_least));
  if (event_.effective < first) {
    return Fail(Error::Refused("notice was given at " + announced.from.Format() +
                                   ", so the engagement may begin at " + first.Format(),
                               Cite(*InForce(), notice->clause())));
  }
  return {};
}

// Reading: an objection stops the engagement unless the agreement says that it does nothing, or
// leaves it to the controller to end the agreement.
Status LifeFold::RequireEngageable(const SubprocessorState& state) {
  const Agreement& agreement = *InForce()->agreement;
  if (state.state == Engagement::kObjected) {
    const Term* effect = FindStated(agreement, "sub-processors.effect");
    const std::string word = WordOf(effect);
    if (word == "none" || word == "controller-may-terminate") {
      return {};
    }
    const Term* objection = FindStated(agreement, "sub-processors.objection");
    const Term* cited = effect != nullptr ? effect : objection;
    return Fail(Error::Refused("the controller objected to sub-processor `" + event_.id + "`",
                               Cite(*InForce(), cited != nullptr && !cited->clause().empty()
                                                    ? cited->clause()
                                                    : agreement.subprocessors_clause())));
  }
  MANDAT_TRY(const std::optional<Instant> end, life_.ObjectionEnd(state, now_));
  if (end && event_.effective < *end) {
    return Fail(
        Error::Refused("the controller may object until " + end->Format(),
                       Cite(*InForce(), agreement.FindTerm("sub-processors.objection")->clause())));
  }
  return RequireNotice(state);
}

// Source: GDPR Art. 28(2); GDPR Art. 28(4).
Status LifeFold::Engage() {
  const SubprocessorState* state =
      StateOfSubprocessor(life_.standing_, event_.id, event_.effective);
  if (state == nullptr || state->state == Engagement::kEnded) {
    return Fail(Error::Conflict("sub-processor `" + event_.id + "` is not announced"));
  }
  if (state->state == Engagement::kEngaged) {
    return Fail(Error::Conflict("sub-processor `" + event_.id + "` is engaged already"));
  }
  MANDAT_TRY_STATUS(RequireConsent());
  MANDAT_TRY_STATUS(RequireEngageable(*state));
  return AddState(Engagement::kEngaged, state);
}

Status LifeFold::Disengage() {
  const SubprocessorState* state =
      StateOfSubprocessor(life_.standing_, event_.id, event_.effective);
  const bool is_known = state == nullptr ? IsListed(*InForce()->agreement, event_.id)
                                         : state->state != Engagement::kEnded;
  if (!is_known) {
    return Fail(Error::NotFound("no sub-processor `" + event_.id + "` is announced or engaged"));
  }
  return AddState(Engagement::kEnded, state);
}

}  // namespace mandat
