// SPDX-License-Identifier: Apache-2.0
#include "oracle/questions.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace mandat::oracle {
namespace {

constexpr std::chrono::microseconds kTick{1};

// A set of words in the order in which they came.
class Collector {
 public:
  void Add(const std::string& word) {
    if (!word.empty() && seen_.insert(word).second) {
      words_.push_back(word);
    }
  }
  void Add(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
      Add(word);
    }
  }
  template <class Rows>
  void AddIds(const Rows& rows) {
    for (const auto& row : rows) {
      Add(row.id);
    }
  }
  Words With(std::vector<std::string> odd) {
    std::erase_if(odd, [this](const std::string& word) { return seen_.contains(word); });
    return {std::move(words_), std::move(odd)};
  }

 private:
  std::vector<std::string> words_;
  std::set<std::string> seen_;
};

class VocabularyCollector {
 public:
  void Add(const Rules& rules);
  Vocabulary Take(bool for_all);

 private:
  void KeepOneOfEach(Vocabulary& words) const;
  std::vector<CategorySet> OneBitOfEach() const;
  bool IsNamedByAHold(const std::string& collection) const {
    return std::ranges::any_of(rules_, [&](const Rules* rules) {
      return std::ranges::any_of(rules->standing.holds, [&](const Hold& hold) {
        return std::ranges::find(hold.collections, collection) != hold.collections.end();
      });
    });
  }
  std::vector<CategorySet> EverySet() const;
  void AddEntry(const StandingEntry& entry) {
    AddInstant(entry.from);
    if (entry.until) {
      AddInstant(*entry.until);
    }
  }
  void AddScope(const StandingScope& scope) {
    purposes_.Add(scope.purposes);
    people_.Add(scope.people);
    places_.Add(scope.places);
    verbs_.insert(scope.verbs.begin(), scope.verbs.end());
  }
  void AddInstant(Instant at) {
    if (at.micros != INT64_MIN) {
      instants_.insert(at);
    }
  }

  Collector purposes_, collections_, people_, places_;
  std::set<Verb> verbs_ = {Verb::kStore, Verb::kRestrict, Verb::kErase, Verb::kDestroy};
  std::set<Instant> instants_;
  size_t categories_count_ = 0;
  std::vector<const Rules*> rules_;
};

void VocabularyCollector::Add(const Rules& rules) {
  rules_.push_back(&rules);
  purposes_.AddIds(rules.purposes);
  collections_.AddIds(rules.collections);
  people_.AddIds(rules.people);
  for (const Collection& collection : rules.collections) {
    people_.Add(collection.people);
    for (const Role& role : collection.roles) {
      people_.Add(role.people);
    }
  }
  for (const AllowedVerb& row : rules.verbs) {
    verbs_.insert(row.verb);
  }
  for (const Place& place : rules.places) {
    places_.Add(place.country);
  }
  for (const Subprocessor& row : rules.subprocessors) {
    places_.Add(row.id);
    places_.Add(row.country);
  }
  for (const Permission& permission : rules.permissions) {
    purposes_.Add(permission.purposes);
    people_.Add(permission.people);
    verbs_.insert(permission.verbs.begin(), permission.verbs.end());
  }
  categories_count_ = std::max(categories_count_, rules.categories.size());
  AddInstant(rules.start);
  AddInstant(rules.since);
  if (rules.end) {
    AddInstant(*rules.end);
  }
  for (const StandingInstruction& instruction : rules.standing.instructions) {
    AddEntry(instruction);
    AddScope(instruction.scope);
  }
  for (const SubprocessorState& row : rules.standing.subprocessors) {
    AddEntry(row);
    places_.Add(row.id);
    places_.Add(row.country);
  }
  for (const Suspension& suspension : rules.standing.suspensions) {
    AddEntry(suspension);
    AddScope(suspension.scope);
  }
  for (const Hold& hold : rules.standing.holds) {
    AddEntry(hold);
    people_.Add(hold.people);
    collections_.Add(hold.collections);
  }
}

// How the rules speak of each word: those of which they say the same are alike.
template <class Word>
class Likeness {
 public:
  void Say(const Word& word, const std::string& what) { said_[word] += what + ";"; }
  template <class List>
  void SayOfEach(const List& list, const std::string& what) {
    for (const Word& word : list) {
      Say(word, what);
    }
  }
  // Keeps the first of those that are alike.
  void KeepOneOfEach(std::vector<Word>& words) {
    std::set<std::string> seen;
    std::erase_if(words, [&](const Word& word) { return !seen.insert(said_[word]).second; });
  }

 private:
  std::map<Word, std::string> said_;
};

