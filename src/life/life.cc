// SPDX-License-Identifier: Apache-2.0
#include "life/life.h"

#include <algorithm>
#include <array>

#include "life/internal/agreement_time.h"
#include "life/internal/fold.h"

namespace mandat {

std::string_view Name(LifeState state) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"draft", "signed", "active", "suspended", "winding-up", "residual", "closed"});
  return kNames[static_cast<size_t>(state)];
}

std::string_view Name(VersionState state) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"draft", "signed", "scheduled", "in-force", "superseded"});
  return kNames[static_cast<size_t>(state)];
}

const LifeVersion* Life::FindVersion(uint32_t number) const {
  const auto found = std::ranges::find(versions_, number, &LifeVersion::number);
  return found == versions_.end() ? nullptr : &*found;
}

// Invariant (versions bind): of those begun, the one that began last; of two that begin together,
// the newer.
const LifeVersion* Life::InForce(Instant at) const {
  const LifeVersion* found = nullptr;
  for (const LifeVersion& version : versions_) {
    if (version.from && *version.from <= at && (!found || *found->from <= *version.from)) {
      found = &version;
    }
  }
  return found;
}

VersionState Life::StateOf(const LifeVersion& version, Instant at) const {
  if (!version.from) {
    return version.accepted_by_both() ? VersionState::kSigned : VersionState::kDraft;
  }
  if (*version.from > at) {
    return VersionState::kScheduled;
  }
  return &version == InForce(at) ? VersionState::kInForce : VersionState::kSuperseded;
}

// What comes first of what was recorded and what the version in force says itself.
std::optional<Instant> Life::ended() const {
  std::optional<Instant> end = end_recorded_;
  const LifeVersion* last = InForce(Instant{INT64_MAX});
  if (last != nullptr && last->agreement->end()) {
    end = end ? std::min(*end, *last->agreement->end()) : last->agreement->end();
  }
  return end;
}

LifeState Life::StateAt(Instant at) const {
  if (closed_ && *closed_ <= at) {
    return LifeState::kClosed;
  }
  if (InForce(at) == nullptr) {
    const bool is_accepted = std::ranges::any_of(versions_, [](const LifeVersion& version) {
      return version.from || version.accepted_by_both();
    });
    return is_accepted ? LifeState::kSigned : LifeState::kDraft;
  }
  if (const std::optional<Instant> end = ended(); end && *end <= at) {
    const bool is_residual = std::ranges::any_of(
        residuals_, [at](const Residual& residual) { return at < residual.until; });
    return is_residual ? LifeState::kResidual : LifeState::kWindingUp;
  }
  const bool is_suspended =
      std::ranges::any_of(standing_.suspensions, [at](const Suspension& suspension) {
        return internal::IsStanding(suspension, at) && suspension.scope == StandingScope();
      });
  return is_suspended ? LifeState::kSuspended : LifeState::kActive;
}

Result<std::optional<Instant>> Life::ObjectionEnd(const SubprocessorState& announced,
                                                  Instant at) const {
  const LifeVersion* version = InForce(at);
  const Term* objection =
      version == nullptr ? nullptr : version->agreement->FindTerm("sub-processors.objection");
  const std::optional<Period> window =
      objection == nullptr ? std::nullopt : internal::LengthOf(*objection);
  if (!window) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Instant end,
             internal::WindowEnd(*version->agreement, *objection, announced.from, *window));
  return std::optional(end);
}

std::string Life::BasisFor(const Event& event, Instant at) const {
  const LifeVersion* version = InForce(at);
  if (version == nullptr) {
    return "";
  }
  const Agreement& agreement = *version->agreement;
  const auto clause_of = [&agreement](std::string_view path) {
    const Term* term = agreement.FindTerm(path);
    const bool is_stated = term != nullptr && term->holds().status != TermStatus::kNotStated;
    return is_stated ? term->clause() : std::string();
  };
  switch (event.kind) {
    case EventKind::kInstruct:
      return agreement.instructions_clause();
    case EventKind::kAnnounce:
    case EventKind::kObject:
    case EventKind::kEngage:
    case EventKind::kDisengage:
      return agreement.subprocessors_clause();
    case EventKind::kSuspend: {
      if (event.party == ContractParty::kController) {
        const std::string clause = clause_of("suspension.by-controller");
        return clause.empty() ? agreement.instructions_clause() : clause;
      }
      const std::string clause = clause_of("suspension.by-processor");
      return clause.empty() ? clause_of("instructions.suspend") : clause;
    }
    case EventKind::kEnd:
      return agreement.end_clause();
    default:
      return "";
  }
}

Bytes AcceptanceMessage(const AgreementId& agreement, uint32_t version, ContractParty party,
                        ByteView version_hash) {
  return "mandat acceptance v1\n" + agreement.text() + "\n" + std::to_string(version) + "\n" +
         std::string(Name(party)) + "\n" + FormatHex(version_hash) + "\n";
}

}  // namespace mandat
