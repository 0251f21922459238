// SPDX-License-Identifier: Apache-2.0
#include "sim/letters.h"

#include <algorithm>

namespace mandat::sim {
namespace {

std::string NameOf(const Letter& letter) { return sim::NameOf(letter.key()); }

size_t CountRows(const OpenAgreement& agreement, Space space, ByteView prefix,
                 std::string_view collection = {}) {
  size_t count = 0;
  const auto rows = agreement.store().Scan(space, prefix, Bytes(64, '\xff'));
  for (; rows->Valid() && rows->key().starts_with(prefix); rows->Next()) {
    const ByteView place = rows->key().substr(prefix.size());
    count += collection.empty() ||
                     place.substr(SubjectId::kBytes).starts_with(Bytes(collection) + Bytes(1, '\0'))
                 ? 1
                 : 0;
  }
  return count;
}

}  // namespace

void Letters::Put(Letter letter) {
  letter.purges_before = purges_count_;
  held_.Met(letter.key(), letter.people);
  letters_.push_back(std::move(letter));
}

void Letters::Altered(size_t letter, std::string topic, std::string body) {
  Letter& one = letters_[letter];
  held_.Touched(one.key(), one.people, one.body);
  one.before.push_back(one.body);
  one.topic = std::move(topic);
  one.body = std::move(body);
}

void Letters::ErasedPerson(size_t person) {
  restricted_.erase(person);
  objected_.erase(person);
  for (Letter& letter : letters_) {
    const auto found = std::ranges::find(letter.people, person);
    if (letter.is_gone || IsPurged(letter) || found == letter.people.end()) {
      continue;
    }
    if (letter.is_kept(held_.at())) {
      held_.Touched(letter.key(), letter.people, letter.body);
    }
    const bool is_first = found == letter.people.begin();
    letter.people.erase(found);
    letter.before.clear();  // they may hold what was that person's
    letter.is_gone = letter.collection == "pairs" || letter.people.empty() ||
                     (letter.collection == "letters" && is_first);
  }
}

void Letters::Purged(Instant until, Instant now) {
  ++purges_count_;
  purged_ = until;
  for (const Letter& letter : letters_) {
    if (!letter.is_gone && letter.is_over(until)) {
      held_.Expired(letter.key(), letter.people, letter.body,
                    letter.captured + std::chrono::hours(29 * 24), now);
    }
  }
}

bool Letters::IsFrozen(const Letter& letter) const {
  return std::ranges::any_of(letter.people, [this](size_t person) { return IsFrozen(person); });
}

void Letters::RequireOpened(const Letter& letter, size_t version, const Unit& unit,
                            Instant at) const {
  const std::string which = NameOf(letter) + " at " + at.Format();
  trouble_.Require(!letter.is_gone, "erased stays erased", which);
  trouble_.Require(!letter.is_over(at), "expired is gone", which);
  const std::string& body = version == 0 ? letter.body : letter.before[version - 1];
  trouble_.Require(unit.body.Reveal() == body, "a record is read as it was written", which);
  if (version == 0 && letter.collection == "letters") {
    const bool has_fields = std::ranges::any_of(
        unit.people, [](const UnitPerson& person) { return !person.fields.Reveal().empty(); });
    trouble_.Require(has_fields == (letter.people.size() == 2),
                     "the fields of a person are there until that person is gone", which);
  }
}

void Letters::RequireRead(const Letter& letter, size_t version, const Result<ReadAnswer>& answer,
                          Instant at) const {
  const std::string which = NameOf(letter) + " at " + at.Format();
  if (answer && answer->units.size() == 1) {
    RequireOpened(letter, version, answer->units[0], at);
    trouble_.Require(!IsFrozen(letter), "restricted is frozen", which);
  } else if (!answer && answer.error().kind == ErrorKind::kRefused && answer.error().clause) {
    const bool is_mark = answer.error().clause->clause.starts_with("GDPR");
    trouble_.Require(!is_mark || IsFrozen(letter), "what is not restricted is not frozen", which);
  } else if (!answer && (answer.error().kind == ErrorKind::kShredded ||
                         answer.error().kind == ErrorKind::kNotFound)) {
    trouble_.Require(!letter.is_kept(at), "what was written is there until it expires", which);
  }
}

void Letters::RequireFound(const std::string& topic, const ReadAnswer& answer) const {
  const Instant at = answer.receipt.at;
  for (const Unit& unit : answer.units) {
    const auto found = std::ranges::find_if(letters_, [&unit](const Letter& letter) {
      return letter.collection == "letters" && letter.id == unit.id;
    });
    trouble_.Require(found != letters_.end() && found->topic == topic,
                     "a search finds what has the value", unit.id.Format());
    if (found != letters_.end()) {
      RequireOpened(*found, 0, unit, at);
      trouble_.Require(!IsFrozen(*found), "restricted is frozen", NameOf(*found));
    }
  }
  for (const Letter& letter : letters_) {
    if (!answer.more && letter.collection == "letters" && letter.topic == topic &&
        letter.is_kept(at) && !IsFrozen(letter)) {
      trouble_.Require(std::ranges::find(answer.units, letter.id, &Unit::id) != answer.units.end(),
                       "a search finds all that has the value", NameOf(letter));
    }
  }
}

void Letters::AuditRows(OpenAgreement& agreement, Instant settled) const {
  const auto require = [&](size_t count, size_t least, size_t most, std::string_view what) {
    const std::string found = std::to_string(count) + " " + std::string(what) + " of " +
                              std::to_string(least) + " to " + std::to_string(most);
    trouble_.Require(count >= least, "what was written is there until it expires", found);
    trouble_.Require(count <= most, "nothing is left of what is gone", found);
  };
  std::map<std::string, std::pair<size_t, size_t>> units{
      {"letters", {}}, {"circulars", {}}, {"pairs", {}}};
  std::pair<size_t, size_t> versions;
  for (const Letter& letter : letters_) {
    auto& [least, most] = units[letter.collection];
    const bool may_stay = !letter.is_gone && !IsPurged(letter);
    least += letter.is_kept(settled) ? 1 : 0;
    most += may_stay ? 1 : 0;
    if (letter.collection == "letters") {
      versions.first += letter.is_kept(settled) ? letter.before.size() : 0;
      versions.second += may_stay ? letter.before.size() : 0;
    }
  }
  for (const auto& [collection, bounds] : units) {
    require(CountRows(agreement, Space::kUnits, {}, collection), bounds.first, bounds.second,
            collection);
  }
  require(CountRows(agreement, Space::kHistory, {}, "letters"), versions.first, versions.second,
          "earlier versions");
  require(CountRows(agreement, Space::kBlind, "u"), units["letters"].first, units["letters"].second,
          "letters in the blind index");
}

void Letters::Audit(OpenAgreement& agreement, const People& people, Instant settled) const {
  AuditRows(agreement, settled);
  for (size_t i = 0; i < people.people().size(); ++i) {
    const Bytes id(people.people()[i].id.bytes());
    const auto row = agreement.store().Find(Space::kPeople, "r" + id);
    trouble_.Require(row && row->has_value() == is_restricted(i),
                     "a restriction stands until it is lifted", people.people()[i].id.Format());
  }
}

}  // namespace mandat::sim
