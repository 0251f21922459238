// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "chain/internal/links.h"

namespace mandat::internal {
namespace {

struct Listed {
  std::string id;
  std::string text;
  std::string clause;
  std::string dpv;
};

template <class Item>
std::vector<Listed> ListOf(const std::vector<Item>& items) {
  std::vector<Listed> listed;
  for (const Item& item : items) {
    listed.push_back({item.id, item.text, item.clause, item.dpv});
  }
  return listed;
}

const Listed* FindIn(const Listed& item, const std::vector<Listed>& others) {
  const auto found = std::ranges::find_if(others, [&](const Listed& other) {
    return item.id == other.id || (!item.dpv.empty() && item.dpv == other.dpv);
  });
  return found == others.end() ? nullptr : &*found;
}

bool AllHaveTerms(const std::vector<Listed>& items) {
  return std::ranges::none_of(items, [](const Listed& item) { return item.dpv.empty(); });
}

// Each of `needed` is looked for in `offered`. What is not found fails where both sides are put in
// the terms of DPV; otherwise two words may still mean the same, and a person has to say so.
struct Comparison {
  std::vector<std::string> matched;
  std::vector<Listed> missing;
  bool is_certain = true;
};

Comparison Compare(const std::vector<Listed>& needed, const std::vector<Listed>& offered) {
  Comparison comparison;
  comparison.is_certain = AllHaveTerms(offered);
  for (const Listed& item : needed) {
    if (const Listed* found = FindIn(item, offered)) {
      comparison.matched.push_back(fmt::format("`{}` is `{}`", item.id, found->id));
    } else {
      comparison.is_certain &= !item.dpv.empty();
      comparison.missing.push_back(item);
    }
  }
  return comparison;
}

std::string Ids(const std::vector<Listed>& items) {
  std::vector<std::string> ids;
  for (const Listed& item : items) {
    ids.push_back("`" + item.id + "`");
  }
  return Joined(ids);
}

ChainSide SideOfList(std::string_view path, const std::string& clause,
                     const std::vector<Listed>& items) {
  return {std::string(path), clause, 0, Ids(items)};
}

void Judge(Link& link, const Comparison& comparison, std::string_view all_found,
           std::string_view not_found, const std::string& remedy) {
  if (!comparison.matched.empty()) {
    link.notes.push_back("matched by id or DPV term: " + Joined(comparison.matched));
  }
  if (comparison.missing.empty()) {
    link.verdict = Verdict::kKept;
    link.says = all_found;
    return;
  }
  link.verdict = comparison.is_certain ? Verdict::kFails : Verdict::kUnknown;
  link.says = fmt::format("{}: {}{}", not_found, Ids(comparison.missing),
                          comparison.is_certain ? "" : "; no id or DPV term links them");
  for (const Listed& item : comparison.missing) {
    link.notes.push_back(fmt::format("{} ({}): {}", item.id, item.clause, item.text));
  }
  link.remedy = remedy;
}

void AddOthers(Link& link, const Comparison& others, std::string_view what) {
  if (!others.missing.empty()) {
    link.notes.push_back(fmt::format("{}: {}", what, Ids(others.missing)));
  }
}

}  // namespace

// Source: GDPR Art. 28(3)(a).
std::optional<Link> PurposesLink(const Pair& pair) {
  const std::vector<Listed> up = ListOf(pair.upstream.purposes());
  const std::vector<Listed> down = ListOf(pair.downstream.purposes());
  Link link;
  link.promise = "purposes";
  link.source = "GDPR Art. 28(3)(a)";
  link.upstream = SideOfList("purposes", pair.upstream.purposes_clause(), up);
  link.downstream = SideOfList("purposes", pair.downstream.purposes_clause(), down);
  Judge(link, Compare(down, up), "every purpose downstream is one upstream",
        "purposes downstream that upstream does not list",
        "have them struck out downstream, or listed and mapped to a DPV term upstream");
  AddOthers(link, Compare(up, down), "what downstream may not be used for");
  return link;
}

// Source: GDPR Art. 28(4).
std::optional<Link> CategoriesLink(const Pair& pair) {
  const std::vector<Listed> up = ListOf(pair.upstream.categories());
  const std::vector<Listed> down = ListOf(pair.downstream.categories());
  Link link;
  link.promise = "categories";
  link.source = "GDPR Art. 28(4)";
  link.upstream = SideOfList("data-categories", pair.upstream.categories_clause(), up);
  link.downstream = SideOfList("data-categories", pair.downstream.categories_clause(), down);
  Judge(link, Compare(up, down), "every category upstream may be sent there",
        "categories upstream that downstream does not cover",
        "do not send them there, or have them listed downstream");
  AddOthers(link, Compare(down, up), "listed downstream only, not to be collected there");
  return link;
}

// Source: GDPR Art. 28(4).
std::optional<Link> PeopleLink(const Pair& pair) {
  const std::vector<Listed> up = ListOf(pair.upstream.people());
  const std::vector<Listed> down = ListOf(pair.downstream.people());
  if (up.empty()) {
    return std::nullopt;
  }
  Link link;
  link.promise = "people";
  link.source = "GDPR Art. 28(4)";
  link.upstream = SideOfList("people", pair.upstream.people_clause(), up);
  link.downstream = SideOfList("people", pair.downstream.people_clause(), down);
  Judge(link, Compare(up, down), "data of everybody upstream may be sent there",
        "people upstream whom downstream does not cover",
        "do not send their data there, or have them listed downstream");
  return link;
}

}  // namespace mandat::internal
