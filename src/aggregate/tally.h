// SPDX-License-Identifier: Apache-2.0
//
// What each person contributes to each group of a question.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"

namespace mandat {

// A keyed hash that stands for a person.
using PersonTag = uint64_t;

// All that one person adds to one group.
struct PersonPart {
  uint64_t units_count = 0;
  uint64_t values_count = 0;  // units that have the field
  double sum = 0;
  double least = 0;  // of `values_count` values, if there are any
  double most = 0;

  void Add(std::optional<double> value);
  void Add(const PersonPart& other);
};
using PersonParts = std::map<PersonTag, PersonPart>;

class Tally {
 public:
  static constexpr size_t kGroupsMax = 1'000;
  static constexpr size_t kPartsMax = 1'000'000;

  // One unit of a person in a group. Errors: kExceeded.
  Status Add(const std::string& group, PersonTag person, std::optional<double> value);

  const std::map<std::string, PersonParts>& groups() const { return groups_; }
  uint64_t units_count() const { return units_count_; }

 private:
  std::map<std::string, PersonParts> groups_;
  size_t parts_count_ = 0;
  uint64_t units_count_ = 0;
};

}  // namespace mandat
