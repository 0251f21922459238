// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/yaml.h"

namespace mandat {

inline constexpr size_t kPurposesMax = 128;
inline constexpr size_t kPeopleMax = 32;

// Reads in three stages and stops after the first that has findings: the texts, the shape of every
// value, the meaning of the whole.
class AgreementReader {
 public:
  explicit AgreementReader(const Agreement::Sources& sources)
      : sources_(sources),
        form_(sources.form_name, findings_),
        instance_(sources.instance_name, findings_),
        draft_(*AgreementId::Parse("unread")) {}

  std::variant<Agreement, std::vector<Finding>> Read();

 private:
  // A list with a clause that closes it: what the list does not name, that clause refuses.
  struct Section {
    std::string_view key;
    std::string Agreement::* clause;
    void (AgreementReader::*read_item)(const internal::Node&);
  };

  void ReadForm(const internal::Node& form);
  void ReadInstance(const internal::Node& instance);
  void ReadSection(const internal::Node& form, const Section& section);
  void ReadParties(const internal::Node& parties);
  void ReadPurpose(const internal::Node& node) { AddPurpose(form_, node); }
  void AddPurpose(internal::Reader& reader, const internal::Node& node);
  void ReadVerb(const internal::Node& node);
  void ReadCategory(const internal::Node& node);
  void ReadPeople(const internal::Node& node) { AddPeople(form_, node); }
  void AddPeople(internal::Reader& reader, const internal::Node& node);
  void ReadPlace(const internal::Node& node);
  void ReadSubprocessor(const internal::Node& node);
  void ReadRetentions(const internal::Node& form);
  void ReadPermissions(const internal::Node& form);
  void ReadTime(const internal::Node& time);
  void ReadPrecedence(const internal::Node& precedence);
  void ReadProvenance(const internal::Node& provenance);
  void ReadSpans(const internal::Node& form);
  void ReadCustomer(const internal::Node& instance);
  void ReadFills(const internal::Node& fills);
  void ReadChoices(const internal::Node& choices);
  void ReadAttestations(const internal::Node& instance);

  void Resolve(const internal::Node& form, const internal::Node& instance);
  void ResolveFills(const internal::Node& form, const internal::Node& instance);
  void ResolveRetentions(const internal::Node& form, const internal::Node& instance);
  void ResolvePermissions(const internal::Node& form);
  void ResolveConcluded(const internal::Node& instance);

  static Bytes Encode(const internal::Node& form, const internal::Node& instance);

  const Agreement::Sources& sources_;
  std::vector<Finding> findings_;
  internal::Reader form_;
  internal::Reader instance_;
  Agreement draft_;
  std::set<std::string> purpose_ids_, category_ids_, people_ids_, subprocessor_ids_;
  std::set<Verb> verbs_;
  std::set<std::string> countries_;
  std::vector<internal::RetentionEntry> retentions_;
  std::vector<internal::RetentionEntry> choices_;
};

}  // namespace mandat
