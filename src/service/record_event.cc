// SPDX-License-Identifier: Apache-2.0
#include "service/record_event.h"

#include "crypto/signer.h"
#include "service/internal/life_change.h"

namespace mandat {
namespace {

class RecordWork final : public HouseWork {
 public:
  RecordWork(OpenAgreement& agreement, RecordRequest request, ProposedTexts texts, Bytes actor,
             Done<RecordAnswer> done)
      : HouseWork(std::move(actor)),
        agreement_(agreement),
        request_(std::move(request)),
        texts_(std::move(texts)),
        done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    change_.emplace(agreement_);
    Complete(context.at);
    const Event& event = request_.event;
    if (const auto same = change_->life().FindSame(event, !request_.from_now)) {
      replayed_ = *same;
      return false;
    }
    MANDAT_TRY_STATUS(RequireSignature());
    const LifeVersion* before = change_->life().InForce(context.at);
    const uint32_t version = before != nullptr ? before->number : event.version;
    MANDAT_TRY_STATUS(change_->Add(event, texts_));
    if (event.kind == EventKind::kClose) {
      MANDAT_TRY_STATUS(RequireEmptyVault());
    }
    MANDAT_TRY_STATUS(change_->Stage(context));
    MANDAT_TRY_STATUS(RequireSettledClock(event));
    MANDAT_TRY(const std::string clocks, change_->StageClocks(context));
    StageTexts(context);
    entry.act = Name(event.kind);
    entry.clause = event.basis;
    entry.agreement_version = event.version != 0 ? event.version : version;
    entry.detail = FormatHex(Sha256(event.Encode()).view()) + clocks;
    return true;
  }

  Status Committed() override {
    change_->Apply();
    return {};
  }

  void Finish(Result<Release> release) override {
    RecordAnswer answer;
    if (!release && change_ && !change_->findings().empty()) {
      answer.findings = change_->findings();
      return done_(std::move(answer));
    }
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    const std::shared_ptr<const LifeBook> book = agreement_.life_book();
    const size_t index = replayed_.value_or(book->entries.size() - 1);
    answer.event = book->life.events()[index];
    answer.receipt = {book->entries[index], release->at(), {}, replayed_.has_value()};
    answer.state = book->life.StateAt(release->at());
    if (answer.event.kind == EventKind::kPropose) {
      const LifeVersion* version = book->life.FindVersion(answer.event.version);
      answer.version_hash = Bytes(AgreementHash(*version->agreement).view());
    }
    if (answer.event.kind == EventKind::kAnnounce) {
      SubprocessorState announced;
      announced.from = answer.event.effective;
      const auto ends = book->life.ObjectionEnd(announced, release->at());
      answer.objection_ends = ends ? *ends : std::nullopt;
    }
    done_(std::move(answer));
  }

 private:
  // What the request left to us: when, and on what it rests.
  void Complete(Instant now) {
    Event& event = request_.event;
    event.recorded = now;
    if (request_.from_now) {
      event.effective = now;
    }
    if (event.basis.empty()) {
      event.basis = change_->life().BasisFor(event, now);
    }
  }

  // Silence means consent only by a clock that can be relied on.
  // Invariant (agreement time never goes back).
  Status RequireSettledClock(const Event& event) const {
    const bool rests_on_silence = event.kind == EventKind::kEngage ||
                                  (event.kind == EventKind::kActivate && event.notice.received);
    return rests_on_silence && agreement_.clock_waits()
               ? Status(Fail(Error::Conflict(
                     "the clock of this machine was set ahead, and nobody has confirmed it yet")))
               : Status();
  }

  // Source: GDPR Art. 28(9).
  Status RequireSignature() const {
    const Event& event = request_.event;
    if (event.kind != EventKind::kSign || event.proof.how != "ed25519") {
      return {};
    }
    const LifeVersion* version = change_->life().FindVersion(event.version);
    if (version == nullptr || !event.party) {
      return {};  // the fold says what is missing
    }
    const Bytes message = AcceptanceMessage(agreement_.id(), event.version, *event.party,
                                            AgreementHash(*version->agreement).view());
    return VerifySignature(event.proof.key, message, event.proof.signature)
               ? Status()
               : Status(Fail(Error::Invalid("the signature is not over this version, or not made "
                                            "with this key")));
  }

