// SPDX-License-Identifier: Apache-2.0
// The third stage of reading an agreement: what its values mean together.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "agreement/internal/agreement_reader.h"
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
  if (const Node* fills = instance.Find("fills")) {
    const Node* blank = form.Find("purposes")->Find("blank");
    for (const Node& purpose : fills->Find("purposes")->items) {
      if (blank == nullptr) {
        instance_.Report("A204", purpose.at, "the form leaves no room for more purposes",
                         {.source = "GDPR Art. 28(3)"});
      } else if (purpose.Find("clause")->text != blank->text) {
        instance_.Report("A204", purpose.Find("clause")->at,
                         "the form leaves room for purposes in " + Quote(blank->text));
      }
    }
  }
  if (draft_.purposes_.size() > kPurposesMax) {
    instance_.Report("A111", instance.Find("fills")->title,
                     "form and instance have more than 128 purposes together");
  }
  ResolveRetentions(form, instance);
  ResolvePermissions(form);
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
