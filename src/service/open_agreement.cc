// SPDX-License-Identifier: Apache-2.0
#include "service/open_agreement.h"

#include "service/internal/index_rows.h"
#include "service/internal/life_rows.h"
#include "service/keep_house.h"
#include "service/keep_index.h"
#include "service/prune.h"
#include "service/reclaim.h"

namespace mandat {
namespace {

constexpr std::string_view kStoreName = "data";

std::vector<Finding> FindingsOf(std::variant<Agreement, std::vector<Finding>>& parsed) {
  auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

// Reading: what does not say how it was accepted is kept on paper.
std::string HowOf(const Acceptance& accepted) {
  const std::string& word = accepted.kind.empty() ? accepted.how : accepted.kind;
  return word == "signature" || word == "click" || word == "conduct" ? word : "paper";
}

// The schemas in order of time, as Life::Compile has them: of two that begin together the later
// recorded counts, and none is deployed for a version that is over.
std::vector<SchemaStep> StepsOf(const Life& life) {
  std::vector<SchemaStep> steps;
  const auto add = [&steps](Instant from, const std::shared_ptr<const ServiceSchema>& schema) {
    if (!steps.empty() && steps.back().from == from) {
      steps.pop_back();
    }
    steps.push_back({from, schema});
  };
  std::vector<const LifeVersion*> versions;
  for (const LifeVersion& version : life.versions()) {
    if (version.from) {
      versions.push_back(&version);
    }
  }
  for (size_t i = 0; i < versions.size(); ++i) {
    add(*versions[i]->from, versions[i]->schemas.front().schema);
    for (size_t k = 1; k < versions[i]->schemas.size(); ++k) {
      const LifeVersion::Schema& deployed = versions[i]->schemas[k];
      if (i + 1 == versions.size() || deployed.from < *versions[i + 1]->from) {
        add(deployed.from, deployed.schema);
      }
    }
  }
  return steps;
}

}  // namespace

Result<std::shared_ptr<OpenAgreement>> OpenAgreement::Open(std::unique_ptr<Home> home,
                                                           AgreementId id,
                                                           const Environment& environment) {
  std::shared_ptr<OpenAgreement> open(
      new OpenAgreement(std::move(home), std::move(id), environment));
  const std::string& name = open->id_.text();
  // The store first: its lock keeps a second server from touching the keys.
  MANDAT_TRY(open->store_, open->home_->OpenStore(std::string(kStoreName)));
  MANDAT_TRY_STATUS(open->CheckKeyFiles());
  MANDAT_TRY(open->keyring_,
             Keyring::Open(*open->home_, environment.root, name, environment.random));
  MANDAT_TRY(open->journal_,
             Journal::Open(*open->store_, *open->home_, open->keyring_->journal_signer(),
                           environment.origin + "/" + name, environment.time.Now()));
  open->gate_ = std::make_unique<Gate>(*open->store_, *open->keyring_, *open->journal_,
                                       environment.time, environment.random, environment.workers,
                                       environment.limits.waiting_per_agreement);
  open->vault_ = std::make_unique<Vault>(*open->store_, *open->keyring_, open->gate_->versions(),
                                         environment.random, name, open->limits_);
  MANDAT_TRY_STATUS(open->vault_->Load());
  open->blobs_ =
      std::make_unique<Blobs>(*open->store_, *open->keyring_, open->gate_->versions(),
                              environment.random, open->vault_->people(), open->vault_->holds(),
                              open->vault_->quota(), name, environment.limits);
  open->vault_->Attach(KindLetter::kBlob, *open->blobs_);
  open->series_ = std::make_unique<Series>(*open->store_, *open->keyring_, open->gate_->versions(),
                                           environment.random, open->vault_->people(),
                                           open->vault_->holds(), open->vault_->quota(), name);
  open->vault_->Attach(KindLetter::kSeries, *open->series_);
  MANDAT_TRY_STATUS(open->gate_->CheckKeys());
  MANDAT_TRY_STATUS(open->gate_->RecoverErasures());
  MANDAT_TRY(std::optional<Observation> observation, ReadObservation(*open->store_));
  open->gate_->SetObservation(std::move(observation));
  MANDAT_TRY_STATUS(open->LoadLife());
  return open;
}

// Where there is a journal there were keys: making new ones in their place would hide the loss.
Status OpenAgreement::CheckKeyFiles() const {
  MANDAT_TRY(const std::optional<Bytes> head, store_->Find(Space::kMeta, "head"));
  if (!head) {
    return {};
  }
  MANDAT_TRY_STATUS(SettleKeyFiles(*home_));
  return RequireKeyFiles(*home_);
}

OpenAgreement::~OpenAgreement() {
  closing_ = true;
  if (keyring_) {
    keyring_->StopBeside();
  }
  if (gate_) {
    gate_->Drain();
  }
}

Result<std::optional<Instant>> OpenAgreement::NextHousekeeping() const {
  MANDAT_TRY(const Completion completion, ErasureCompletion(*this));
  MANDAT_TRY(std::optional<Instant> next, vault_->NextExpiry());
  if (completion.rewrap_due) {
    const Instant at = completion.last_rewrap ? *completion.last_rewrap + rewrap_every_ : Instant();
    next = next ? std::min(*next, at) : at;
  }
  MANDAT_TRY(const std::optional<Instant> reclaim, NextReclaim(*this));
  MANDAT_TRY(const std::optional<Instant> prune, NextPrune(*this));
  for (const std::optional<Instant>& other : {reclaim, NextIndexing(*this), prune}) {
    next = next && other ? std::min(*next, *other) : next ? next : other;
  }
  return next;
}

void OpenAgreement::OweLook(const SubjectId& subject, EntryIndex erasure) {
  const std::lock_guard lock(looks_mutex_);
  looks_.emplace_back(subject, erasure);
}

std::vector<std::pair<SubjectId, EntryIndex>> OpenAgreement::TakeLooks() {
  const std::lock_guard lock(looks_mutex_);
  return std::exchange(looks_, {});
}

std::shared_ptr<const LifeBook> OpenAgreement::life_book() const {
  const std::lock_guard lock(life_mutex_);
  return life_;
}

void OpenAgreement::SetLife(std::shared_ptr<const LifeBook> book,
                            std::shared_ptr<const MandateSchedule> schedule) {
  vault_->holds().SetHolds(book->life.standing().holds);
  vault_->schemas().SetSteps(StepsOf(book->life));
  {
    const std::lock_guard lock(life_mutex_);
    life_ = std::move(book);
  }
  if (schedule) {
    gate_->SetSchedule(std::move(schedule));
  }
}

// The texts that an event brings, as they were kept: a text that is not what its name says is
// damage.
Result<ProposedTexts> OpenAgreement::LoadTexts(const Event& event) const {
  const auto find = [this](const Bytes& hash) -> Result<std::string> {
    MANDAT_TRY(std::optional<Bytes> text, store_->Find(Space::kMeta, TextRow(hash)));
    if (!text || Sha256(*text).view() != hash) {
      return Fail(Error::Corrupt("a text of the agreement is missing or damaged"));
    }
    return std::move(*text);
  };
  ProposedTexts texts;
  const Error unreadable = Error::Corrupt("a version of the agreement cannot be read");
  MANDAT_TRY(const std::string schema, find(event.texts.schema));
  auto parsed = ServiceSchema::Parse("schema", schema);
  if (!std::holds_alternative<ServiceSchema>(parsed)) {
    return Fail(unreadable);
  }
  texts.schema = std::make_shared<const ServiceSchema>(std::move(std::get<ServiceSchema>(parsed)));
  if (event.kind == EventKind::kDeploy) {
    return texts;
  }
  MANDAT_TRY(std::string form, find(event.texts.form));
  MANDAT_TRY(std::string instance, find(event.texts.instance));
  auto agreement = Agreement::Parse({"form", std::move(form), "agreement", std::move(instance)});
  if (!std::holds_alternative<Agreement>(agreement)) {
    return Fail(unreadable);
  }
  texts.agreement = std::make_shared<const Agreement>(std::move(std::get<Agreement>(agreement)));
  return texts;
}

// The journal says what was recorded: an event of another content was changed since. Events that
// an activation brought along share its entry, which names their version.
// Invariant (history does not change).
Status OpenAgreement::CheckAgainstJournal(const LifeBook& book) const {
  const Event& event = book.life.events().back();
  MANDAT_TRY(const Bytes bytes, journal_->ReadEntry(book.entries.back()));
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  // Behind the event's hash there may be what it did to the docket.
  const std::string detail = entry.detail.substr(0, entry.detail.find(' '));
  if (detail == FormatHex(Sha256(event.Encode()).view())) {
    return {};
  }
  const LifeVersion* version = book.life.FindVersion(event.version);
  if (entry.act == Name(EventKind::kActivate) && version != nullptr &&
      detail ==
          FormatHex(VersionHash(*version->agreement, *version->schemas.front().schema).view())) {
    return {};
  }
  return Fail(Error::Corrupt("what was recorded about the agreement differs from its journal"));
}

// The same events give the same life; so only they are kept.
Status OpenAgreement::LoadLife() {
  LifeBook book{Life(id_), {}};
  const auto rows = store_->Scan(Space::kMeta, kLifePrefix, EndOfPrefix(kLifePrefix));
  for (; rows->Valid(); rows->Next()) {
    const ByteView value = rows->value();
    if (rows->key() != LifeRow(book.entries.size()) || value.size() < 8) {
      return Fail(Error::Corrupt("what was recorded about the agreement has gaps"));
    }
    MANDAT_TRY(Event event, Event::Decode(value.substr(8)));
    ProposedTexts texts;
    if (event.texts != TextHashes()) {
      MANDAT_TRY(texts, LoadTexts(event));
    }
    Result<Life> next = book.life.With(std::move(event), texts);
    if (!next) {
      return Fail(Error::Corrupt("what was recorded about the agreement does not fit together"));
    }
    book.life = std::move(*next);
    book.entries.push_back(EntryIndex{ReadBigEndian64(value)});
    MANDAT_TRY_STATUS(CheckAgainstJournal(book));
  }
  MANDAT_TRY_STATUS(rows->status());
  auto compiled = book.life.Compile(journal_->high_water());
  if (!std::holds_alternative<std::shared_ptr<const MandateSchedule>>(compiled)) {
    return Fail(Error::Corrupt("agreement in force cannot be read by this version"));
  }
  MANDAT_TRY(std::optional<Bytes> indexed, store_->Find(Space::kMeta, kIndexedRow));
  vault_->schemas().SetComplete(std::move(indexed).value_or(Bytes()));
  SetLife(std::make_shared<const LifeBook>(std::move(book)),
          std::move(std::get<std::shared_ptr<const MandateSchedule>>(compiled)));
  return {};
}

Bytes VersionHashRow(uint32_t version) { return "agreement/hash/" + std::to_string(version); }

Bytes ActivationRow(uint32_t version) { return "agreement/entry/" + std::to_string(version); }

Compiled CompileAgreement(const AgreementTexts& texts) {
  auto parsed = Agreement::Parse({"form", texts.form, "agreement", texts.instance});
  auto schema = ServiceSchema::Parse("schema", texts.schema);
  Compiled compiled;
  compiled.findings = FindingsOf(parsed);
  if (auto* more = std::get_if<std::vector<Finding>>(&schema)) {
    compiled.findings.insert(compiled.findings.end(), more->begin(), more->end());
  }
  if (compiled.findings.empty()) {
    auto mandate = Mandate::Compile(std::move(std::get<Agreement>(parsed)),
                                    std::move(std::get<ServiceSchema>(schema)));
    if (auto* done = std::get_if<std::shared_ptr<const Mandate>>(&mandate)) {
      compiled.mandate = std::move(*done);
      return compiled;
    }
    compiled.findings = std::move(std::get<std::vector<Finding>>(mandate));
  }
  for (const auto& [name, text] :
       {std::pair<std::string_view, const std::string&>{"form", texts.form},
        {"agreement", texts.instance},
        {"schema", texts.schema}}) {
    std::vector<Finding> here;
    for (const Finding& finding : compiled.findings) {
      if (finding.span.file == name) {
        here.push_back(finding);
      }
    }
    compiled.rendered += Render(here, text);
  }
  return compiled;
}

TextHashes HashesOf(const AgreementTexts& texts) {
  return {Bytes(Sha256(texts.form).view()), Bytes(Sha256(texts.instance).view()),
          Bytes(Sha256(texts.schema).view())};
}

std::vector<Event> EventsOfActivation(const Mandate& mandate, const TextHashes& texts,
                                      Instant now) {
  const Agreement& agreement = mandate.agreement();
  const Acceptance& accepted = agreement.acceptance();
  Event event;
  event.recorded = now;
  event.effective = now;
  event.by = "activation";
  event.version = agreement.version();
  std::vector<Event> events(4, event);
  events[0].kind = EventKind::kPropose;
  events[0].texts = texts;
  events[1].kind = EventKind::kSign;
  events[1].party = ContractParty::kController;
  events[1].proof = {.how = HowOf(accepted),
                     .signer = accepted.by,
                     .authority = accepted.authority,
                     .on = accepted.on,
                     .evidence = ParseHex(accepted.evidence).value_or(Bytes())};
  events[2].kind = EventKind::kSign;
  events[2].party = ContractParty::kProcessor;
  events[2].proof = {.how = "paper",
                     .signer = accepted.for_processor.empty() ? agreement.processor().name
                                                              : accepted.for_processor,
                     .on = accepted.on};
  events[3].kind = EventKind::kActivate;
  return events;
}

Hash VersionHash(const Agreement& agreement, const ServiceSchema& schema) {
  return Sha256({agreement.canonical(), schema.canonical()});
}

}  // namespace mandat
