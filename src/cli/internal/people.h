// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "agreement/schema.h"
#include "base/ids.h"

namespace mandat {

// Fictitious people with one record each: the same seed gives the same people on every machine.
// Their names are made of a list of syllables, and nothing about them can exist: mail at
// example.org, telephones without a country, addresses of documentation networks.
class FictitiousPeople {
 public:
  // Units: seed and index choose a person; agreement and collection choose their ids.
  FictitiousPeople(uint64_t seed, std::string agreement, Collection collection);

  SubjectId Subject(uint64_t index) const;
  RecordId Record(uint64_t index) const;
  // The fields of the record in the order of the collection, as one compact JSON object.
  std::string Fields(uint64_t index) const;

  const Collection& collection() const { return collection_; }

 private:
  uint64_t seed_;
  std::string agreement_;
  Collection collection_;
};

}  // namespace mandat
