// SPDX-License-Identifier: Apache-2.0
#include "aggregate/guards.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace mandat {
namespace {

struct Group {
  const std::string* name;
  const PersonParts* parts;
  std::optional<Guard> withheld;
};

PersonPart TotalOf(const PersonParts& parts) {
  PersonPart total;
  for (const auto& [person, part] : parts) {
    total.Add(part);
  }
  return total;
}

// How large a person's part is: of values their size, else the number of units.
double SizeOf(const PersonPart& part, bool of_values) {
  return of_values ? std::abs(part.sum) : static_cast<double>(part.units_count);
}

// Whoever has most could take off his own part and know nearly the other's.
bool IsDominated(const PersonParts& parts, bool of_values, const AggregateRules& rules) {
  double first = 0;
  double second = 0;
  double all = 0;
  for (const auto& [person, part] : parts) {
    const double size = SizeOf(part, of_values);
    all += size;
    if (size > first) {
      second = std::exchange(first, size);
    } else {
      second = std::max(second, size);
    }
  }
  return all > 0 &&
         (first > rules.share_one_most * all || first + second > rules.share_two_most * all);
}

// People whose value is the least, or the greatest.
bool HasEnoughAtEnd(const PersonParts& parts, Statistic figure, uint32_t people_min) {
  const PersonPart total = TotalOf(parts);
  const auto count = std::ranges::count_if(parts, [&](const auto& item) {
    const PersonPart& part = item.second;
    return part.values_count > 0 &&
           (figure == Statistic::kMin ? part.least == total.least : part.most == total.most);
  });
  return static_cast<uint64_t>(count) >= people_min;
}

uint64_t PeopleWithValues(const PersonParts& parts) {
  return static_cast<uint64_t>(
      std::ranges::count_if(parts, [](const auto& item) { return item.second.values_count > 0; }));
}

bool Asks(std::span<const Statistic> figures, std::initializer_list<Statistic> any) {
  return std::ranges::any_of(
      figures, [&](Statistic figure) { return std::ranges::find(any, figure) != any.end(); });
}

std::optional<Guard> JudgeGroup(const PersonParts& parts, bool of_values,
                                std::span<const Statistic> figures, const AggregateRules& rules) {
  if (parts.size() < rules.people_min ||
      (of_values && PeopleWithValues(parts) < rules.people_min)) {
    return Guard::kGroupSize;
  }
  if (IsDominated(parts, false, rules) ||
      (Asks(figures, {Statistic::kSum, Statistic::kMean}) && IsDominated(parts, true, rules))) {
    return Guard::kDominance;
  }
  for (const Statistic end : {Statistic::kMin, Statistic::kMax}) {
    if (Asks(figures, {end}) && !HasEnoughAtEnd(parts, end, rules.people_min)) {
      return Guard::kExtremes;
    }
  }
  return std::nullopt;
}

// What is withheld must be enough people together: else it follows from a total known elsewhere.
// The smallest groups that could be told are withheld as well until it is.
void WithholdMore(std::vector<Group>& groups, const AggregateRules& rules) {
  PersonParts hidden;
  size_t hidden_groups = 0;
  const auto hide = [&](const Group& group) {
    hidden.insert(group.parts->begin(), group.parts->end());
    ++hidden_groups;
  };
  for (const Group& group : groups) {
    if (group.withheld) {
      hide(group);
    }
  }
  std::vector<Group*> told;
  for (Group& group : groups) {
    if (!group.withheld) {
      told.push_back(&group);
    }
  }
  std::ranges::sort(told, {}, [](const Group* group) { return group->parts->size(); });
  for (Group* group : told) {
    if (hidden_groups == 0 || (hidden_groups > 1 && hidden.size() >= rules.people_min)) {
      return;
    }
    group->withheld = Guard::kComplementary;
    hide(*group);
  }
}

AnsweredSet SetOf(const PersonParts& parts, const std::string& field, const AggregateRules& rules) {
  AnsweredSet set{field, SetSketch(rules.people_min), SetSketch(rules.people_min)};
  for (const auto& [person, part] : parts) {
    uint64_t digest = Mix(part.units_count, part.values_count);
    digest = Mix(digest, std::bit_cast<uint64_t>(part.sum));
    digest = Mix(digest, std::bit_cast<uint64_t>(part.least));
    digest = Mix(digest, std::bit_cast<uint64_t>(part.most));
    set.people.Add(person, 0);
    set.values.Add(person, digest);
  }
  return set;
}

ToldStatistic FigureOf(const PersonPart& total, Statistic figure, bool of_values) {
  switch (figure) {
    case Statistic::kCount: {
      const uint64_t count = of_values ? total.values_count : total.units_count;
      return {figure, static_cast<double>(RoundCount(count))};
    }
    case Statistic::kSum:
      return {figure, RoundValue(total.sum)};
    case Statistic::kMean:
      return {figure, RoundValue(total.sum / static_cast<double>(total.values_count))};
    case Statistic::kMin:
      return {figure, RoundValue(total.least)};
    case Statistic::kMax:
      return {figure, RoundValue(total.most)};
  }
  return {};
}

std::string Least(const AggregateRules& rules) { return std::to_string(rules.people_min); }

AggregateRefusal RefusalOf(Guard guard, const AggregateRules& rules) {
  switch (guard) {
    case Guard::kDominance:
      return {guard,
              "guard dominance: one or two people have most of every group; a count, or"
              " wider groups, would be answered"};
    case Guard::kExtremes:
      return {guard, "guard extremes: fewer than " + Least(rules) +
                         " people have the least or the greatest value; mean and count would be"
                         " answered"};
    case Guard::kGroupSize:
    case Guard::kComplementary:
    case Guard::kDifferencing:
      break;
  }
  return {guard, "guard " + std::string(Name(guard)) + ": no group has " + Least(rules) +
                     " people; fewer conditions, or wider groups, would be answered"};
}

}  // namespace

