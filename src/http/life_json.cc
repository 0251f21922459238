// SPDX-License-Identifier: Apache-2.0
#include "http/internal/life_json.h"

#include "http/internal/json_writer.h"
#include "service/record_event.h"
#include "service/relations.h"

namespace mandat {
namespace {

class LifeFormatter {
 public:
  LifeFormatter(const LifeBook& book, Instant now) : book_(book), life_(book.life), now_(now) {}

  Bytes Format();

 private:
  void TextUnlessEmpty(std::string_view key, std::string_view text) {
    if (!text.empty()) {
      json_.Key(key).Text(text);
    }
  }
  void AtUnlessNone(std::string_view key, const std::optional<Instant>& at) {
    if (at) {
      json_.Key(key).Text(at->Format());
    }
  }
  void Names(std::string_view key, const std::vector<std::string>& names) {
    if (names.empty()) {
      return;
    }
    json_.Key(key).BeginArray();
    for (const std::string& name : names) {
      json_.Text(name);
    }
    json_.EndArray();
  }
  void AppendParties(const Agreement& agreement);
  void AppendVersion(const LifeVersion& version);
  void AppendProof(std::string_view key, const std::optional<Event>& accepted);
  void AppendEntry(const StandingEntry& entry);
  void AppendScope(const StandingScope& scope);
  void AppendStanding();
  void AppendSubprocessors();
  void AppendResiduals();
  void AppendEvents();