// Of purposes, verbs and sub-processors, of which agreements have many. Names count only by being
// equal to others, so exchanging those that are alike changes no decision.
void VocabularyCollector::KeepOneOfEach(Vocabulary& words) const {
  Likeness<std::string> purposes, places;
  Likeness<Verb> verbs;
  for (const Verb verb : {Verb::kStore, Verb::kErase, Verb::kDestroy, Verb::kRestrict}) {
    verbs.Say(verb, std::string(Name(verb)));
  }
  for (const std::string& place : words.places.known) {
    if (place.size() == 2) {
      places.Say(place, place);
    }
  }
  size_t number = 0;
  const auto say = [&](const StandingScope& scope) {
    const std::string what = "in " + std::to_string(++number);
    purposes.SayOfEach(scope.purposes, what);
    verbs.SayOfEach(scope.verbs, what);
    places.SayOfEach(scope.places, what);
  };
  for (const Rules* rules : rules_) {
    const std::string listed = "listed " + std::to_string(++number) + " ";
    for (const Purpose& purpose : rules->purposes) {
      purposes.Say(purpose.id, listed);
    }
    for (const AllowedVerb& row : rules->verbs) {
      verbs.Say(row.verb, listed);
    }
    for (const Subprocessor& row : rules->subprocessors) {
      places.Say(row.id, listed + row.country);
    }
    for (const Permission& permission : rules->permissions) {
      say({permission.purposes, permission.verbs, {}, {}, {}});
    }
    for (const StandingInstruction& instruction : rules->standing.instructions) {
      say(instruction.scope);
    }
    for (const Suspension& suspension : rules->standing.suspensions) {
      say(suspension.scope);
    }
    for (const SubprocessorState& row : rules->standing.subprocessors) {
      places.Say(row.id, "state " + std::to_string(++number));
    }
  }
  purposes.KeepOneOfEach(words.purposes.known);
  verbs.KeepOneOfEach(words.verbs);
  places.KeepOneOfEach(words.places.known);
}

// Of the fields that go with the role, or with none.
std::vector<std::string> CategoriesWith(const Collection& collection, const std::string& role) {
  std::vector<std::string> categories;
  for (const Field& field : collection.fields) {
    if (field.role == role) {
      categories.push_back(field.category);
    }
  }
  return categories;
}

// Of categories that are alike, which are named by their place in the list. To touch one of them is
// as good as to touch several: a rule meets or covers all or none. Which of them a collection has
// counts where an operation names none, and where a hold is on the collection.
std::vector<CategorySet> VocabularyCollector::OneBitOfEach() const {
  Likeness<size_t> categories;
  size_t number = 0;
  for (const Rules* rules : rules_) {
    const auto say = [&](const std::vector<std::string>& names) {
      const std::string what = "in " + std::to_string(++number);
      for (size_t i = 0; i < rules->categories.size(); ++i) {
        if (std::ranges::find(names, rules->categories[i].id) != names.end()) {
          categories.Say(i, what);
        }
      }
    };
    for (const Permission& permission : rules->permissions) {
      say(permission.categories);
    }
    for (const Collection& collection : rules->collections) {
      std::vector<std::string> names;
      for (const Field& field : collection.fields) {
        names.push_back(field.category);
      }
      if (IsNamedByAHold(collection.id)) {
        say(names);
      }
      for (const Role& role : collection.roles) {
        say(CategoriesWith(collection, role.id));
        say(CategoriesWith(collection, ""));
      }
    }
    for (const StandingInstruction& instruction : rules->standing.instructions) {
      say(instruction.scope.categories);
    }
    for (const Suspension& suspension : rules->standing.suspensions) {
      say(suspension.scope.categories);
    }
    for (const Hold& hold : rules->standing.holds) {
      say(hold.categories);
    }
    for (size_t i = 0; i < rules->categories.size(); ++i) {
      categories.Say(i, "listed");
    }
  }
  std::vector<size_t> numbers(categories_count_);
  std::iota(numbers.begin(), numbers.end(), size_t{0});
  categories.KeepOneOfEach(numbers);
  std::vector<CategorySet> bits;
  for (const size_t i : numbers) {
    bits.push_back(CategorySet{1} << i);
  }
  return bits;
}

std::vector<CategorySet> VocabularyCollector::EverySet() const {
  std::vector<CategorySet> sets = {0};
  for (const CategorySet bit : OneBitOfEach()) {
    for (size_t i = sets.size(); i > 0; --i) {
      sets.push_back(sets[i - 1] | bit);
    }
  }
  return sets;
}

