// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "mandate/mandate.h"
#include "oracle/rules.h"

namespace mandat::oracle {

// A cheap source of numbers that any seed repeats.
class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}

  uint64_t Draw() { return engine_(); }
  size_t Below(size_t bound) { return engine_() % bound; }
  bool OneIn(size_t n) { return Below(n) == 0; }
  size_t Between(size_t least, size_t most) { return least + Below(most - least + 1); }
  template <class List>
  const auto& Pick(const List& list) {
    return list[Below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

// MANDAT_ORACLE_SEED asks for another run than the usual one.
uint64_t SeedOr(uint64_t usual);

// How large what is drawn may be.
struct Sizes {
  size_t purposes = 5;
  size_t categories = 7;
  size_t people = 4;
  size_t places = 4;
  size_t subprocessors = 5;
  size_t permissions = 6;
  size_t verbs = kVerbsCount;
  size_t collections = 5;
  size_t fields = 4;
  size_t instructions = 8;
  size_t suspensions = 3;
  size_t holds = 3;
  size_t states = 6;
  size_t instants = 6;  // from which the entries take their beginning and end
};

// The two halves of one thing: what is decided by, and the same as a compiled mandate.
struct Subject {
  std::string name;  // for messages
  Rules rules;
  std::shared_ptr<const Mandate> mandate;
};

struct Texts {
  std::string form;
  std::string instance;
  std::string schema;
};

Texts DrawTexts(Dice& dice, const Sizes& sizes);
// What stands beside an agreement, drawn or given.
using MakeStanding = std::function<Standing(const Agreement&, const ServiceSchema&)>;
MakeStanding DrawStanding(Dice& dice, const Sizes& sizes);

// Parses and compiles; a failed test, and no mandate, if one of them has findings.
Subject MakeSubject(std::string name, const Texts& texts, const MakeStanding& make_standing,
                    std::optional<std::chrono::hours> since);

// The texts of every agreements/*-demo.yaml with the form it stands on and each schema for it.
std::vector<std::pair<std::string, Texts>> RealTexts();

}  // namespace mandat::oracle
