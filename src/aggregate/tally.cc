// SPDX-License-Identifier: Apache-2.0
#include "aggregate/tally.h"

#include <algorithm>

namespace mandat {

void PersonPart::Add(std::optional<double> value) {
  PersonPart one;
  one.units_count = 1;
  if (value) {
    one.values_count = 1;
    one.sum = one.least = one.most = *value;
  }
  Add(one);
}

void PersonPart::Add(const PersonPart& other) {
  units_count += other.units_count;
  if (other.values_count == 0) {
    return;
  }
  least = values_count == 0 ? other.least : std::min(least, other.least);
  most = values_count == 0 ? other.most : std::max(most, other.most);
  values_count += other.values_count;
  sum += other.sum;
}

Status Tally::Add(const std::string& group, PersonTag person, std::optional<double> value) {
  auto found = groups_.find(group);
  if (found == groups_.end()) {
    if (groups_.size() == kGroupsMax) {
      return Fail(Error::Exceeded("question has more groups than " + std::to_string(kGroupsMax)));
    }
    found = groups_.emplace(group, PersonParts()).first;
  }
  const auto [part, is_new] = found->second.try_emplace(person);
  if (is_new && ++parts_count_ > kPartsMax) {
    return Fail(Error::Exceeded("question is about more people than " + std::to_string(kPartsMax)));
  }
  part->second.Add(value);
  ++units_count_;
  return {};
}

}  // namespace mandat
