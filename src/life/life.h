// SPDX-License-Identifier: Apache-2.0
//
// The life of one agreement: what was recorded about it, folded into what stands.
// Guarantees: pure; the same events give the same life; what cannot happen in the present state is
// refused, by the clause where a clause decides. Trusts: that signatures were verified and texts
// compiled before they are brought in.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/schema.h"
#include "life/amendment.h"
#include "life/event.h"
#include "mandate/schedule.h"
#include "mandate/standing.h"

namespace mandat {

enum class LifeState : uint8_t {
  kDraft,      // proposed, and not accepted by both
  kSigned,     // accepted, and not in force yet
  kActive,     // in force
  kSuspended,  // in force, and all processing stopped
  kWindingUp,  // ended; what is left is returned or erased
  kResidual,   // ended; what law or backups still hold is dated
  kClosed,     // nothing is held; nothing is recorded any more
};
std::string_view Name(LifeState state);

enum class VersionState : uint8_t { kDraft, kSigned, kScheduled, kInForce, kSuperseded };
std::string_view Name(VersionState state);

// A version of the agreement, whatever became of it.
struct LifeVersion {
  struct Schema {
    Instant from;  // of no meaning for the first
    std::shared_ptr<const ServiceSchema> schema;
    Bytes text;  // SHA-256
  };

  uint32_t number = 0;
  TextHashes texts;
  std::shared_ptr<const Agreement> agreement;
  std::vector<Schema> schemas;      // in order of time
  std::optional<Event> controller;  // how it accepted
  std::optional<Event> processor;
  std::optional<Instant> from;      // in force from
  std::optional<std::string> rule;  // why it is, when the controller did not accept it itself

  bool accepted_by_both() const { return controller && processor; }
};

// What the texts of an event say, where it brings any.
struct ProposedTexts {
  std::shared_ptr<const Agreement> agreement;  // null for a schema alone
  std::shared_ptr<const ServiceSchema> schema;
};

// Something that stays after the end, by law or in backups.
// Source: GDPR Art. 28(3)(g).
struct Residual {
  std::string id;
  std::string what;
  std::string basis;
  Instant until;
};

// Who stands in the place of a party since when.
struct Successor {
  ContractParty party = ContractParty::kController;
  Instant from;
  std::string name;
  std::string address;
  std::string contact;
};

// Threading: immutable but by With, which makes a new one.
class Life {
 public:
  explicit Life(AgreementId id) : id_(std::move(id)) {}

  // The life with one more event; `event.recorded` is now, and no earlier than any event before.
  // Errors: kInvalid (the event or a text is wrong), kConflict (cannot be now), kRefused (the
  // agreement forbids it), kNotFound (names what is not there).
  // Source: GDPR Art. 28(3)(a); GDPR Art. 28(9).
  Result<Life> With(Event event, const ProposedTexts& texts = {}) const;

  // The event that already says the same and still stands: recording it again changes nothing.
  // `from_matters` is false when the new one does not say from when.
  std::optional<size_t> FindSame(const Event& event, bool from_matters) const;

  // What an event rests on when it does not say: a clause of the agreement in force, or nothing.
  std::string BasisFor(const Event& event, Instant at) const;

  const AgreementId& id() const { return id_; }
  const std::vector<Event>& events() const { return events_; }
  const std::vector<LifeVersion>& versions() const { return versions_; }
  const LifeVersion* FindVersion(uint32_t number) const;
  // In force at an instant; null before the first and for a draft.
  const LifeVersion* InForce(Instant at) const;
  VersionState StateOf(const LifeVersion& version, Instant at) const;
  LifeState StateAt(Instant at) const;
  std::optional<Instant> ended() const;
  const std::vector<Residual>& residuals() const { return residuals_; }
  const std::vector<Successor>& successors() const { return successors_; }
  // Everything recorded, ended entries included.
  const Standing& standing() const { return standing_; }

  // Until when the controller may object to an announced sub-processor, as far as the agreement in
  // force at `at` tells. Errors: as DecideMove.
  Result<std::optional<Instant>> ObjectionEnd(const SubprocessorState& announced, Instant at) const;

  // The tables by which operations from `since` on are decided; null when no version is activated.
  // Findings when what stands does not fit a version.
  // Invariant (versions bind).
  std::variant<std::shared_ptr<const MandateSchedule>, std::vector<Finding>> Compile(
      Instant since) const;

 private:
  friend class LifeFold;

  Standing StandingFor(const Agreement& agreement, Instant since) const;

  AgreementId id_;
  std::vector<Event> events_;
  std::vector<LifeVersion> versions_;  // in order of numbers
  Standing standing_;
  std::vector<Residual> residuals_;
  std::vector<Successor> successors_;
  std::optional<Instant> end_recorded_;
  std::string end_basis_;
  std::optional<Instant> closed_;
};

// What a party signs to accept a version: names the agreement, the version, the party and the
// SHA-256 of the version's canonical form. docs/reference/life.md shows the bytes.
// Source: GDPR Art. 28(9).
Bytes AcceptanceMessage(const AgreementId& agreement, uint32_t version, ContractParty party,
                        ByteView version_hash);

}  // namespace mandat
