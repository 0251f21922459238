// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "agreement/agreement_test_util.h"
#include "base/error_test_util.h"
#include "life/life.h"

// Events and lives that tests begin from. Everybody is fictitious.
namespace mandat {

inline Instant At(const std::string& text) { return *Instant::Parse(text); }

inline const Instant kNow = At("2026-01-15T10:00:00Z");

inline Event EventOf(EventKind kind, Instant at = kNow) {
  Event event;
  event.kind = kind;
  event.recorded = at;
  event.effective = at;
  event.by = "legal/1";
  return event;
}
inline Event OfId(EventKind kind, std::string id, std::string basis = "", Instant at = kNow) {
  Event event = EventOf(kind, at);
  event.id = std::move(id);
  event.basis = std::move(basis);
  return event;
}
inline Event ProposeEvent(uint32_t version, Instant at = kNow) {
  Event event = EventOf(EventKind::kPropose, at);
  event.version = version;
  event.texts = {Bytes(32, 'f'), Bytes(32, 'i'), Bytes(32, 's')};
  return event;
}
inline Event SignEvent(uint32_t version, ContractParty party, Instant at = kNow) {
  Event event = EventOf(EventKind::kSign, at);
  event.version = version;
  event.party = party;
  event.proof = {.how = "paper",
                 .signer = "Ada Example",
                 .authority = "managing director",
                 .on = "2026-01-14",
                 .evidence = Bytes(32, 'e')};
  return event;
}
inline Event ActivateEvent(uint32_t version, Instant at = kNow) {
  Event event = EventOf(EventKind::kActivate, at);
  event.version = version;
  return event;
}
inline Event DeployEvent(uint32_t version, Instant at = kNow) {
  Event event = EventOf(EventKind::kDeploy, at);
  event.version = version;
  event.texts.schema = Bytes(32, 't');
  return event;
}
inline Event InstructEvent(std::string id, InstructionKind order, Instant at = kNow) {
  Event event = OfId(EventKind::kInstruct, std::move(id), "10", at);
  event.order = order;
  return event;
}
inline Event AnnounceEvent(std::string id, Instant at = kNow) {
  Event event = OfId(EventKind::kAnnounce, std::move(id), "7", at);
  event.name = "Printer Example (fictitious)";
  event.country = "BE";
  return event;
}
inline Event SuspendEvent(std::string id, ContractParty party = ContractParty::kController,
                          Instant at = kNow) {
  Event event = OfId(EventKind::kSuspend, std::move(id), "10", at);
  event.party = party;
  return event;
}
inline Event HoldEvent(std::string id, Instant at = kNow) {
  return OfId(EventKind::kHold, std::move(id), "GDPR Art. 17(3)", at);
}
inline Event SucceedEvent(ContractParty party, Instant at = kNow) {
  Event event = SignEvent(0, party, at);
  event.kind = EventKind::kSucceed;
  event.name = "Successor Example (fictitious)";
  event.address = "3 Example Street";
  event.contact = "legal@example.org";
  return event;
}
inline Event EndEvent(Instant at = kNow) {
  Event event = EventOf(EventKind::kEnd, at);
  event.basis = "12";
  return event;
}
inline Event ResidualEvent(std::string id, Instant until, Instant at = kNow) {
  Event event = OfId(EventKind::kResidual, std::move(id), "GDPR Art. 28(3)(g)", at);
  event.name = "Copies in backups";
  event.until = until;
  return event;
}
inline Event CloseEvent(Instant at = kNow) { return EventOf(EventKind::kClose, at); }

inline std::shared_ptr<const Agreement> ParseTexts(std::string_view form,
                                                   std::string_view instance) {
  auto parsed =
      Agreement::Parse({"form.yaml", std::string(form), "instance.yaml", std::string(instance)});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, std::string(form))
                  << Render(*findings, std::string(instance));
    return nullptr;
  }
  return std::make_shared<const Agreement>(std::move(std::get<Agreement>(parsed)));
}
inline std::shared_ptr<const ServiceSchema> ParseSchema(std::string_view text) {
  auto parsed = ServiceSchema::Parse("schema.yaml", std::string(text));
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, std::string(text));
    return nullptr;
  }
  return std::make_shared<const ServiceSchema>(std::move(std::get<ServiceSchema>(parsed)));
}
inline std::shared_ptr<const Agreement> ParseSample(const std::string& form,
                                                    const std::string& instance) {
  return ParseTexts(ReadSource("agreements/" + form + ".yaml"),
                    ReadSource("agreements/" + instance + ".yaml"));
}

// The small agreement of a fictitious processor, of a version; `extra` is added to its form.
inline ProposedTexts AcmeTexts(uint32_t version = 3, const std::string& extra = "") {
  const std::string instance = With(kInstance, "version: 3", "version: " + std::to_string(version));
  return {ParseTexts(std::string(kForm) + extra, instance), ParseSchema(kSchema)};
}

// Adds events to a life and expects every one to be possible.
class LifeBuilder {
 public:
  explicit LifeBuilder(const std::string& id) : life_(*AgreementId::Parse(id)) {}

  LifeBuilder& Add(const Event& event, const ProposedTexts& texts = {}) {
    Result<Life> next = life_.With(event, texts);
    EXPECT_OK(next) << Name(event.kind) << " " << event.id;
    if (next) {
      life_ = std::move(*next);
    }
    return *this;
  }
  // Proposed, accepted by both on paper, and in force.
  LifeBuilder& InForce(uint32_t version, const ProposedTexts& texts, Instant at = kNow) {
    return Add(ProposeEvent(version, at), texts)
        .Add(SignEvent(version, ContractParty::kController, at))
        .Add(SignEvent(version, ContractParty::kProcessor, at))
        .Add(ActivateEvent(version, at));
  }
  const Life& life() const { return life_; }

 private:
  Life life_;
};

inline Life ActiveAcme(const std::string& extra = "") {
  return LifeBuilder("acme-demo").InForce(3, AcmeTexts(3, extra)).life();
}

}  // namespace mandat
