// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "crypto/tlog.h"
#include "vault/vault.h"

namespace mandat {

// A page of units being read, with what its journal entry will say of it.
class Page {
 public:
  explicit Page(uint64_t since) : since_(since) {}

  bool Full(size_t limit) const { return units_.size() >= limit; }

  void AddPerson(const SubjectId& subject, const SecretBytes& key, Random& random) {
    if (salt_.empty()) {
      salt_ = random.Draw(16);
    }
    const Bytes id(subject.bytes());
    if (std::ranges::find(read_set_, id) == read_set_.end()) {
      people_.push_back(LeafHash(Keyring::PersonTag(key, salt_).view()));
      read_set_.push_back(id);
    }
  }

  void Add(Unit unit, const Hash& sealed_hash) {
    if (unit.expires && (!first_expiry_ || *unit.expires < *first_expiry_)) {
      first_expiry_ = unit.expires;
    }
    read_set_.emplace_back(unit.id.bytes());
    sealed_.append(sealed_hash.view());
    units_.push_back(std::move(unit));
  }

  Reading Finish(bool more) && {
    Facts facts;
    facts.units_count = units_.size();
    facts.people_count = people_.size();
    facts.salt = std::move(salt_);
    if (!people_.empty()) {
      facts.people_root = Bytes(TreeHash(people_).view());
    }
    if (!sealed_.empty()) {
      facts.sealed_hash = Bytes(Sha256(sealed_).view());
    }
    return Reading{Held(std::move(units_)), std::move(facts),     more,
                   first_expiry_,           std::move(read_set_), since_};
  }

 private:
  uint64_t since_;
  std::vector<Unit> units_;
  std::vector<Hash> people_;
  Bytes salt_;
  Bytes sealed_;
  std::optional<Instant> first_expiry_;
  std::vector<Bytes> read_set_;
};

}  // namespace mandat
