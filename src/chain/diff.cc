// SPDX-License-Identifier: Apache-2.0
#include "chain/diff.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "chain/internal/diff_parts.h"
#include "format/json_tree.h"

namespace mandat {
namespace {

std::string_view SayFavour(Favour favour) {
  switch (favour) {
    case Favour::kNobody:
      return "";
    case Favour::kController:
      return "better for the controller";
    case Favour::kProcessor:
      return "better for us";
    case Favour::kUnclear:
      return "to be judged";
  }
  return "?";
}

std::string Number(double days) {
  const std::string text = fmt::format("{:.1f}", days);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

// The spread of a change that makes a period longer, or of its opposite.
std::string SaySpread(const Spread& spread, bool is_longer) {
  const double sign = is_longer ? 1 : -1;
  const std::string least = Number(is_longer ? spread.min : -spread.max);
  const std::string most = Number(is_longer ? spread.max : -spread.min);
  const std::string mean = Number(sign * spread.mean);
  if (least == most) {
    return fmt::format("{} {}", mean, mean == "1" ? "day" : "days");
  }
  return fmt::format("{} days ({} to {})", mean, least, most);
}

JsonTree Told(const Spread& spread) {
  JsonTree told = JsonTree::Object();
  const auto seconds = [](double days) {
    return JsonTree::Number(static_cast<int64_t>(days * 86400 + (days < 0 ? -0.5 : 0.5)));
  };
  told.Set("min_seconds", seconds(spread.min)).Set("max_seconds", seconds(spread.max));
  told.Set("mean_seconds", seconds(spread.mean));
  return told;
}

// What people call the terms that carry a time.
std::string_view Called(std::string_view path) {
  using Title = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Title, 10> kTitles = {
      {{"sub-processors.objection", "objection window"},
       {"sub-processors.notice", "notice of new sub-processors"},
       {"breach.notice", "notice of a breach"},
       {"requests.forward", "passing on of requests"},
       {"requests.complaints", "passing on of complaints"},
       {"end.delay", "deletion at the end"},
       {"end.certificate", "certificate of destruction"},
       {"end.backups", "copies in backups"},
       {"audits.notice", "notice of an audit"},
       {"amendment.objection", "window to object to a new version"}}};
  const auto* found = std::ranges::find(kTitles, path, &Title::first);
  return found == kTitles.end() ? "" : found->second;
}

std::string SayEnd(const std::string& text, const std::string& clause) {
  if (text.empty()) {
    return "nothing";
  }
  return clause.empty() ? text : fmt::format("{} ({})", text, clause);
}

}  // namespace

std::string_view Name(Favour favour) {
  switch (favour) {
    case Favour::kNobody:
      return "nobody";
    case Favour::kController:
      return "controller";
    case Favour::kProcessor:
      return "processor";
    case Favour::kUnclear:
      return "unclear";
  }
  return "?";
}

Result<std::vector<Change>> Diff(const Agreement& before, const Agreement& after) {
  std::vector<Change> changes;
  internal::CompareLists(before, after, changes);
  internal::ComparePermissions(before, after, changes);
  MANDAT_TRY_STATUS(internal::CompareTerms(before, after, changes));
  std::ranges::sort(changes, [](const Change& one, const Change& other) {
    return std::tie(one.path, one.aspect, one.before, one.after) <
           std::tie(other.path, other.aspect, other.before, other.after);
  });
  return changes;
}

std::string SayEffect(const Change& change) {
  if (!change.effect) {
    return "";
  }
  const PeriodEffect& effect = *change.effect;
  const std::string_view whom =
      internal::IsControllersTime(change.path, "") ? "for the controller" : "for us";
  if (effect.years == Spread{}) {
    return fmt::format("as long as before {}", whom);
  }
  const bool is_longer = effect.years.mean > 0;
  return fmt::format("{} {} by {} in a typical month, by {} over two years",
                     is_longer ? "longer" : "shorter", whom, SaySpread(effect.month, is_longer),
                     SaySpread(effect.years, is_longer));
}

std::string FormatText(const std::vector<Change>& changes) {
  if (changes.empty()) {
    return "no difference\n";
  }
  std::string out;
  for (const Change& change : changes) {
    const std::string_view called = Called(change.path);
    out += called.empty() ? "" : fmt::format("{}, ", called);
    out += fmt::format(
        "{}{}: {} -> {}", change.path, change.aspect.empty() ? "" : " " + change.aspect,
        SayEnd(change.before, change.before_clause), SayEnd(change.after, change.after_clause));
    const std::string effect = SayEffect(change);
    out += effect.empty() ? "" : "; " + effect;
    const std::string_view favour = SayFavour(change.favour);
    out += favour.empty() ? "\n" : fmt::format("; {}\n", favour);
  }
  return out;
}

std::string FormatJson(const std::vector<Change>& changes) {
  JsonTree list = JsonTree::Array();
  for (const Change& change : changes) {
    JsonTree one = JsonTree::Object();
    one.Set("path", change.path).Set("aspect", change.aspect);
    one.Set("before", change.before).Set("before_clause", change.before_clause);
    one.Set("after", change.after).Set("after_clause", change.after_clause);
    one.Set("favour", Name(change.favour));
    if (change.effect) {
      JsonTree effect = JsonTree::Object();
      effect.Set("says", SayEffect(change)).Set("month", Told(change.effect->month));
      effect.Set("two_years", Told(change.effect->years));
      one.Set("effect", std::move(effect));
    }
    list.Add(std::move(one));
  }
  JsonTree told = JsonTree::Object();
  told.Set("changes", std::move(list));
  return told.Format();
}

}  // namespace mandat
