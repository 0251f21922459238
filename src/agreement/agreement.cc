// SPDX-License-Identifier: Apache-2.0
#include "agreement/agreement.h"

#include <array>
#include <utility>

#include "agreement/internal/agreement_reader.h"
#include "agreement/internal/text.h"

namespace mandat {

using internal::Key;
using internal::Node;
using internal::Quote;
using internal::Reader;
using internal::RetentionEntry;

namespace {

constexpr uint32_t kVersionMax = 1'000'000;
constexpr size_t kEntriesMax = 512;

constexpr std::array kFormKeys = {Key{"form"},
                                  Key{"version"},
                                  Key{"title"},
                                  Key{"language"},
                                  Key{"parties", true, "GDPR Art. 28(3)"},
                                  Key{"purposes", true, "GDPR Art. 28(3)"},
                                  Key{"operations", true, "GDPR Art. 28(3)"},
                                  Key{"data-categories", true, "GDPR Art. 28(3)"},
                                  Key{"people", true, "GDPR Art. 28(3)"},
                                  Key{"places", true, "GDPR Art. 28(3)(a)"},
                                  Key{"sub-processors", true, "GDPR Art. 28(2)"},
                                  Key{"retention", true, "GDPR Art. 5(1)(e)"},
                                  Key{"permissions", true, "GDPR Art. 28(3)(a)"},
                                  Key{"instructions", true, "GDPR Art. 28(3)(a)"},
                                  Key{"erasure", true, "GDPR Art. 28(3)(e)"},
                                  Key{"end", true, "GDPR Art. 28(3)(g)"},
                                  Key{"duration", true, "GDPR Art. 28(3)"}};
constexpr std::array kInstanceKeys = {Key{"agreement"},
                                      Key{"version"},
                                      Key{"form"},
                                      Key{"controller", true, "GDPR Art. 28(3)"},
                                      Key{"start"},
                                      Key{"end", false},
                                      Key{"signed", true, "GDPR Art. 28(9)"},
                                      Key{"fills", false},
                                      Key{"choices", false}};
constexpr std::array kPartiesKeys = {Key{"processor"}, Key{"controller"}};
constexpr std::array kProcessorKeys = {Key{"name"}, Key{"address"}, Key{"contact"}, Key{"clause"}};
constexpr std::array kControllerKeys = {Key{"name"}, Key{"address"}, Key{"contact"}};
constexpr std::array kClauseKeys = {Key{"clause"}};
constexpr std::array kErasureKeys = {Key{"clause"}, Key{"instruction"}};
constexpr std::array kSectionKeys = {Key{"clause"}, Key{"list"}, Key{"blank", false}};
constexpr std::array kPurposeKeys = {Key{"id"}, Key{"text"}, Key{"clause"}, Key{"dpv", false}};
constexpr std::array kVerbKeys = {Key{"verb"}, Key{"clause"}};
constexpr std::array kCategoryKeys = {Key{"id"}, Key{"text"}, Key{"clause"}, Key{"special", false}};
constexpr std::array kPeopleKeys = {Key{"id"}, Key{"text"}, Key{"clause"}};
constexpr std::array kPlaceKeys = {Key{"country"}, Key{"text"}, Key{"clause"}};
constexpr std::array kSubprocessorKeys = {Key{"id"},          Key{"name"}, Key{"country"},
                                          Key{"seat", false}, Key{"task"}, Key{"clause"}};
constexpr std::array kRetentionKeys = {Key{"categories"}, Key{"keep"}, Key{"from", false},
                                       Key{"clause"}};
constexpr std::array kPermissionKeys = {Key{"purposes"}, Key{"operations"}, Key{"categories"},
                                        Key{"people"}, Key{"clause"}};
constexpr std::array kSignedKeys = {Key{"by"}, Key{"on"}, Key{"how"}};
constexpr std::array kFillsKeys = {Key{"purposes"}};
constexpr std::array kChoicesKeys = {Key{"retention"}};
constexpr std::array kChoiceKeys = {Key{"categories"}, Key{"keep"}, Key{"from", false},
                                    Key{"by"},         Key{"on"},   Key{"why"}};

}  // namespace

std::variant<Agreement, std::vector<Finding>> Agreement::Parse(const Sources& sources) {
  return AgreementReader(sources).Read();
}

std::variant<Agreement, std::vector<Finding>> AgreementReader::Read() {
  const auto form = internal::ReadYaml(sources_.form_name, sources_.form_text, findings_);
  const auto instance =
      internal::ReadYaml(sources_.instance_name, sources_.instance_text, findings_);
  if (!form || !instance) {
    return internal::InOrder(std::move(findings_), sources_.form_name);
  }
  ReadForm(*form);
  ReadInstance(*instance);
  if (!findings_.empty()) {
    return internal::InOrder(std::move(findings_), sources_.form_name);
  }
  Resolve(*form, *instance);
  if (!findings_.empty()) {
    return internal::InOrder(std::move(findings_), sources_.form_name);
  }
  draft_.canonical_ = Encode(*form, *instance);
  return std::move(draft_);
}

void AgreementReader::ReadForm(const Node& form) {
  static constexpr std::array kSections = {
      Section{"purposes", &Agreement::purposes_clause_, &AgreementReader::ReadPurpose, kPurposesMax,
              false},
      Section{"operations", &Agreement::verbs_clause_, &AgreementReader::ReadVerb, kVerbsCount,
              false},
      Section{"data-categories", &Agreement::categories_clause_, &AgreementReader::ReadCategory,
              kCategoriesMax, false},
      Section{"people", &Agreement::people_clause_, &AgreementReader::ReadPeople, kPeopleMax,
              false},
      Section{"places", &Agreement::places_clause_, &AgreementReader::ReadPlace, kEntriesMax, true},
      Section{"sub-processors", &Agreement::subprocessors_clause_,
              &AgreementReader::ReadSubprocessor, kEntriesMax, true}};

  if (!form_.ReadMap(form, kFormKeys)) {
    return;
  }
  draft_.form_ = form_.ReadName(form, "form");
  draft_.form_version_ = form_.ReadNumber(form, "version", 1, kVersionMax);
  draft_.title_ = form_.ReadText(form, "title");
  form_.ReadName(form, "language");
  if (const Node* parties = form.Find("parties")) {
    ReadParties(*parties);
  }
  for (const Section& section : kSections) {
    ReadSection(form, section);
  }
  ReadRetentions(form);
  ReadPermissions(form);
  ReadClauseOf(form, "instructions", draft_.instructions_clause_);
  ReadClauseOf(form, "end", draft_.end_clause_);
  ReadClauseOf(form, "duration", draft_.duration_clause_);
  if (const Node* erasure = form.Find("erasure");
      erasure && form_.ReadMap(*erasure, kErasureKeys)) {
    constexpr std::array<std::string_view, 2> kWords = {"not-stated", "required"};
    draft_.erasure_clause_ = form_.ReadClause(*erasure, "clause");
    draft_.erasure_on_instruction_ = form_.ReadWord(*erasure, "instruction", kWords) == 1U;
  }
}

void AgreementReader::ReadParties(const Node& parties) {
  if (!form_.ReadMap(parties, kPartiesKeys)) {
    return;
  }
  if (const Node* node = parties.Find("processor"); node && form_.ReadMap(*node, kProcessorKeys)) {
    draft_.processor_ = {.name = form_.ReadText(*node, "name"),
                         .address = form_.ReadTextIfStated(*node, "address"),
                         .contact = form_.ReadTextIfStated(*node, "contact"),
                         .clause = form_.ReadClause(*node, "clause")};
  }
  if (const Node* node = parties.Find("controller"); node && form_.ReadMap(*node, kClauseKeys)) {
    draft_.controller_.clause = form_.ReadClause(*node, "clause");
  }
}

void AgreementReader::ReadSection(const Node& form, const Section& section) {
  const Node* node = form.Find(section.key);
  // Only the purposes have a blank that an instance may fill.
  const size_t keys_count = section.key == "purposes" ? 3 : 2;
  if (node == nullptr || !form_.ReadMap(*node, std::span(kSectionKeys).first(keys_count))) {
    return;
  }
  draft_.*section.clause = form_.ReadClause(*node, "clause");
  form_.ReadClause(*node, "blank");
  const Node* list = node->Find("list");
  if (section.may_be_not_stated && list != nullptr && list->text == "not-stated") {
    return;
  }
  if (const auto* items = form_.ReadList(*node, "list", section.items_max)) {
    for (const Node& item : *items) {
      (this->*section.read_item)(item);
    }
  }
}

void AgreementReader::ReadClauseOf(const Node& form, std::string_view key, std::string& clause) {
  if (const Node* node = form.Find(key); node && form_.ReadMap(*node, kClauseKeys)) {
    clause = form_.ReadClause(*node, "clause");
  }
}

void AgreementReader::AddPurpose(Reader& reader, const Node& node) {
  if (reader.ReadMap(node, kPurposeKeys)) {
    draft_.purposes_.push_back({.id = reader.ReadNewName(node, "id", purpose_ids_),
                                .text = reader.ReadText(node, "text"),
                                .clause = reader.ReadClause(node, "clause"),
                                .dpv = reader.ReadDpvTerm(node, "dpv")});
  }
}

void AgreementReader::ReadVerb(const Node& node) {
  if (!form_.ReadMap(node, kVerbKeys)) {
    return;
  }
  const std::optional<Verb> verb = form_.ReadVerb(node, "verb");
  const std::string clause = form_.ReadClause(node, "clause");
  if (!verb) {
    return;
  }
  if (!verbs_.insert(*verb).second) {
    form_.Report("A110", node.Find("verb")->at, Quote(Name(*verb)) + " is declared twice");
  }
  draft_.verbs_.push_back({*verb, clause});
}

void AgreementReader::ReadCategory(const Node& node) {
  if (form_.ReadMap(node, kCategoryKeys)) {
    draft_.categories_.push_back({.id = form_.ReadNewName(node, "id", category_ids_),
                                  .text = form_.ReadText(node, "text"),
                                  .clause = form_.ReadClause(node, "clause"),
                                  .special = form_.ReadYesNo(node, "special")});
  }
}

void AgreementReader::ReadPeople(const Node& node) {
  if (form_.ReadMap(node, kPeopleKeys)) {
    draft_.people_.push_back({.id = form_.ReadNewName(node, "id", people_ids_),
                              .text = form_.ReadText(node, "text"),
                              .clause = form_.ReadClause(node, "clause")});
  }
}

void AgreementReader::ReadPlace(const Node& node) {
  if (!form_.ReadMap(node, kPlaceKeys)) {
    return;
  }
  Place place{.country = form_.ReadCountry(node, "country", false),
              .text = form_.ReadText(node, "text"),
              .clause = form_.ReadClause(node, "clause")};
  if (!place.country.empty() && !countries_.insert(place.country).second) {
    form_.Report("A110", node.Find("country")->at, Quote(place.country) + " is declared twice");
  }
  draft_.places_.push_back(std::move(place));
}

void AgreementReader::ReadSubprocessor(const Node& node) {
  if (form_.ReadMap(node, kSubprocessorKeys)) {
    draft_.subprocessors_.push_back({.id = form_.ReadNewName(node, "id", subprocessor_ids_),
                                     .name = form_.ReadText(node, "name"),
                                     .country = form_.ReadCountry(node, "country", true),
                                     .seat = form_.ReadCountry(node, "seat", false),
                                     .task = form_.ReadText(node, "task"),
                                     .clause = form_.ReadClause(node, "clause")});
  }
}

void AgreementReader::ReadRetentions(const Node& form) {
  const auto* items = form_.ReadList(form, "retention", kEntriesMax);
  if (items == nullptr) {
    return;
  }
  for (const Node& item : *items) {
    if (form_.ReadMap(item, kRetentionKeys)) {
      RetentionEntry entry = internal::ReadRetention(form_, item, true);
      entry.retention.clause = form_.ReadClause(item, "clause");
      retentions_.push_back(std::move(entry));
    }
  }
}

void AgreementReader::ReadPermissions(const Node& form) {
  const auto* items = form_.ReadList(form, "permissions", kEntriesMax);
  if (items == nullptr) {
    return;
  }
  for (const Node& item : *items) {
    if (form_.ReadMap(item, kPermissionKeys)) {
      draft_.permissions_.push_back({.clause = form_.ReadClause(item, "clause")});
    }
  }
}

void AgreementReader::ReadInstance(const Node& instance) {
  if (!instance_.ReadMap(instance, kInstanceKeys)) {
    return;
  }
  const std::string id = instance_.ReadName(instance, "agreement");
  if (const Result<AgreementId> parsed = AgreementId::Parse(id)) {
    draft_.id_ = *parsed;
  }
  draft_.version_ = instance_.ReadNumber(instance, "version", 1, kVersionMax);
  instance_.ReadFormRef(instance, "form");
  draft_.start_ = instance_.ReadInstant(instance, "start");
  if (instance.Find("end") != nullptr) {
    draft_.end_ = instance_.ReadInstant(instance, "end");
  }
  if (const Node* node = instance.Find("controller");
      node && instance_.ReadMap(*node, kControllerKeys)) {
    draft_.controller_.name = instance_.ReadText(*node, "name");
    draft_.controller_.address = instance_.ReadText(*node, "address");
    draft_.controller_.contact = instance_.ReadText(*node, "contact");
  }
  if (const Node* node = instance.Find("signed"); node && instance_.ReadMap(*node, kSignedKeys)) {
    instance_.ReadText(*node, "by");
    instance_.ReadDay(*node, "on");
    instance_.ReadText(*node, "how");
  }
  if (const Node* fills = instance.Find("fills")) {
    ReadFills(*fills);
  }
  if (const Node* choices = instance.Find("choices")) {
    ReadChoices(*choices);
  }
}

void AgreementReader::ReadFills(const Node& fills) {
  if (!instance_.ReadMap(fills, kFillsKeys)) {
    return;
  }
  if (const auto* items = instance_.ReadList(fills, "purposes", kPurposesMax)) {
    for (const Node& item : *items) {
      AddPurpose(instance_, item);
    }
  }
}

void AgreementReader::ReadChoices(const Node& choices) {
  if (!instance_.ReadMap(choices, kChoicesKeys)) {
    return;
  }
  const auto* items = instance_.ReadList(choices, "retention", kEntriesMax);
  if (items == nullptr) {
    return;
  }
  for (const Node& item : *items) {
    if (instance_.ReadMap(item, kChoiceKeys)) {
      choices_.push_back(internal::ReadRetention(instance_, item, false));
      instance_.ReadText(item, "by");
      instance_.ReadDay(item, "on");
      instance_.ReadText(item, "why");
    }
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
