// SPDX-License-Identifier: Apache-2.0
#include "service/open_agreement.h"

namespace mandat {
namespace {

constexpr std::string_view kStoreName = "data";

std::vector<Finding> FindingsOf(std::variant<Agreement, std::vector<Finding>>& parsed) {
  auto* findings = std::get_if<std::vector<Finding>>(&parsed);
  return findings == nullptr ? std::vector<Finding>() : std::move(*findings);
}

}  // namespace

Result<std::shared_ptr<OpenAgreement>> OpenAgreement::Open(std::unique_ptr<Home> home,
                                                           AgreementId id,
                                                           const Environment& environment) {
  std::shared_ptr<OpenAgreement> open(
      new OpenAgreement(std::move(home), std::move(id), environment.random));
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
                                       environment.time, environment.random, environment.workers);
  open->vault_ = std::make_unique<Vault>(*open->store_, *open->keyring_, open->gate_->versions(),
                                         environment.random, name);
  MANDAT_TRY_STATUS(open->gate_->CheckKeys());
  MANDAT_TRY_STATUS(open->gate_->RecoverErasures());
  MANDAT_TRY_STATUS(open->LoadMandate());
  return open;
}

// Where there is a journal there were keys: making new ones in their place would hide the loss.
Status OpenAgreement::CheckKeyFiles() const {
  MANDAT_TRY(const std::optional<Bytes> head, store_->Find(Space::kMeta, "head"));
  for (const std::string name : {"journal-key", "ledger-key", "key-generation"}) {
    MANDAT_TRY(const std::optional<Bytes> file, home_->ReadFile(name));
    if (head && !file) {
      return Fail(Error::Corrupt("key file " + name + " is missing beside existing data"));
    }
  }
  return {};
}

OpenAgreement::~OpenAgreement() {
  if (gate_) {
    gate_->Drain();
  }
}

Status OpenAgreement::LoadMandate() {
  AgreementTexts texts;
  MANDAT_TRY(std::optional<Bytes> form, store_->Find(Space::kMeta, kFormRow));
  MANDAT_TRY(std::optional<Bytes> instance, store_->Find(Space::kMeta, kInstanceRow));
  MANDAT_TRY(std::optional<Bytes> schema, store_->Find(Space::kMeta, kSchemaRow));
  if (!form || !instance || !schema) {
    return {};  // made, and not activated yet
  }
  Compiled compiled =
      CompileAgreement({std::move(*form), std::move(*instance), std::move(*schema)});
  if (!compiled.mandate) {
    return Fail(Error::Corrupt("agreement in force cannot be read by this version"));
  }
  gate_->SetMandate(std::move(compiled.mandate));
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

Hash VersionHash(const Mandate& mandate) {
  return Sha256({mandate.agreement().canonical(), mandate.schema().canonical()});
}

}  // namespace mandat
