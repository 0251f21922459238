// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mandate/operation.h"
#include "oracle/random_rules.h"
#include "oracle/rules.h"

namespace mandat::oracle {

// Names that some rules mention, and odd ones that none does: two of those are alike.
struct Words {
  std::vector<std::string> known;
  std::vector<std::string> odd;
};

// What operations are made of.
struct Vocabulary {
  Words purposes, collections, people, places;
  std::vector<Verb> verbs;  // those mentioned, those that the law treats apart, and one other
  std::vector<CategorySet> categories;
  std::vector<Instant> instants;  // at which something changes, and before the first of them
};

// Of all rules given together: each category alone, all, none, and two that are not listed; every
// instant at which something changes and the one before.
//
// With `for_all` what stands for all operations: one of the purposes, verbs, sub-processors and
// categories that no rule tells apart; every set of those categories, and one that is not listed;
// one instant of each stretch without a change.
Vocabulary VocabularyOf(const std::vector<const Rules*>& rules, bool for_all);

// What a question should rather be about; what is empty there may be anything.
struct Focus {
  std::vector<std::string> purposes, collections, people, places;
  std::vector<Verb> verbs;
  std::vector<CategorySet> categories;
  std::vector<Instant> instants;
};

// Changes the operation and answers the instant. Mostly what is listed, so that not all ends there.
Instant DrawQuestion(Dice& dice, const Vocabulary& words, const Focus& focus, Operation& operation);

// Every operation that the words can make, at every instant, until `use` answers false. Answers how
// many.
size_t ForEachQuestion(const Vocabulary& words,
                       const std::function<bool(const Operation& operation, Instant at)>& use);

std::string Describe(const Operation& operation, Instant at);

}  // namespace mandat::oracle
