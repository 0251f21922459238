// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "service/open_agreement.h"
#include "service/read_records.h"
#include "sim/held.h"
#include "sim/people.h"
#include "sim/trouble.h"

namespace mandat::sim {

inline bool Contains(const std::vector<size_t>& people, size_t person) {
  return std::ranges::find(people, person) != people.end();
}

// A record of several people as the world remembers it.
//   letters    goes with the first person; the clerk's fields go with the clerk; 30 days; history
//   circulars  stays until the last of its people is gone; kept for the term
//   pairs      goes with either of its people; kept for the term
struct Letter {
  RecordId id;
  std::string collection = {};
  std::string topic = {};
  std::string body = {};
  std::vector<std::string> before = {};  // bodies of its earlier versions
  std::vector<size_t> people = {};       // by index, the first one first
  Instant captured = {};
  bool is_gone = false;
  uint64_t purges_before = 0;  // how often expiry had run when it was put

  bool is_for_term() const { return collection != "letters"; }
  bool is_kept(Instant at) const {
    return !is_gone && (is_for_term() || at < captured + std::chrono::hours(29 * 24));
  }
  bool is_over(Instant at) const {
    return !is_for_term() && at > captured + std::chrono::hours(32 * 24);
  }
  UnitKey key() const { return {collection, id}; }
};

// The records of several people in one agreement, restrictions and objections, in plain lists.
// Invariants: erased stays erased; expired is gone; restricted is frozen; held is kept; agreements
// do not meet.
class Letters {
 public:
  Letters(Trouble& trouble, HeldBook& held) : trouble_(trouble), held_(held) {}

  void Put(Letter letter);
  void Altered(size_t letter, std::string topic, std::string body);
  void ErasedPerson(size_t person);
  void Restricted(size_t person) { restricted_.insert(person); }
  void Lifted(size_t person) { restricted_.erase(person); }
  void Objected(size_t person) { objected_.insert(person); }
  void EndedObjection(size_t person) { objected_.erase(person); }
  // Expiry ran at `now`, and everything that was over by `until` is gone.
  void Purged(Instant until, Instant now);

  const std::vector<Letter>& letters() const { return letters_; }
  bool is_restricted(size_t person) const { return restricted_.contains(person); }
  bool is_objected(size_t person) const { return objected_.contains(person); }
  bool IsFrozen(size_t person) const { return is_restricted(person) || is_objected(person); }
  bool IsFrozen(const Letter& letter) const;

  // What a read of a version answered, 0 being the newest.
  void RequireRead(const Letter& letter, size_t version, const Result<ReadAnswer>& answer,
                   Instant at) const;
  // What a search for a topic answered.
  void RequireFound(const std::string& topic, const ReadAnswer& answer) const;
  // Looks at the rows of everything.
  void Audit(OpenAgreement& agreement, const People& people, Instant settled) const;

 private:
  bool IsPurged(const Letter& letter) const {
    return letter.purges_before < purges_count_ && letter.is_over(purged_);
  }
  void RequireOpened(const Letter& letter, size_t version, const Unit& unit, Instant at) const;
  void AuditRows(OpenAgreement& agreement, Instant settled) const;

  Trouble& trouble_;
  HeldBook& held_;
  std::vector<Letter> letters_;
  std::set<size_t> restricted_;
  std::set<size_t> objected_;
  uint64_t purges_count_ = 0;
  Instant purged_;
};

}  // namespace mandat::sim
