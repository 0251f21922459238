// SPDX-License-Identifier: Apache-2.0
// The third stage of reading an agreement: what its values mean together.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "agreement/internal/agreement_reader.h"
#include "agreement/internal/terms_reader.h"
#include "agreement/internal/text.h"

namespace mandat {

using internal::Declared;
using internal::Node;
using internal::Quote;
using internal::RetentionEntry;

namespace {

template <class Rows>
std::vector<Declared> DeclaredOf(const Rows& rows) {
  std::vector<Declared> declared;
  for (const auto& row : rows) {
    declared.push_back({row.id, row.clause});
  }
  return declared;
}

}  // namespace

void AgreementReader::Resolve(const Node& form, const Node& instance) {
  const auto [name, version] = instance_.ReadFormRef(instance, "form");
  if (name != draft_.form_ || version != draft_.form_version_) {
    instance_.Report("A203", instance.Find("form")->at,
                     "the agreement stands on " + Quote(name + "@" + std::to_string(version)) +
                         ", and the form is " +
                         Quote(draft_.form_ + "@" + std::to_string(draft_.form_version_)));
  }
  if (draft_.end_ && *draft_.end_ <= draft_.start_) {
    instance_.Report("A202", instance.Find("end")->at, "the end is not after the start");
  }
  ResolveFills(form, instance);
  ResolveRetentions(form, instance);
  ResolvePermissions(form);
  ResolveConcluded(instance);
  internal::ResolveTerms(draft_.terms_, draft_.parts_, form_,
                         {.reader = instance_,
                          .instance = instance,
                          .needs_confirmation = !draft_.prevailing_language_.empty() &&
                                                draft_.prevailing_language_ != draft_.language_});
}

// Only what the form leaves blank may be filled in.
void AgreementReader::ResolveFills(const Node& form, const Node& instance) {
  const Node* fills = instance.Find("fills");
  for (const std::string_view key : {"purposes", "people"}) {
    const Node* list = fills == nullptr ? nullptr : fills->Find(key);
    const Node* blank = form.Find(key)->Find("blank");
    for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const Node& item = list->items[i];
      if (blank == nullptr) {
        instance_.Report("A204", item.at, "the form leaves no room for more " + std::string(key),
                         {.source = "GDPR Art. 28(3)"});
      } else if (item.Find("clause")->text != blank->text) {
        instance_.Report(
            "A204", item.Find("clause")->at,
            "the form leaves room for " + std::string(key) + " in " + Quote(blank->text));
      }
    }
  }
  if (draft_.purposes_.size() > kPurposesMax || draft_.people_.size() > kPeopleMax) {
    instance_.Report("A111", instance.Find("fills")->title,
                     "form and instance have more than 128 purposes or 32 people together");
  }
}

// Which parts that are concluded only on request this customer concluded.
void AgreementReader::ResolveConcluded(const Node& instance) {
  const Node* choices = instance.Find("choices");
  if (choices == nullptr || choices->Find("concluded") == nullptr) {
    return;
  }
  std::vector<Declared> open;
  for (const Part& part : draft_.parts_) {
    if (!part.is_concluded) {
      open.push_back({part.id, {}});
    }
  }
  for (const std::string& id : instance_.ReadNames(*choices, "concluded", open, "part")) {
    std::ranges::find(draft_.parts_, id, &Part::id)->is_concluded = true;
  }
}

// Every category is kept for exactly one stated time, or for the one the instance records where the
// form leaves it open.
// Source: GDPR Art. 5(1)(e).
void AgreementReader::ResolveRetentions(const Node& form, const Node& instance) {
  const std::vector<Declared> declared = DeclaredOf(draft_.categories_);
  std::map<std::string, const Retention*> open;
  std::set<std::string> stated;
  for (RetentionEntry& entry : retentions_) {
    entry.retention.categories =
        form_.ReadNames(*entry.node, "categories", declared, "data category");
    for (const std::string& category : entry.retention.categories) {
      if (!stated.insert(category).second) {
        form_.Report("A206", entry.node->Find("categories")->at,
                     "data category " + Quote(category) + " has two retentions");
      }
      if (entry.is_open) {
        open.emplace(category, &entry.retention);
      }
    }
    if (!entry.is_open) {
      draft_.retentions_.push_back(entry.retention);
    }
  }
  for (const DataCategory& category : draft_.categories_) {
    if (!stated.contains(category.id)) {
      form_.Report("A205", form.Find("retention")->title,
                   "data category " + Quote(category.id) + " has no retention",
                   {.help = "`term`, a period, or `choice` if every instance records one",
                    .source = "GDPR Art. 5(1)(e)"});
    }
  }
  for (RetentionEntry& choice : choices_) {
    for (std::string& category :
         instance_.ReadNames(*choice.node, "categories", declared, "data category")) {
      const auto found = open.find(category);
      if (found == open.end()) {
        instance_.Report("A204", choice.node->Find("categories")->at,
                         "the form leaves no choice for data category " + Quote(category));
        continue;
      }
      Retention retention = choice.retention;
      retention.clause = found->second->clause;
      retention.categories = {std::move(category)};
      draft_.retentions_.push_back(std::move(retention));
      open.erase(found);
    }
  }
  for (const auto& [category, retention] : open) {
    instance_.Report(
        "A204", instance.title, "no retention is chosen for data category " + Quote(category),
        {.help = "the form (" + retention->clause + ") leaves it open; record it under `choices`",
         .source = "GDPR Art. 5(1)(e)"});
  }
}

void AgreementReader::ResolvePermissions(const Node& form) {
  std::vector<Declared> verbs;
  for (const AllowedVerb& row : draft_.verbs_) {
    verbs.push_back({Name(row.verb), row.clause});
  }
  const std::vector<Declared> purposes = DeclaredOf(draft_.purposes_);
  const std::vector<Declared> categories = DeclaredOf(draft_.categories_);
  const std::vector<Declared> people = DeclaredOf(draft_.people_);
  const std::vector<Node>& nodes = form.Find("permissions")->items;
  for (size_t i = 0; i < nodes.size(); ++i) {
    Permission& permission = draft_.permissions_[i];
    permission.purposes = form_.ReadNames(nodes[i], "purposes", purposes, "purpose");
    permission.categories = form_.ReadNames(nodes[i], "categories", categories, "data category");
    permission.people = form_.ReadNames(nodes[i], "people", people, "category of people");
    for (const std::string& name : form_.ReadNames(nodes[i], "operations", verbs, "operation")) {
      permission.verbs.push_back(*FindVerb(name));
    }
  }
}

}  // namespace mandat
