// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "service/open_agreement.h"
#include "sim/book.h"
#include "sim/trouble.h"

namespace mandat::sim {

using UnitKey = std::pair<std::string, RecordId>;  // collection and id

inline std::string NameOf(const UnitKey& unit) { return unit.first + " " + unit.second.Format(); }

// A hold on a person, on a unit, or on a collection; on a person within a collection if both.
struct KnownHold {
  std::string id;
  std::optional<size_t> person = {};
  std::optional<UnitKey> unit = {};
  std::string collection = {};
  Instant from = {};
  std::optional<Instant> until = {};  // told at once, or by its release
  // Of which a copy has to be there, and in which versions: of a record its body, of a file the
  // number that its content was made from.
  std::map<UnitKey, std::set<std::string>> kept = {};
  bool is_cleared = false;  // expiry ran behind its end

  bool is_of_single() const { return person || unit; }
  bool IsOn(Instant at) const { return from <= at && (!until || at < *until); }
};

// What the holds of one agreement have to keep, in plain lists. Invariant: held is kept, and
// nothing else is.
class HeldBook {
 public:
  HeldBook(const Book& book, Trouble& trouble) : book_(book), trouble_(trouble) {}

  // A unit about these people, by index, was put.
  void Met(const UnitKey& unit, const std::vector<size_t>& people);
  void Begun(KnownHold hold);
  void Released(const std::string& hold);
  // A version of a unit that was there is altered or gone, by the newest entry.
  void Touched(const UnitKey& unit, const std::vector<size_t>& people, const std::string& version);
  // A unit that was certainly there until `kept_until` is past its retention and was purged by
  // `now`.
  void Expired(const UnitKey& unit, const std::vector<size_t>& people, const std::string& version,
               Instant kept_until, Instant now);
  // Expiry ran; what holds kept that were over by then is gone.
  void Purged(Instant until);

  // The instant of the newest entry.
  Instant at() const { return book_.at(); }
  const std::vector<KnownHold>& holds() const { return holds_; }
  // True if the collection, or with an empty name any, may not be erased.
  bool MayNotErase(const std::string& collection, Instant at) const;
  // Looks at what stands in the rows of each hold.
  void Audit(const OpenAgreement& agreement, Instant now) const;

 private:
  bool Names(const KnownHold& hold, const UnitKey& unit, const std::vector<size_t>& people) const;

  const Book& book_;
  Trouble& trouble_;
  std::vector<KnownHold> holds_;
  std::map<UnitKey, std::set<size_t>> people_;  // everybody that it ever was about
};

}  // namespace mandat::sim