std::string_view Name(Statistic figure) {
  static constexpr std::string_view kNames[] = {"count", "sum", "mean", "min", "max"};
  return kNames[std::to_underlying(figure)];
}

std::optional<Statistic> FindStatistic(std::string_view name) {
  for (const Statistic figure :
       {Statistic::kCount, Statistic::kSum, Statistic::kMean, Statistic::kMin, Statistic::kMax}) {
    if (Name(figure) == name) {
      return figure;
    }
  }
  return std::nullopt;
}

std::string_view Name(Guard guard) {
  static constexpr std::string_view kNames[] = {"group-size", "dominance", "complementary",
                                                "extremes", "differencing"};
  return kNames[std::to_underlying(guard)];
}

uint64_t RoundCount(uint64_t count) { return (count + 2) / 5 * 5; }

double RoundValue(double value) {
  if (value == 0 || !std::isfinite(value)) {
    return 0;
  }
  const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::abs(value))));
  const double rounded = std::round(value * scale) / scale;
  return std::isfinite(rounded) ? rounded : 0;
}

// Source: GDPR Rec. 26.
AggregateOutcome JudgeGroups(const Tally& tally, const std::string& field,
                             std::span<const Statistic> figures, const AggregateRules& rules) {
  const bool of_values = !field.empty();
  std::vector<Group> groups;
  for (const auto& [name, parts] : tally.groups()) {
    groups.push_back({&name, &parts, JudgeGroup(parts, of_values, figures, rules)});
  }
  const std::vector<Group> before = groups;
  WithholdMore(groups, rules);
  AggregateAnswer answer;
  PersonParts all;
  for (const Group& group : groups) {
    if (group.withheld) {
      answer.withheld.push_back(*group.withheld);
      continue;
    }
    ToldGroup told{*group.name, RoundCount(group.parts->size()), {}};
    const PersonPart total = TotalOf(*group.parts);
    for (const Statistic figure : figures) {
      told.figures.push_back(FigureOf(total, figure, of_values));
    }
    answer.groups.push_back(std::move(told));
    answer.sets.push_back(SetOf(*group.parts, field, rules));
    for (const auto& [person, part] : *group.parts) {
      all[person].Add(part);
    }
  }
  if (answer.groups.empty()) {
    Guard first = Guard::kGroupSize;
    for (const Group& group : before) {
      first = group.withheld.value_or(first);
    }
    return RefusalOf(first, rules);
  }
  if (answer.groups.size() > 1) {
    answer.sets.push_back(SetOf(all, field, rules));
  }
  return answer;
}

std::optional<AggregateRefusal> JudgeAgainst(const AnsweredSet& earlier,
                                             std::span<const AnsweredSet> fresh,
                                             const AggregateRules& rules) {
  const auto is_close = [&](const SetSketch& a, const SetSketch& b) {
    const std::optional<uint64_t> apart = SetSketch::PeopleApart(a, b);
    return !apart || (*apart > 0 && *apart < rules.people_min);
  };
  for (const AnsweredSet& set : fresh) {
    if (is_close(earlier.people, set.people) ||
        (earlier.field == set.field && is_close(earlier.values, set.values))) {
      return AggregateRefusal{
          Guard::kDifferencing,
          "guard differencing: an earlier answer was about all but fewer than " + Least(rules) +
              " of the same people, or fewer of them changed since; the same question about the"
              " same data, or one about other people, would be answered"};
    }
  }
  return std::nullopt;
}

}  // namespace mandat
