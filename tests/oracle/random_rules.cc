// SPDX-License-Identifier: Apache-2.0
#include "oracle/random_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "agreement/agreement_test_util.h"

namespace mandat::oracle {
namespace {

constexpr std::array<std::string_view, 9> kCountries = {"BE", "FR", "DE", "EU", "US",
                                                        "GB", "JP", "CH", "AT"};

// "a, b" of every item with one chance in `n`; never empty, `all` if it may be.
std::string Some(Dice& dice, const std::vector<std::string>& items, size_t n, bool or_all) {
  if (or_all && dice.OneIn(4)) {
    return "all";
  }
  std::string list;
  for (const std::string& item : items) {
    if (dice.OneIn(n)) {
      list += (list.empty() ? "" : ", ") + item;
    }
  }
  return "[" + (list.empty() ? dice.Pick(items) : list) + "]";
}

std::vector<std::string> Names(std::string_view prefix, size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    names.push_back(std::string(prefix) + std::to_string(i));
  }
  return names;
}

std::vector<std::string> DrawVerbs(Dice& dice, size_t most) {
  std::vector<std::string> verbs;
  const size_t count = dice.Between(1, most);
  for (size_t i = 0; i < kVerbsCount; ++i) {
    if (dice.Below(kVerbsCount) < count) {
      verbs.emplace_back(Name(static_cast<Verb>(i)));
    }
  }
  while (verbs.size() > most) {
    verbs.erase(verbs.begin() + static_cast<ptrdiff_t>(dice.Below(verbs.size())));
  }
  return verbs.empty() ? std::vector<std::string>{"consult"} : verbs;
}

std::string Country(Dice& dice) {
  return dice.OneIn(6) ? "not-stated" : std::string(dice.Pick(kCountries));
}

std::string Places(Dice& dice, const Sizes& sizes) {
  std::vector<std::string_view> countries(kCountries.begin(), kCountries.end());
  std::string text;
  for (size_t i = dice.Below(sizes.places + 1); i > 0; --i) {
    const size_t chosen = dice.Below(countries.size());
    text += "    - {country: " + std::string(countries[chosen]) + ", text: x, clause: \"6\"" +
            (dice.Below(3) == 0 ? ", only: sub-processors}\n" : "}\n");
    countries.erase(countries.begin() + static_cast<ptrdiff_t>(chosen));
  }
  return text.empty() ? "    not-stated\n" : text;
}

std::string Subprocessors(Dice& dice, const Sizes& sizes) {
  std::string text;
  for (const std::string& id : Names("sub", dice.Below(sizes.subprocessors + 1))) {
    text +=
        "    - {id: " + id + ", name: x, country: " + Country(dice) + ", task: x, clause: \"7\"}\n";
  }
  return text.empty() ? "    not-stated\n" : text;
}

// Often with one role or two; the first fields go with the roles whose fields go.
std::string CollectionText(Dice& dice, const Sizes& sizes, const std::string& id,
                           const std::vector<std::string>& people,
                           const std::vector<std::string>& categories) {
  std::string text = "  - id: " + id + "\n    people: " + dice.Pick(people) + "\n";
  std::vector<std::string> alone;
  const auto roles = Names("r", dice.OneIn(2) ? 0 : dice.Between(1, 2));
  text += roles.empty() ? "" : "    roles:\n";
  for (const std::string& role : roles) {
    const auto erasure = static_cast<RoleErasure>(dice.Below(3));
    text += "      - {id: " + role + ", people: " + dice.Pick(people) +
            ", erasure: " + std::string(Name(erasure)) + "}\n";
    if (erasure == RoleErasure::kFields) {
      alone.push_back(role);
    }
  }
  text += "    fields:\n";
  const auto fields = Names("f", std::max(alone.size(), dice.Between(1, sizes.fields)));
  for (size_t i = 0; i < fields.size(); ++i) {
    text += "      - {id: " + fields[i] +
            ", type: text, length-max: 10, category: " + dice.Pick(categories) +
            (i < alone.size() ? ", role: " + alone[i] : "") + "}\n";
  }
  return text;
}

template <class Rows>
std::vector<std::string> IdsOf(const Rows& rows) {
  std::vector<std::string> ids;
  for (const auto& row : rows) {
    ids.push_back(row.id);
  }
  return ids;
}

// Often nothing, which means all; else a few.
std::vector<std::string> DrawNames(Dice& dice, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  if (!ids.empty() && dice.OneIn(2)) {
    for (size_t i = dice.Between(1, 2); i > 0; --i) {
      const std::string& name = dice.Pick(ids);
      if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return names;
}

class StandingDrawer {
 public:
  StandingDrawer(Dice& dice, const Sizes& sizes, const Agreement& agreement,
                 const ServiceSchema& schema)
      : dice_(dice),
        sizes_(sizes),
        agreement_(agreement),
        collections_(IdsOf(schema.collections())) {
    const Instant start = agreement.start();
    for (size_t i = 0; i < sizes.instants; ++i) {
      const auto days = static_cast<int64_t>(dice.Below(500)) - 60;
      instants_.push_back(start + std::chrono::hours(24 * days));
    }
    std::ranges::sort(instants_);
    recipients_ = IdsOf(agreement.subprocessors());
    for (const std::string& id : {"new0", "new1"}) {
      recipients_.push_back(id);
    }
  }

  Standing Draw();

 private:
  StandingEntry DrawEntry(const std::string& id) {
    StandingEntry entry{.id = id, .from = dice_.Pick(instants_), .basis = "B " + id};
    if (const Instant until = dice_.Pick(instants_); until > entry.from) {
      entry.until = until;
    }
    return entry;
  }
  std::vector<Verb> DrawScopeVerbs(bool only_listed) {
    std::vector<Verb> verbs;
    for (size_t i = dice_.OneIn(2) ? 0 : dice_.Between(1, 4); i > 0; --i) {
      const Verb verb = only_listed || dice_.OneIn(2) ? dice_.Pick(agreement_.verbs()).verb
                                                      : static_cast<Verb>(dice_.Below(kVerbsCount));
      if (std::ranges::find(verbs, verb) == verbs.end()) {
        verbs.push_back(verb);
      }
    }
    return verbs;
  }
  std::vector<std::string> DrawPlaces(bool may_be_empty, const Standing& standing) {
    std::vector<std::string> places;
    if (may_be_empty && !dice_.OneIn(3)) {
      return places;
    }
    for (size_t i = dice_.Between(1, 2); i > 0; --i) {
      std::vector<std::string> known = IdsOf(agreement_.subprocessors());
      for (const SubprocessorState& row : standing.subprocessors) {
        known.push_back(row.id);
      }
      std::string place(dice_.Pick(kCountries));
      if (!known.empty() && dice_.OneIn(2)) {
        place = dice_.Pick(known);
      }
      if (std::ranges::find(places, place) == places.end()) {
        places.push_back(place);
      }
    }
    return places;
  }
  StandingScope DrawScope() {
    return {DrawNames(dice_, IdsOf(agreement_.purposes())),
            DrawScopeVerbs(false),
            DrawNames(dice_, IdsOf(agreement_.categories())),
            DrawNames(dice_, IdsOf(agreement_.people())),
            {}};
  }
  void DrawSubprocessors(Standing& standing);

  Dice& dice_;
  const Sizes sizes_;
  const Agreement& agreement_;
  const std::vector<std::string> collections_;
  std::vector<std::string> recipients_;
  std::vector<Instant> instants_;
};

void StandingDrawer::DrawSubprocessors(Standing& standing) {
  for (size_t i = dice_.Below(sizes_.states + 1); i > 0; --i) {
    SubprocessorState row{DrawEntry(dice_.Pick(recipients_))};
    row.basis = "7 " + std::to_string(i);
    row.country = dice_.OneIn(3) ? "" : std::string(dice_.Pick(kCountries));
    row.state = dice_.OneIn(2) ? Engagement::kEngaged : static_cast<Engagement>(dice_.Below(4));
    const bool is_taken = std::ranges::any_of(standing.subprocessors, [&](const auto& each) {
      return each.id == row.id && each.from == row.from;
    });
    if (!is_taken) {
      standing.subprocessors.push_back(std::move(row));
    }
  }
}

Standing StandingDrawer::Draw() {
  Standing standing{.instructions_may_widen = true};
  DrawSubprocessors(standing);
  for (size_t i = dice_.Below(sizes_.instructions + 1); i > 0; --i) {
    StandingInstruction instruction{DrawEntry("i" + std::to_string(i))};
    instruction.kind = static_cast<InstructionKind>(dice_.Below(3));
    instruction.scope = DrawScope();
    const bool is_allow = instruction.kind == InstructionKind::kAllow;
    if (is_allow) {
      instruction.scope.verbs = DrawScopeVerbs(true);
    } else {
      instruction.scope.places = DrawPlaces(instruction.kind == InstructionKind::kForbid, standing);
    }
    standing.instructions.push_back(std::move(instruction));
  }
  for (size_t i = dice_.Below(sizes_.suspensions + 1); i > 0; --i) {
    Suspension suspension{DrawEntry("s" + std::to_string(i))};
    suspension.scope = DrawScope();
    suspension.scope.places = DrawPlaces(true, standing);
    standing.suspensions.push_back(std::move(suspension));
  }
  for (size_t i = dice_.Below(sizes_.holds + 1); i > 0; --i) {
    Hold hold{DrawEntry("h" + std::to_string(i))};
    hold.collections = DrawNames(dice_, collections_);
    hold.categories = DrawNames(dice_, IdsOf(agreement_.categories()));
    hold.people = DrawNames(dice_, IdsOf(agreement_.people()));
    standing.holds.push_back(std::move(hold));
  }
  return standing;
}

}  // namespace

uint64_t SeedOr(uint64_t usual) {
  const char* text = std::getenv("MANDAT_ORACLE_SEED");
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

Texts DrawTexts(Dice& dice, const Sizes& sizes) {
  const bool is_huge = sizes.categories > 4 && dice.OneIn(16);
  const auto purposes = Names("p", dice.Between(1, sizes.purposes));
  const auto categories = Names("c", is_huge ? 64 : dice.Between(1, sizes.categories));
  const auto people = Names("u", dice.Between(1, sizes.people));
  const auto verbs = DrawVerbs(dice, sizes.verbs);
  Texts texts;
  std::string& form = texts.form;
  form = R"(form: drawn
version: 1
title: Drawn
language: en
parties:
  processor: {name: Drawn (fictitious), address: x, contact: dpo@example.org, clause: "1"}
  controller: {clause: "1"}
purposes:
  clause: "2"
  list:
)";
  for (const std::string& id : purposes) {
    form += "    - {id: " + id + ", text: x, clause: \"2." + id + "\"}\n";
  }
  form += "operations:\n  clause: \"3\"\n  list:\n";
  for (const std::string& verb : verbs) {
    form += "    - {verb: " + verb + ", clause: \"3.1\"}\n";
  }
  form += "data-categories:\n  clause: \"4\"\n  list:\n";
  for (const std::string& id : categories) {
    form += "    - {id: " + id + ", text: x, clause: \"4.1\"}\n";
  }
  form += "people:\n  clause: \"5\"\n  list:\n";
  for (const std::string& id : people) {
    form += "    - {id: " + id + ", text: x, clause: \"5.1\"}\n";
  }
  form += "places:\n  clause: \"6\"\n  list:\n" + Places(dice, sizes);
  form += "sub-processors:\n  clause: \"7\"\n  list:\n" + Subprocessors(dice, sizes);
  form += "retention:\n  - {categories: all, keep: term, clause: \"8\"}\npermissions:\n";
  for (size_t i = dice.Between(1, sizes.permissions); i > 0; --i) {
    form += "  - {purposes: " + Some(dice, purposes, 2, true) +
            ", operations: " + Some(dice, verbs, 2, true) +
            ", categories: " + Some(dice, categories, 2, true) +
            ", people: " + Some(dice, people, 2, true) + ", clause: \"9." +
            std::to_string(dice.OneIn(4) ? 0 : i) + "\"}\n";
  }
  form += "instructions: {clause: \"10\"}\nerasure: {clause: \"11\", instruction: ";
  form += dice.OneIn(3) ? "not-stated}\n" : "required}\n";
  form += "end: {clause: \"12\"}\nduration: {clause: \"13\"}\n";

  texts.instance = R"(agreement: drawn-example
version: 1
form: drawn@1
controller: {name: Example (fictitious), address: x, contact: ada@example.org}
start: 2026-01-01T00:00:00Z
signed: {by: Ada Example, on: 2025-12-15, how: signed}
)";
  texts.instance += dice.OneIn(2) ? "end: 2027-01-01T00:00:00Z\n" : "";

  texts.schema = "schema: drawn-records\nversion: 1\nform: drawn\ncollections:\n";
  for (const std::string& id : Names("k", dice.Between(1, sizes.collections))) {
    texts.schema += CollectionText(dice, sizes, id, people, categories);
  }
  return texts;
}

MakeStanding DrawStanding(Dice& dice, const Sizes& sizes) {
  return [&dice, sizes](const Agreement& agreement, const ServiceSchema& schema) {
    return StandingDrawer(dice, sizes, agreement, schema).Draw();
  };
}

Subject MakeSubject(std::string name, const Texts& texts, const MakeStanding& make_standing,
                    std::optional<std::chrono::hours> since) {
  Subject subject{std::move(name)};
  auto agreement = Agreement::Parse({"form", texts.form, "instance", texts.instance});
  auto schema = ServiceSchema::Parse("schema", texts.schema);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&agreement)) {
    ADD_FAILURE() << subject.name << "\n" << Render(*findings, texts.form);
    return subject;
  }
  if (const auto* findings = std::get_if<std::vector<Finding>>(&schema)) {
    ADD_FAILURE() << subject.name << "\n" << Render(*findings, texts.schema);
    return subject;
  }
  const Agreement& read = std::get<Agreement>(agreement);
  const ServiceSchema& mapped = std::get<ServiceSchema>(schema);
  const Standing standing = make_standing ? make_standing(read, mapped) : Standing();
  const Instant known = since ? read.start() + *since : Instant{INT64_MIN};
  auto mandate = Mandate::Compile(read, mapped, standing, known);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&mandate)) {
    ADD_FAILURE() << subject.name << "\n" << Render(*findings, "");
    return subject;
  }
  subject.mandate = std::get<std::shared_ptr<const Mandate>>(mandate);
  subject.rules = RulesOf(read, mapped, standing, known);
  return subject;
}

std::vector<std::pair<std::string, Texts>> RealTexts() {
  const std::filesystem::path directory = std::filesystem::path(MANDAT_SOURCE_DIR) / "agreements";
  const auto form_of = [](const std::string& text) {
    const size_t at = text.find("\nform: ") + 7;
    return text.substr(at, text.find_first_of("@\n", at) - at);
  };
  std::vector<std::string> instances, schemas;
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    const std::string name = file.path().filename().string();
    if (name.ends_with("-demo.yaml")) {
      instances.push_back("agreements/" + name);
    } else if (name.ends_with(".schema.yaml")) {
      schemas.push_back("agreements/" + name);
    }
  }
  std::ranges::sort(instances);
  std::ranges::sort(schemas);
  std::vector<std::pair<std::string, Texts>> real;
  for (const std::string& instance : instances) {
    for (const std::string& schema : schemas) {
      Texts texts{.instance = ReadSource(instance), .schema = ReadSource(schema)};
      const std::string form = form_of(texts.instance);
      if (form == form_of(texts.schema)) {
        texts.form = ReadSource("agreements/" + form + ".yaml");
        real.emplace_back(instance + " with " + schema, std::move(texts));
      }
    }
  }
  return real;
}

}  // namespace mandat::oracle
