// SPDX-License-Identifier: Apache-2.0
#include "agreement/schema_plan.h"

#include <array>

#include "agreement/internal/text.h"

namespace mandat {

using internal::Quote;

std::string_view Name(UnitsEffect effect) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"none", "readable", "old-type", "reindex", "rewrite", "refused"});
  return kNames[static_cast<size_t>(effect)];
}

std::string_view Say(UnitsEffect effect) {
  constexpr auto kPhrases = std::to_array<std::string_view>(
      {"there are no units that it concerns", "units stay readable as they are",
       "units show it under the type they were written with",
       "units are found by it once they are indexed anew",
       "units keep what they were written under until they are written again",
       "it cannot be done while there are units"});
  return kPhrases[static_cast<size_t>(effect)];
}

std::string_view Name(SchemaPart part) {
  constexpr auto kNames = std::to_array<std::string_view>({"collection", "role", "field"});
  return kNames[static_cast<size_t>(part)];
}

std::string Describe(const SchemaChange& change) {
  const std::string id =
      change.id.empty() ? change.collection : change.collection + "." + change.id;
  const std::string what = std::string(Name(change.part)) + " " + Quote(id);
  if (change.key.empty()) {
    return what + (change.was.empty() ? " is added" : " is removed");
  }
  const auto value = [](const std::string& text) { return text.empty() ? "nothing" : Quote(text); };
  return what + ": " + Quote(change.key) + " from " + value(change.was) + " to " + value(change.is);
}

namespace {

std::string Said(bool yes) { return yes ? "true" : "false"; }

std::string SaidNumber(uint64_t number) { return number == 0 ? "" : std::to_string(number); }

std::string Said(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return all;
}

class Planner {
 public:
  std::vector<SchemaChange> Plan(const ServiceSchema& before, const ServiceSchema& after) {
    for (const Collection& gone : before.collections()) {
      if (after.FindCollection(gone.id) == nullptr) {
        at_ = {.collection = gone.id};
        Add("", Name(gone.kind), "", UnitsEffect::kRefused);
      }
    }
    for (const Collection& is : after.collections()) {
      at_ = {.collection = is.id};
      if (const Collection* was = before.FindCollection(is.id)) {
        Compare(*was, is);
      } else {
        Add("", "", Name(is.kind), UnitsEffect::kNone);
      }
    }
    return std::move(changes_);
  }

 private:
  void Add(std::string_view key, std::string_view was, std::string_view is, UnitsEffect units) {
    SchemaChange change = at_;
    change.key = key;
    change.was = was;
    change.is = is;
    change.units = units;
    changes_.push_back(std::move(change));
  }

  void AddIfOther(std::string_view key, std::string_view was, std::string_view is,
                  UnitsEffect units) {
    if (was != is) {
      Add(key, was, is, units);
    }
  }

  void Compare(const Collection& was, const Collection& is) {
    AddIfOther("kind", Name(was.kind), Name(is.kind), UnitsEffect::kRefused);
    if (was.kind != is.kind) {
      return;  // nothing else of the two can be compared
    }
    AddIfOther("people", was.people, is.people, UnitsEffect::kRefused);
    AddIfOther("erasure", Name(was.erasure), Name(is.erasure), UnitsEffect::kRewrite);
    AddIfOther("history", Said(was.history), Said(is.history), UnitsEffect::kReadable);
    AddIfOther("by-time", Said(was.by_time), Said(is.by_time),
               is.by_time ? UnitsEffect::kReindex : UnitsEffect::kReadable);
    AddIfOther("media-types", Said(was.media_types), Said(is.media_types), UnitsEffect::kReadable);
    AddIfOther("bytes-max", SaidNumber(was.bytes_max), SaidNumber(is.bytes_max),
               UnitsEffect::kReadable);
    CompareRoles(was, is);
    CompareFields(was, is);
  }

  // A unit names its people by their roles, so a role that somebody may be in has to stay.
  void CompareRoles(const Collection& was, const Collection& is) {
    at_.part = SchemaPart::kRole;
    for (const Role& role : was.roles) {
      at_.id = role.id;
      if (is.FindRole(role.id) == nullptr) {
        Add("", role.people, "", UnitsEffect::kRefused);
      }
    }
    for (const Role& role : is.roles) {
      at_.id = role.id;
      const Role* before = was.FindRole(role.id);
      if (before == nullptr) {
        Add("", "", role.people, UnitsEffect::kReadable);
        continue;
      }
      AddIfOther("people", before->people, role.people, UnitsEffect::kRefused);
      AddIfOther("many", Said(before->many), Said(role.many), UnitsEffect::kReadable);
      AddIfOther("required", Said(before->required), Said(role.required), UnitsEffect::kReadable);
      AddIfOther("erasure", Name(before->erasure), Name(role.erasure), UnitsEffect::kRewrite);
    }
  }

  void CompareFields(const Collection& was, const Collection& is) {
    at_.part = SchemaPart::kField;
    for (const Field& field : was.fields) {
      at_.id = field.id;
      if (is.FindField(field.id) == nullptr) {
        Add("", Name(field.type), "", UnitsEffect::kReadable);
      }
    }
    for (const Field& field : is.fields) {
      at_.id = field.id;
      if (const Field* before = was.FindField(field.id)) {
        CompareField(*before, field);
      } else {
        Add("", "", Name(field.type), UnitsEffect::kReadable);
      }
    }
  }

  void CompareField(const Field& was, const Field& is) {
    AddIfOther("type", Name(was.type), Name(is.type), UnitsEffect::kOldType);
    AddIfOther("category", was.category, is.category, UnitsEffect::kRewrite);
    AddIfOther("length-max", SaidNumber(was.length_max), SaidNumber(is.length_max),
               UnitsEffect::kReadable);
    AddIfOther("required", Said(was.required), Said(is.required), UnitsEffect::kReadable);
    AddIfOther("role", was.role, is.role, UnitsEffect::kRewrite);
    AddIfOther("search", Name(was.search), Name(is.search),
               is.search == FieldSearch::kNone ? UnitsEffect::kReadable : UnitsEffect::kReindex);
    AddIfOther("personal", Said(was.personal), Said(is.personal), UnitsEffect::kReadable);
  }

  SchemaChange at_;  // where we are: collection, part and id
  std::vector<SchemaChange> changes_;
};

}  // namespace

std::vector<SchemaChange> PlanSchema(const ServiceSchema& before, const ServiceSchema& after) {
  return Planner().Plan(before, after);
}

}  // namespace mandat
