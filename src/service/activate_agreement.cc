// SPDX-License-Identifier: Apache-2.0
#include "service/activate_agreement.h"

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
    const auto now = agreement_.mandate();
    const std::string hash = FormatHex(VersionHash(*mandate_).view());
    if (now && FormatHex(VersionHash(*now).view()) == hash) {
      const Bytes row = ActivationRow(now->agreement().version());
      MANDAT_TRY(const std::optional<Bytes> before, context.staging.Find(Space::kMeta, row));
      if (!before || before->size() != 8) {
        return Fail(Error::Corrupt("activation of the version in force is not remembered"));
      }
      activated_in_ = EntryIndex{ReadBigEndian64(*before)};
      return false;
    }
    if (now && mandate_->agreement().version() <= now->agreement().version()) {
      return Fail(Error::Conflict("agreement version is not newer than the one in force"));
    }
    entry.act = "activate-agreement";
    entry.agreement_version = mandate_->agreement().version();
    entry.detail = hash;
    Bytes index;
    AppendBigEndian64(index, context.entry.value);
    context.staging.Put(Space::kMeta, ActivationRow(entry.agreement_version), std::move(index));
    context.staging.Put(Space::kMeta, VersionHashRow(entry.agreement_version), hash);
    context.staging.Put(Space::kMeta, Bytes(kFormRow), texts_.form);
    context.staging.Put(Space::kMeta, Bytes(kInstanceRow), texts_.instance);
    context.staging.Put(Space::kMeta, Bytes(kSchemaRow), texts_.schema);
    return true;
  }

  Status Committed() override {
    agreement_.gate().SetMandate(mandate_);
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
  OpenAgreement& agreement_;
  AgreementTexts texts_;
  std::shared_ptr<const Mandate> mandate_;
  Done<Receipt> done_;
  std::optional<EntryIndex> activated_in_;  // when this very version is in force already
};

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
