// SPDX-License-Identifier: Apache-2.0
#include "vault/facts_of_many.h"

#include "crypto/hash.h"
#include "crypto/tlog.h"

namespace mandat {
namespace {

constexpr size_t kSaltBytes = 16;

}  // namespace

void FactsOfMany::Add(const NewUnit& unit, const Facts& facts) {
  subjects_.insert(unit.subject);
  for (const UnitPerson& person : unit.people) {
    subjects_.insert(person.subject);
  }
  ++units_count_;
  sealed_hashes_ += facts.sealed_hash;
}

Result<Facts> FactsOfMany::Finish(const People& people, Random& random) const {
  Facts facts;
  facts.units_count = units_count_;
  facts.people_count = subjects_.size();
  facts.salt = random.Draw(kSaltBytes);
  std::vector<Hash> leaves;
  leaves.reserve(subjects_.size());
  for (const SubjectId& subject : subjects_) {
    MANDAT_TRY(const SecretBytes key, people.KeyStaged(subject));
    leaves.push_back(LeafHash(Keyring::PersonTag(key, facts.salt).view()));
    facts.people.push_back(subject);
  }
  facts.people_root = Bytes(TreeHash(leaves).view());
  facts.sealed_hash = Bytes(Sha256(sealed_hashes_).view());
  return facts;
}

}  // namespace mandat