Vocabulary VocabularyCollector::Take(bool for_all) {
  Vocabulary words;
  words.purposes = purposes_.With({"", "odd-purpose"});
  words.collections = collections_.With({"", "odd-collection"});
  words.people = people_.With({"", "odd-people"});
  // A Member State, a country outside, no country, a stranger.
  words.places = places_.With({"", "SI", "NZ", "ZZ", "stranger"});
  for (size_t i = 0; i < kVerbsCount; ++i) {
    if (verbs_.insert(static_cast<Verb>(i)).second) {
      break;
    }
  }
  words.verbs.assign(verbs_.begin(), verbs_.end());
  if (for_all) {
    words.categories = EverySet();
  } else {
    const CategorySet all =
        categories_count_ >= 64 ? ~CategorySet{0} : (CategorySet{1} << categories_count_) - 1;
    words.categories = {0, all, CategorySet{1} << 63};
    for (size_t i = 0; i < categories_count_; ++i) {
      words.categories.push_back(CategorySet{1} << i);
    }
  }
  if (categories_count_ < 64) {
    words.categories.push_back(CategorySet{1} << categories_count_);
  }
  words.instants = {*instants_.begin() + -kTick};
  for (const Instant at : instants_) {
    if (!for_all) {
      words.instants.push_back(at + -kTick);
    }
    words.instants.push_back(at);
  }
  if (for_all) {
    KeepOneOfEach(words);
  }
  return words;
}

// One of the odd words once in `n` times.
const std::string& Draw(Dice& dice, const Words& words, size_t n) {
  return words.known.empty() || dice.OneIn(n) ? dice.Pick(words.odd) : dice.Pick(words.known);
}

}  // namespace

Vocabulary VocabularyOf(const std::vector<const Rules*>& rules, bool for_all) {
  VocabularyCollector collector;
  for (const Rules* each : rules) {
    collector.Add(*each);
  }
  return collector.Take(for_all);
}

Instant DrawQuestion(Dice& dice, const Vocabulary& words, const Focus& focus,
                     Operation& operation) {
  const auto is_focused = [&dice](const auto& list) { return !list.empty() && !dice.OneIn(4); };
  operation.verb =
      is_focused(focus.verbs) ? dice.Pick(focus.verbs)
      : dice.OneIn(5)
          ? dice.Pick(std::array{Verb::kErase, Verb::kDestroy, Verb::kRestrict, Verb::kStore})
          : dice.Pick(words.verbs);
  operation.purpose =
      is_focused(focus.purposes) ? dice.Pick(focus.purposes) : Draw(dice, words.purposes, 12);
  operation.collection = is_focused(focus.collections) ? dice.Pick(focus.collections)
                                                       : Draw(dice, words.collections, 5);
  operation.people.clear();
  if (operation.collection.empty() || dice.OneIn(8)) {
    operation.people =
        is_focused(focus.people) ? dice.Pick(focus.people) : Draw(dice, words.people, 12);
  }
  operation.place.clear();
  if (is_focused(focus.places)) {
    operation.place = dice.Pick(focus.places);
  } else if (dice.OneIn(2)) {
    operation.place = Draw(dice, words.places, 8);
  }
  operation.categories = 0;
  if (is_focused(focus.categories)) {
    operation.categories = dice.Pick(focus.categories);
  } else if (dice.OneIn(2)) {
    operation.categories = dice.Pick(words.categories);
    operation.categories |= dice.OneIn(3) ? dice.Pick(words.categories) : 0;
  }
  operation.instruction = dice.OneIn(2) ? "" : "I-1";
  if (is_focused(focus.instants)) {
    return dice.Pick(focus.instants);
  }
  if (dice.OneIn(2)) {
    return dice.Pick(words.instants) + kTick * dice.Below(2);
  }
  const Instant first = words.instants.front();
  const auto span = static_cast<uint64_t>((words.instants.back() - first).count());
  constexpr uint64_t kMonth = uint64_t{30} * 24 * 3'600 * 1'000'000;
  return first + std::chrono::microseconds(dice.Draw() % (span + kMonth));
}

size_t ForEachQuestion(const Vocabulary& words,
                       const std::function<bool(const Operation&, Instant)>& use) {
  const auto all = [](const Words& some) {
    std::vector<std::string> both = some.known;
    both.insert(both.end(), some.odd.begin(), some.odd.end());
    return both;
  };
  const std::vector<std::string> purposes = all(words.purposes),
                                 collections = all(words.collections), people = all(words.people),
                                 places = all(words.places);
  Operation operation;
  size_t count = 0;
  for (const Verb verb : words.verbs) {
    operation.verb = verb;
    for (const std::string& purpose : purposes) {
      operation.purpose = purpose;
      for (const std::string& collection : collections) {
        operation.collection = collection;
        for (const std::string& person : people) {
          operation.people = person;
          for (const CategorySet categories : words.categories) {
            operation.categories = categories;
            for (const std::string& place : places) {
              operation.place = place;
              for (const char* instruction : {"", "I-1"}) {
                operation.instruction = instruction;
                for (const Instant at : words.instants) {
                  ++count;
                  if (!use(operation, at)) {
                    return count;
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  return count;
}

std::string Describe(const Operation& operation, Instant at) {
  return std::string(Name(operation.verb)) + " for '" + operation.purpose + "' on '" +
         operation.collection + "' of '" + operation.people + "' categories " +
         std::to_string(operation.categories) + " to '" + operation.place + "' by '" +
         operation.instruction + "' at " + at.Format();
}

}  // namespace mandat::oracle
