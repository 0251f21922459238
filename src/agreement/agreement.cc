// SPDX-License-Identifier: Apache-2.0
#include "agreement/agreement.h"

#include <algorithm>
#include <array>
#include <utility>

#include "agreement/internal/agreement_reader.h"
#include "agreement/internal/grammar_words.h"
#include "agreement/internal/shape.h"
#include "agreement/internal/terms_reader.h"
#include "agreement/internal/text.h"

namespace mandat {

using internal::Node;
using internal::Quote;
using internal::Reader;
using internal::RetentionEntry;

namespace {

constexpr uint32_t kVersionMax = 1'000'000;

const std::vector<Node>& ItemsOf(const Node* list) {
  static const std::vector<Node> kNone;
  return list != nullptr && list->kind == Node::Kind::kList ? list->items : kNone;
}

}  // namespace

std::string_view Name(CustomerRole role) { return internal::kRoleWords[static_cast<size_t>(role)]; }

std::variant<Agreement, std::vector<Finding>> Agreement::Parse(const Sources& sources) {
  return AgreementReader(sources).Read();
}

const Term* Agreement::FindTerm(std::string_view path) const {
  const auto term = std::ranges::lower_bound(terms_, path, {}, &Term::path);
  return term == terms_.end() || term->path != path ? nullptr : &*term;
}

Span Agreement::SpanOf(std::string_view section) const {
  auto found = sections_.find(section);
  if (found == sections_.end()) {
    found = sections_.find("form");
  }
  return found == sections_.end() ? Span() : found->second;
}

std::variant<Agreement, std::vector<Finding>> AgreementReader::Read() {
  auto form = internal::ReadYaml(sources_.form_name, sources_.form_text, findings_);
  auto instance = internal::ReadYaml(sources_.instance_name, sources_.instance_text, findings_);
  if (!form || !instance) {
    return internal::InOrder(std::move(findings_), sources_.form_name);
  }
  internal::ReadShape(form_, *form, internal::FormRules());
  internal::ReadShape(instance_, *instance, internal::InstanceRules());
  if (findings_.empty()) {
    internal::Normalise(*form, internal::FormRules());
    ReadForm(*form);
    ReadInstance(*instance);
  }
  if (findings_.empty()) {
    Resolve(*form, *instance);
  }
  if (!findings_.empty()) {
    return internal::InOrder(std::move(findings_), sources_.form_name);
  }
  draft_.canonical_ = Encode(*form, *instance);
  return std::move(draft_);
}

// Requires: no finding about the form's shape.
void AgreementReader::ReadForm(const Node& form) {
  static constexpr std::array kSections = {
      Section{"purposes", &Agreement::purposes_clause_, &AgreementReader::ReadPurpose},
      Section{"operations", &Agreement::verbs_clause_, &AgreementReader::ReadVerb},
      Section{"data-categories", &Agreement::categories_clause_, &AgreementReader::ReadCategory},
      Section{"people", &Agreement::people_clause_, &AgreementReader::ReadPeople},
      Section{"places", &Agreement::places_clause_, &AgreementReader::ReadPlace},
      Section{"sub-processors", &Agreement::subprocessors_clause_,
              &AgreementReader::ReadSubprocessor}};

  draft_.form_ = form_.ReadName(form, "form");
  draft_.form_version_ = form_.ReadNumber(form, "version", 1, kVersionMax);
  draft_.title_ = form_.ReadText(form, "title");
  draft_.language_ = form_.ReadText(form, "language");
  ReadParties(*form.Find("parties"));
  for (const Section& section : kSections) {
    ReadSection(form, section);
  }
  ReadRetentions(form);
  ReadPermissions(form);
  draft_.instructions_clause_ = form_.ReadClause(*form.Find("instructions"), "clause");
  draft_.end_clause_ = form_.ReadClause(*form.Find("end"), "clause");
  draft_.duration_clause_ = form_.ReadClause(*form.Find("duration"), "clause");
  const Node& erasure = *form.Find("erasure");
  draft_.erasure_clause_ = form_.ReadClause(erasure, "clause");
  draft_.erasure_on_instruction_ = form_.ReadText(erasure, "instruction") == "required";
  if (const Node* time = form.Find("time")) {
    ReadTime(*time);
  }
  if (const Node* precedence = form.Find("precedence")) {
    ReadPrecedence(*precedence);
  }
  if (const Node* provenance = form.Find("provenance")) {
    ReadProvenance(*provenance);
  }
  ReadSpans(form);
  draft_.terms_ = internal::ReadTerms(form_, form);
}

void AgreementReader::ReadSpans(const Node& form) {
  draft_.sections_["form"] = form_.SpanOf(form.Find("form")->title);
  for (size_t i = 0; i < form.keys.size(); ++i) {
    draft_.sections_[form.keys[i].text] = form_.SpanOf(form.items[i].title);
  }
}

void AgreementReader::ReadTime(const Node& time) {
  draft_.time_ = {.zone = form_.ReadTextIfStated(time, "zone"),
                  .calendar = form_.ReadTextIfStated(time, "calendar"),
                  .rules = form_.ReadTextIfStated(time, "rules"),
                  .week = form_.ReadTextIfStated(time, "week"),
                  .hours = form_.ReadHours(time, "hours")};
}

void AgreementReader::ReadPrecedence(const Node& precedence) {
  std::set<std::string> ids;
  for (const Node& part : precedence.Find("parts")->items) {
    draft_.parts_.push_back({.id = form_.ReadNewName(part, "id", ids),
                             .text = form_.ReadText(part, "text"),
                             .instrument = form_.ReadText(part, "instrument"),
                             .is_concluded = form_.ReadText(part, "concluded") != "on-request" &&
                                             form_.ReadText(part, "concluded") != "unknown"});
  }
  draft_.prevailing_language_ = form_.ReadText(precedence, "language");
  draft_.further_ranks_ = form_.ReadTexts(precedence, "also");
}

void AgreementReader::ReadProvenance(const Node& provenance) {
  draft_.provenance_ = {.text = form_.ReadText(provenance, "text"),
                        .format = form_.ReadText(provenance, "format"),
                        .by = form_.ReadText(provenance, "by")};
  if (const Node* confirmed = provenance.Find("confirmed")) {
    draft_.provenance_->confirmed_by = form_.ReadText(*confirmed, "by");
    draft_.provenance_->confirmed_at = form_.ReadInstant(*confirmed, "at");
    draft_.provenance_->confirmed_form = form_.ReadText(*confirmed, "form");
  }
}

void AgreementReader::ReadParties(const Node& parties) {
  const Node& processor = *parties.Find("processor");
  draft_.processor_ = {.name = form_.ReadText(processor, "name"),
                       .address = form_.ReadTextIfStated(processor, "address"),
                       .contact = form_.ReadTextIfStated(processor, "contact"),
                       .clause = form_.ReadClause(processor, "clause"),
                       .also_named = form_.ReadTexts(processor, "also-named")};
  draft_.controller_.clause = form_.ReadClause(*parties.Find("controller"), "clause");
}

void AgreementReader::ReadSection(const Node& form, const Section& section) {
  const Node& node = *form.Find(section.key);
  draft_.*section.clause = form_.ReadClause(node, "clause");
  for (const Node& item : ItemsOf(node.Find("list"))) {
    (this->*section.read_item)(item);
  }
}

void AgreementReader::AddPurpose(Reader& reader, const Node& node) {
  draft_.purposes_.push_back({.id = reader.ReadNewName(node, "id", purpose_ids_),
                              .text = reader.ReadText(node, "text"),
                              .clause = reader.ReadClause(node, "clause"),
                              .dpv = reader.ReadDpvTerm(node, "dpv"),
                              .span = reader.SpanOf(node.at)});
}

void AgreementReader::ReadVerb(const Node& node) {
  const Verb verb = *form_.ReadVerb(node, "verb");
  if (!verbs_.insert(verb).second) {
    form_.Report("A110", node.Find("verb")->at, Quote(Name(verb)) + " is declared twice");
  }
  draft_.verbs_.push_back({verb, form_.ReadClause(node, "clause")});
}

void AgreementReader::ReadCategory(const Node& node) {
  draft_.categories_.push_back({.id = form_.ReadNewName(node, "id", category_ids_),
                                .text = form_.ReadText(node, "text"),
                                .clause = form_.ReadClause(node, "clause"),
                                .special = form_.ReadYesNo(node, "special"),
                                .criminal = form_.ReadYesNo(node, "criminal"),
                                .dpv = form_.ReadDpvTerm(node, "dpv"),
                                .span = form_.SpanOf(node.at)});
}

void AgreementReader::AddPeople(Reader& reader, const Node& node) {
  draft_.people_.push_back({.id = reader.ReadNewName(node, "id", people_ids_),
                            .text = reader.ReadText(node, "text"),
                            .clause = reader.ReadClause(node, "clause"),
                            .dpv = reader.ReadDpvTerm(node, "dpv"),
                            .span = reader.SpanOf(node.at)});
}

void AgreementReader::ReadPlace(const Node& node) {
  Place place{.country = form_.ReadCountry(node, "country", false),
              .text = form_.ReadText(node, "text"),
              .clause = form_.ReadClause(node, "clause"),
              .only_subprocessors = node.Find("only") != nullptr,
              .span = form_.SpanOf(node.at)};
  if (!countries_.insert(place.country).second) {
    form_.Report("A110", node.Find("country")->at, Quote(place.country) + " is declared twice");
  }
  draft_.places_.push_back(std::move(place));
}

void AgreementReader::ReadSubprocessor(const Node& node) {
  draft_.subprocessors_.push_back({.id = form_.ReadNewName(node, "id", subprocessor_ids_),
                                   .name = form_.ReadText(node, "name"),
                                   .country = form_.ReadCountry(node, "country", true),
                                   .seat = form_.ReadCountry(node, "seat", false),
                                   .task = form_.ReadText(node, "task"),
                                   .address = form_.ReadText(node, "address"),
                                   .contact = form_.ReadText(node, "contact"),
                                   .tool = form_.ReadTextIfStated(node, "tool"),
                                   .contract = form_.ReadText(node, "contract"),
                                   .measures = form_.ReadText(node, "measures"),
                                   .environment = form_.ReadText(node, "environment"),
                                   .clause = form_.ReadClause(node, "clause"),
                                   .span = form_.SpanOf(node.at)});
}

void AgreementReader::ReadRetentions(const Node& form) {
  for (const Node& item : form.Find("retention")->items) {
    RetentionEntry entry = internal::ReadRetention(form_, item, true);
    entry.retention.clause = form_.ReadClause(item, "clause");
    entry.retention.span = form_.SpanOf(item.at);
    retentions_.push_back(std::move(entry));
  }
}

void AgreementReader::ReadPermissions(const Node& form) {
  for (const Node& item : form.Find("permissions")->items) {
    draft_.permissions_.push_back(
        {.clause = form_.ReadClause(item, "clause"), .span = form_.SpanOf(item.at)});
  }
}

void AgreementReader::ReadInstance(const Node& instance) {
  if (const Result<AgreementId> id =
          AgreementId::Parse(instance_.ReadName(instance, "agreement"))) {
    draft_.id_ = *id;
  }
  draft_.version_ = instance_.ReadNumber(instance, "version", 1, kVersionMax);
  draft_.start_ = instance_.ReadInstant(instance, "start");
  if (instance.Find("end") != nullptr) {
    draft_.end_ = instance_.ReadInstant(instance, "end");
  }
  ReadCustomer(instance);
  if (const Node* fills = instance.Find("fills")) {
    ReadFills(*fills);
  }
  if (const Node* choices = instance.Find("choices")) {
    ReadChoices(*choices);
  }
  ReadAttestations(instance);
}

// Source: GDPR Art. 28(9).
void AgreementReader::ReadCustomer(const Node& instance) {
  const Node& node = *instance.Find("controller");
  Party& customer = draft_.controller_;
  customer.name = instance_.ReadText(node, "name");
  customer.address = instance_.ReadText(node, "address");
  customer.contact = instance_.ReadText(node, "contact");
  customer.data_protection_officer = instance_.ReadText(node, "data-protection-officer");
  customer.representative = instance_.ReadText(node, "representative");
  customer.role =
      static_cast<CustomerRole>(instance_.ReadWord(node, "role", internal::kRoleWords).value_or(0));
  customer.others = instance_.ReadTexts(node, "for");
  customer.speaks = instance_.ReadText(node, "speaks");

  const Node& accepted = *instance.Find("signed");
  draft_.acceptance_ = {.by = instance_.ReadText(accepted, "by"),
                        .on = instance_.ReadText(accepted, "on"),
                        .how = instance_.ReadText(accepted, "how"),
                        .kind = instance_.ReadText(accepted, "kind"),
                        .authority = instance_.ReadText(accepted, "authority"),
                        .evidence = instance_.ReadText(accepted, "evidence"),
                        .for_processor = instance_.ReadText(accepted, "for-processor")};
}

void AgreementReader::ReadFills(const Node& fills) {
  for (const Node& item : ItemsOf(fills.Find("purposes"))) {
    AddPurpose(instance_, item);
  }
  for (const Node& item : ItemsOf(fills.Find("people"))) {
    AddPeople(instance_, item);
  }
}

void AgreementReader::ReadChoices(const Node& choices) {
  for (const Node& item : ItemsOf(choices.Find("retention"))) {
    choices_.push_back(internal::ReadRetention(instance_, item, false));
  }
}

void AgreementReader::ReadAttestations(const Node& instance) {
  for (const Node& item : ItemsOf(instance.Find("attestations"))) {
    draft_.attestations_.push_back({.of = instance_.ReadText(item, "of"),
                                    .owner = instance_.ReadText(item, "owner"),
                                    .on = instance_.ReadText(item, "on"),
                                    .until = instance_.ReadText(item, "until"),
                                    .says = instance_.ReadText(item, "says"),
                                    .evidence = instance_.ReadText(item, "evidence")});
  }
}

// The format is docs/reference/agreement-language.md, "Canonical form".
// Source: RFC 8949 4.2.1.
Bytes AgreementReader::Encode(const Node& form, const Node& instance) {
  CborWriter writer(4096);
  writer.WriteMap(2);
  writer.WriteText("form");
  internal::EncodeNode(form, writer);
  writer.WriteText("instance");
  internal::EncodeNode(instance, writer);
  return std::move(writer).Take();
}

}  // namespace mandat
