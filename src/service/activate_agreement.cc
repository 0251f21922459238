// SPDX-License-Identifier: Apache-2.0
#include "service/activate_agreement.h"

#include <algorithm>

#include "service/internal/life_change.h"

namespace mandat {
namespace {

// The house acts of an activation: first under the agreement, then in the system's journal.
class ActivateWork final : public HouseWork {
 public:
  ActivateWork(OpenAgreement& agreement, AgreementTexts texts,
               std::shared_ptr<const Mandate> mandate, Bytes actor, Done<Receipt> done)
      : HouseWork(std::move(actor)),
        agreement_(agreement),
        texts_(std::move(texts)),
        mandate_(std::move(mandate)),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const Agreement& agreement = mandate_->agreement();
    const std::string hash = FormatHex(VersionHash(*mandate_).view());
    change_.emplace(agreement_);
    const LifeVersion* known = change_->life().FindVersion(agreement.version());
    if (known != nullptr && known->from && IsThisVersion(*known)) {
      const Bytes row = ActivationRow(agreement.version());
      MANDAT_TRY(const std::optional<Bytes> before, context.staging.Find(Space::kMeta, row));
      if (!before || before->size() != 8) {
        return Fail(Error::Corrupt("activation of the version in force is not remembered"));
      }
      activated_in_ = EntryIndex{ReadBigEndian64(*before)};
      return false;
    }
    MANDAT_TRY_STATUS(AddEvents(known, context.at));
    MANDAT_TRY_STATUS(change_->Stage(context));
    MANDAT_TRY(const std::string clocks, change_->StageClocks(context));
    entry.act = Name(EventKind::kActivate);
    entry.agreement_version = agreement.version();
    entry.detail = hash + clocks;
    StageActivation(context, entry.agreement_version, hash);
    for (const std::string* text : {&texts_.form, &texts_.instance, &texts_.schema}) {
      StageText(context, *text);
    }
    return true;
  }

  Status Committed() override {
    change_->Apply();
    return {};
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{
        activated_in_.value_or(release->entry()), release->at(), {}, activated_in_.has_value()});
  }

 private:
  bool IsThisVersion(const LifeVersion& version) const {
    return VersionHash(*version.agreement, *version.schemas.front().schema) ==
           VersionHash(*mandate_);
  }

  // What is missing of proposal, acceptances and activation. The first version may have begun
  // before it was recorded; a later one begins now or when its text says.
  Status AddEvents(const LifeVersion* known, Instant now) {
    const bool is_first = change_->life().InForce(Instant{INT64_MAX}) == nullptr;
    const Instant start = mandate_->agreement().start();
    const ProposedTexts texts{std::make_shared<const Agreement>(mandate_->agreement()),
                              std::make_shared<const ServiceSchema>(mandate_->schema())};
    const bool is_proposed = known != nullptr && IsThisVersion(*known);
    const bool has_controller = is_proposed && known->controller;
    const bool has_processor = is_proposed && known->processor;
    for (Event& event : EventsOfActivation(*mandate_, HashesOf(texts_), now)) {
      if (event.kind == EventKind::kPropose && is_proposed) {
        continue;
      }
      if (event.kind == EventKind::kSign &&
          (event.party == ContractParty::kController ? has_controller : has_processor)) {
        continue;
      }
      if (event.kind == EventKind::kActivate) {
        event.effective = is_first ? start : std::max(start, now);
      }
      MANDAT_TRY_STATUS(change_->Add(std::move(event), texts));
    }
    return {};
  }

  OpenAgreement& agreement_;
  AgreementTexts texts_;
  std::shared_ptr<const Mandate> mandate_;
  std::optional<LifeChange> change_;
  Done<Receipt> done_;
  std::optional<EntryIndex> activated_in_;  // when this very version is in force already
};

// A note in the system's journal.
class NoteWork final : public HouseWork {
 public:
  NoteWork(std::string act, std::string detail, Bytes actor, Done<Receipt> done)
      : HouseWork(std::move(actor)),
        act_(std::move(act)),
        detail_(std::move(detail)),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext&) override {
    entry.act = act_;
    entry.detail = detail_;
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), {}, false});
  }

 private:
  std::string act_;
  std::string detail_;
  Done<Receipt> done_;
};

}  // namespace

void PutInForce(const std::shared_ptr<OpenAgreement>& agreement, AgreementTexts texts, Bytes actor,
                Done<Receipt> done) {
  Compiled compiled = CompileAgreement(texts);
  if (!compiled.mandate) {
    return done(Fail(Error::Invalid("agreement has errors")));
  }
  agreement->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<ActivateWork>(*agreement, std::move(texts), std::move(compiled.mandate),
                                     std::move(actor), std::move(done))));
}

// Source: GDPR Art. 28(3); GDPR Art. 28(9).
void ActivateAgreement(Agreements& agreements, const AgreementId& id, AgreementTexts texts,
                       Bytes actor, Done<ActivateAnswer> done) {
  Compiled compiled = CompileAgreement(texts);
  if (!compiled.mandate) {
    ActivateAnswer answer;
    answer.findings = std::move(compiled.findings);
    answer.rendered = std::move(compiled.rendered);
    return done(std::move(answer));
  }
  if (compiled.mandate->agreement().id() != id) {
    return done(Fail(Error::Invalid("agreement text has another id than the address")));
  }
  Result<std::shared_ptr<OpenAgreement>> open = agreements.FindOrMake(id);
  if (!open) {
    return done(Fail(std::move(open).error()));
  }
  ActivateAnswer answer;
  answer.version = compiled.mandate->agreement().version();
  answer.version_hash = FormatHex(VersionHash(*compiled.mandate).view());
  OpenAgreement& system = agreements.system();
  auto finish = [answer, &system, id, actor,
                 done = std::move(done)](Result<Receipt> receipt) mutable {
    if (!receipt) {
      return done(Fail(std::move(receipt).error()));
    }
    answer.entry = receipt->entry;
    if (receipt->replayed) {
      return done(std::move(answer));
    }
    auto noted = [answer, done = std::move(done)](const Result<Receipt>& note) mutable {
      if (!note) {
        return done(Fail(note.error()));
      }
      done(std::move(answer));
    };
    system.gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<NoteWork>(
        "activate-agreement", id.text() + " " + answer.version_hash, actor, std::move(noted))));
  };
  PutInForce(*open, std::move(texts), std::move(actor), std::move(finish));
}

}  // namespace mandat