  // Series, blobs and what a hold keeps are data as well.
  Status RequireEmptyVault() const {
    constexpr size_t kCountMax = 1000;
    size_t units_count = 0;
    for (const Space space :
         {Space::kUnits, Space::kSeries, Space::kBlobs, Space::kHistory, Space::kHeld}) {
      const auto rows = agreement_.store().Scan(space, Bytes(), Bytes(64, '\xff'));
      for (; rows->Valid() && units_count < kCountMax; rows->Next()) {
        ++units_count;
      }
      MANDAT_TRY_STATUS(rows->status());
    }
    if (units_count == 0) {
      return {};
    }
    return Fail(Error::Conflict("the agreement cannot be closed: " +
                                std::string(units_count == kCountMax ? "at least " : "") +
                                std::to_string(units_count) + " units are in the vault"));
  }

  void StageTexts(BatchContext& context) const {
    const Event& event = request_.event;
    if (event.kind == EventKind::kPropose) {
      StageText(context, request_.texts.form);
      StageText(context, request_.texts.instance);
    }
    if (event.kind == EventKind::kPropose || event.kind == EventKind::kDeploy) {
      StageText(context, request_.texts.schema);
    }
    if (event.kind == EventKind::kActivate) {
      const LifeVersion* version = change_->life().FindVersion(event.version);
      const Hash hash = VersionHash(*version->agreement, *version->schemas.front().schema);
      StageActivation(context, event.version, FormatHex(hash.view()));
    }
  }

  OpenAgreement& agreement_;
  RecordRequest request_;
  ProposedTexts texts_;
  Done<RecordAnswer> done_;
  std::optional<LifeChange> change_;
  std::optional<size_t> replayed_;
};

// The schema of a deployment; nothing for events that bring no text.
std::variant<ProposedTexts, std::vector<Finding>> TextsFor(RecordRequest& request) {
  if (request.event.kind != EventKind::kDeploy) {
    return ProposedTexts();
  }
  auto parsed = ServiceSchema::Parse("schema", request.texts.schema);
  if (auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    return std::move(*findings);
  }
  request.event.texts.schema = Bytes(Sha256(request.texts.schema).view());
  return ProposedTexts{
      nullptr, std::make_shared<const ServiceSchema>(std::move(std::get<ServiceSchema>(parsed)))};
}

void Submit(const std::shared_ptr<OpenAgreement>& agreement, RecordRequest request,
            ProposedTexts texts, Bytes actor, Done<RecordAnswer> done) {
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<RecordWork>(
      *agreement, std::move(request), std::move(texts), std::move(actor), std::move(done))));
}

}  // namespace

void RecordEvent(const std::shared_ptr<OpenAgreement>& agreement, RecordRequest request,
                 Bytes actor, Done<RecordAnswer> done) {
  auto texts = TextsFor(request);
  if (auto* findings = std::get_if<std::vector<Finding>>(&texts)) {
    RecordAnswer answer;
    answer.rendered = Render(*findings, request.texts.schema);
    answer.findings = std::move(*findings);
    return done(std::move(answer));
  }
  Submit(agreement, std::move(request), std::move(std::get<ProposedTexts>(texts)), std::move(actor),
         std::move(done));
}

// Source: GDPR Art. 28(3); GDPR Art. 28(9).
void ProposeVersion(Agreements& agreements, const AgreementId& id, AgreementTexts texts,
                    std::string by, Bytes actor, Done<RecordAnswer> done) {
  Compiled compiled = CompileAgreement(texts);
  if (!compiled.mandate) {
    RecordAnswer answer;
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
  RecordRequest request;
  request.event.kind = EventKind::kPropose;
  request.event.by = std::move(by);
  request.event.version = compiled.mandate->agreement().version();
  request.event.texts = HashesOf(texts);
  request.from_now = true;
  request.texts = std::move(texts);
  ProposedTexts parsed{std::make_shared<const Agreement>(compiled.mandate->agreement()),
                       std::make_shared<const ServiceSchema>(compiled.mandate->schema())};
  Submit(*open, std::move(request), std::move(parsed), std::move(actor), std::move(done));
}

Hash AgreementHash(const Agreement& agreement) { return Sha256(agreement.canonical()); }

}  // namespace mandat