  const LifeBook& book_;
  const Life& life_;
  const Instant now_;
  JsonWriter json_{8192};
};

void LifeFormatter::AppendParties(const Agreement& agreement) {
  for (const ContractParty which : {ContractParty::kController, ContractParty::kProcessor}) {
    const Party party = PartyAt(life_, agreement, which, now_);
    json_.Key(Name(which)).BeginObject();
    json_.Key("name").Text(party.name);
    json_.Key("address").Text(party.address);
    json_.Key("contact").Text(party.contact);
    if (which == ContractParty::kController) {
      json_.Key("role").Text(Name(party.role));
      Names("for", party.others);
      TextUnlessEmpty("speaks", party.speaks);
    }
    json_.EndObject();
  }
  // Source: GDPR Art. 28(4).
  json_.Key("pass-on").Bool(agreement.controller().role == CustomerRole::kProcessor);
}

void LifeFormatter::AppendProof(std::string_view key, const std::optional<Event>& accepted) {
  if (!accepted) {
    return;
  }
  const Proof& proof = accepted->proof;
  json_.Key(key).BeginObject();
  json_.Key("how").Text(proof.how);
  TextUnlessEmpty("signer", proof.signer);
  TextUnlessEmpty("authority", proof.authority);
  TextUnlessEmpty("on", proof.on);
  TextUnlessEmpty("evidence", FormatHex(proof.evidence));
  TextUnlessEmpty("key", FormatBase64(proof.key));
  TextUnlessEmpty("signature", FormatBase64(proof.signature));
  json_.Key("recorded").Text(accepted->recorded.Format());
  json_.EndObject();
}

void LifeFormatter::AppendVersion(const LifeVersion& version) {
  const Agreement& agreement = *version.agreement;
  json_.BeginObject();
  json_.Key("version").Unsigned(version.number);
  json_.Key("state").Text(Name(life_.StateOf(version, now_)));
  json_.Key("form").Text(agreement.form() + "@" + std::to_string(agreement.form_version()));
  json_.Key("hash").Text(FormatHex(AgreementHash(agreement).view()));
  json_.Key("start").Text(agreement.start().Format());
  AtUnlessNone("end", agreement.end());
  AtUnlessNone("from", version.from);
  json_.Key("accepted").BeginObject();
  AppendProof("controller", version.controller);
  AppendProof("processor", version.processor);
  if (version.rule) {
    json_.Key("by-rule").Text(*version.rule);
  }
  json_.EndObject();
  json_.Key("schemas").BeginArray();
  for (size_t i = 0; i < version.schemas.size(); ++i) {
    const LifeVersion::Schema& schema = version.schemas[i];
    json_.BeginObject();
    json_.Key("id").Text(schema.schema->id());
    json_.Key("version").Unsigned(schema.schema->version());
    AtUnlessNone("from", i == 0 ? version.from : std::optional(schema.from));
    json_.EndObject();
  }
  json_.EndArray();
  json_.EndObject();
}

void LifeFormatter::AppendEntry(const StandingEntry& entry) {
  json_.Key("id").Text(entry.id);
  json_.Key("from").Text(entry.from.Format());
  AtUnlessNone("until", entry.until);
  json_.Key("basis").Text(entry.basis);
  json_.Key("in-effect").Bool(entry.from <= now_ && (!entry.until || now_ < *entry.until));
}

void LifeFormatter::AppendScope(const StandingScope& scope) {
  Names("purposes", scope.purposes);
  std::vector<std::string> verbs;
  for (const Verb verb : scope.verbs) {
    verbs.emplace_back(Name(verb));
  }
  Names("verbs", verbs);
  Names("categories", scope.categories);
  Names("people", scope.people);
  Names("places", scope.places);
}

void LifeFormatter::AppendSubprocessors() {
  json_.Key("sub-processors").BeginArray();
  for (const StandingSubprocessor& each : SubprocessorsAt(life_, now_)) {
    json_.BeginObject();
    json_.Key("id").Text(each.id);
    json_.Key("name").Text(each.name);
    TextUnlessEmpty("country", each.country);
    json_.Key("state").Text(each.state);
    AtUnlessNone("from", each.from);
    AtUnlessNone("objection-ends", each.objection_ends);
    json_.EndObject();
  }
  json_.EndArray();
}

void LifeFormatter::AppendStanding() {
  const Standing& standing = life_.standing();
  json_.Key("standing").BeginObject();
  json_.Key("instructions").BeginArray();
  for (const StandingInstruction& instruction : standing.instructions) {
    json_.BeginObject();
    AppendEntry(instruction);
    json_.Key("kind").Text(Name(instruction.kind));
    AppendScope(instruction.scope);
    json_.EndObject();
  }
  json_.EndArray();
  AppendSubprocessors();
  json_.Key("suspensions").BeginArray();
  for (const Suspension& suspension : standing.suspensions) {
    json_.BeginObject();
    AppendEntry(suspension);
    json_.Key("party").Text(Name(suspension.by == SuspendedBy::kController
                                     ? ContractParty::kController
                                     : ContractParty::kProcessor));
    AppendScope(suspension.scope);
    json_.EndObject();
  }
  json_.EndArray();
  json_.Key("holds").BeginArray();
  for (const Hold& hold : standing.holds) {
    json_.BeginObject();
    AppendEntry(hold);
    Names("collections", hold.collections);
    Names("categories", hold.categories);
    Names("people", hold.people);
    json_.Key("subjects").Unsigned(hold.subjects.size());
    json_.Key("records").Unsigned(hold.units.size());
    json_.EndObject();
  }
  json_.EndArray();
  json_.EndObject();
}

void LifeFormatter::AppendResiduals() {
  json_.Key("residuals").BeginArray();
  for (const Residual& residual : life_.residuals()) {
    json_.BeginObject();
    json_.Key("id").Text(residual.id);
    json_.Key("what").Text(residual.what);
    json_.Key("basis").Text(residual.basis);
    json_.Key("until").Text(residual.until.Format());
    json_.Key("lapsed").Bool(residual.until <= now_);
    json_.EndObject();
  }
  json_.EndArray();
}

void LifeFormatter::AppendEvents() {
  json_.Key("events").BeginArray();
  for (size_t i = 0; i < life_.events().size(); ++i) {
    const Event& event = life_.events()[i];
    json_.BeginObject();
    json_.Key("act").Text(Name(event.kind));
    json_.Key("recorded").Text(event.recorded.Format());
    json_.Key("from").Text(event.effective.Format());
    TextUnlessEmpty("by", event.by);
    if (event.version != 0) {
      json_.Key("version").Unsigned(event.version);
    }
    TextUnlessEmpty("party", event.party ? Name(*event.party) : std::string_view());
    TextUnlessEmpty("id", event.id);
    TextUnlessEmpty("name", event.name);
    TextUnlessEmpty("basis", event.basis);
    AtUnlessNone("until", event.until);
    AtUnlessNone("notice-received", event.notice.received);
    AtUnlessNone("objected", event.notice.objected);
    TextUnlessEmpty("case", event.notice.listed_case);
    json_.Key("entry").Unsigned(book_.entries[i].value);
    json_.EndObject();
  }
  json_.EndArray();
}

Bytes LifeFormatter::Format() {
  json_.BeginObject();
  json_.Key("id").Text(life_.id().text());
  json_.Key("at").Text(now_.Format());
  json_.Key("state").Text(Name(life_.StateAt(now_)));
  const LifeVersion* version = life_.InForce(now_);
  if (version != nullptr) {
    json_.Key("version").Unsigned(version->number);
    AppendParties(*version->agreement);
  }
  AtUnlessNone("ends", life_.ended());
  json_.Key("versions").BeginArray();
  for (const LifeVersion& each : life_.versions()) {
    AppendVersion(each);
  }
  json_.EndArray();
  AppendStanding();
  AppendResiduals();
  AppendEvents();
  json_.EndObject();
  return std::move(json_).Take();
}

}  // namespace

Bytes FormatLife(const OpenAgreement& agreement) {
  const std::shared_ptr<const LifeBook> book = agreement.life_book();
  return LifeFormatter(*book, agreement.gate().Now()).Format();
}

}  // namespace mandat
