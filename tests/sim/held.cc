// SPDX-License-Identifier: Apache-2.0
#include "sim/held.h"

#include <algorithm>

namespace mandat::sim {
namespace {

// Of a row of Space::kHeld: hold 00 person, collection 00 id, part.
std::optional<std::pair<std::string, UnitKey>> NamesOf(ByteView row) {
  const size_t hold_end = row.find('\0');
  if (hold_end == ByteView::npos || row.size() < hold_end + 1 + SubjectId::kBytes) {
    return std::nullopt;
  }
  const ByteView rest = row.substr(hold_end + 1 + SubjectId::kBytes);
  const size_t end = rest.find('\0');
  if (end == ByteView::npos || rest.size() < end + 1 + RecordId::kBytes) {
    return std::nullopt;
  }
  return std::pair(std::string(row.substr(0, hold_end)),
                   UnitKey(std::string(rest.substr(0, end)),
                           *RecordId::Decode(rest.substr(end + 1, RecordId::kBytes))));
}

}  // namespace

void HeldBook::Met(const UnitKey& unit, const std::vector<size_t>& people) {
  people_[unit].insert(people.begin(), people.end());
}

void HeldBook::Begun(KnownHold hold) {
  hold.from = book_.at();
  holds_.push_back(std::move(hold));
}

void HeldBook::Released(const std::string& hold) {
  const auto found = std::ranges::find(holds_, hold, &KnownHold::id);
  if (found != holds_.end()) {
    found->until = book_.at();
  }
}

bool HeldBook::Names(const KnownHold& hold, const UnitKey& unit,
                     const std::vector<size_t>& people) const {
  if (hold.unit) {
    return *hold.unit == unit;
  }
  if (!hold.collection.empty() && hold.collection != unit.first) {
    return false;
  }
  return !hold.person || std::ranges::find(people, *hold.person) != people.end();
}

void HeldBook::Touched(const UnitKey& unit, const std::vector<size_t>& people,
                       const std::string& version) {
  for (KnownHold& hold : holds_) {
    if (hold.IsOn(book_.at()) && Names(hold, unit, people)) {
      hold.kept[unit].insert(version);
    }
  }
}

void HeldBook::Expired(const UnitKey& unit, const std::vector<size_t>& people,
                       const std::string& version, Instant kept_until, Instant now) {
  for (KnownHold& hold : holds_) {
    if (hold.from < kept_until && hold.IsOn(now) && Names(hold, unit, people)) {
      hold.kept[unit].insert(version);
    }
  }
}

void HeldBook::Purged(Instant until) {
  for (KnownHold& hold : holds_) {
    hold.is_cleared = hold.is_cleared || (hold.until && *hold.until <= until);
  }
}

bool HeldBook::MayNotErase(const std::string& collection, Instant at) const {
  return std::ranges::any_of(holds_, [&](const KnownHold& hold) {
    return !hold.is_of_single() && hold.IsOn(at) &&
           (collection.empty() || hold.collection == collection);
  });
}

void HeldBook::Audit(const OpenAgreement& agreement, Instant now) const {
  std::map<std::string, std::set<UnitKey>> found;
  const auto rows = agreement.store().Scan(Space::kHeld, Bytes(1, '\0'), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    const auto names = NamesOf(rows->key());
    if (!names) {
      return trouble_.Require(false, "what is held has its place", FormatHex(rows->key()));
    }
    found[names->first].insert(names->second);
  }
  for (const auto& [id, units] : found) {
    const auto hold = std::ranges::find(holds_, id, &KnownHold::id);
    if (hold == holds_.end()) {
      return trouble_.Require(false, "nothing is kept without a hold", id);
    }
    trouble_.Require(!hold->is_cleared, "what was held goes with its hold", id);
    for (const UnitKey& unit : units) {
      const auto about = people_.find(unit);
      const bool is_known = about != people_.end();
      trouble_.Require(is_known && Names(*hold, unit, {about->second.begin(), about->second.end()}),
                       "a hold keeps what it names and nothing else",
                       id + " keeps " + NameOf(unit));
    }
  }
  for (const KnownHold& hold : holds_) {
    if (!hold.IsOn(now)) {
      continue;
    }
    for (const auto& [unit, versions] : hold.kept) {
      trouble_.Require(found[hold.id].contains(unit), "held is kept",
                       hold.id + " has no " + NameOf(unit));
    }
  }
}

}  // namespace mandat::sim
