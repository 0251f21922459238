// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace mandat {

// One line of tlog_facts.txt, e.g. {"root", "600", "7f0e..."}.
using Fact = std::vector<std::string>;

inline std::vector<Fact> ReadFacts(const std::filesystem::path& file) {
  std::vector<Fact> facts;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    std::istringstream words(line);
    Fact fact;
    for (std::string word; words >> word;) {
      fact.push_back(word);
    }
    facts.push_back(fact);
  }
  return facts;
}

// Those of one name.
inline std::vector<Fact> Select(const std::vector<Fact>& facts, const std::string& name) {
  std::vector<Fact> found;
  for (const Fact& fact : facts) {
    if (fact[0] == name) {
      found.push_back(fact);
    }
  }
  return found;
}

}  // namespace mandat
