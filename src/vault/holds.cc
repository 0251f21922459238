// SPDX-License-Identifier: Apache-2.0
#include "vault/holds.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "vault/inspect.h"
#include "vault/internal/rows.h"

namespace mandat {
namespace {

bool IsInEffect(const Hold& hold, Instant at) {
  return hold.from <= at && (!hold.until || at < *hold.until);
}

bool Has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Whose category of people, and which categories of data, a collection has.
bool IsMeant(const Hold& hold, const UnitRef& unit, const Collection* declared) {
  if (!hold.collections.empty() && !Has(hold.collections, unit.collection)) {
    return false;
  }
  if (hold.categories.empty() && hold.people.empty()) {
    return true;
  }
  if (declared == nullptr) {
    return true;  // nobody can tell any more: what may be meant is kept
  }
  const bool people = hold.people.empty() || Has(hold.people, declared->people) ||
                      std::ranges::any_of(declared->roles, [&](const Role& role) {
                        return Has(hold.people, role.people);
                      });
  const bool categories =
      hold.categories.empty() || std::ranges::any_of(declared->fields, [&](const Field& field) {
        return Has(hold.categories, field.category);
      });
  return people && categories;
}

Bytes HoldPrefix(const std::string& hold) {
  Bytes prefix(hold);
  prefix.push_back('\0');
  return prefix;
}

// On disk: hold 00 subject, collection 00 id, part.
Bytes HeldRow(const std::string& hold, const UnitRef& unit, ByteView part) {
  Bytes row = HoldPrefix(hold) + UnitRow(unit.subjects.front(), unit.collection, unit.id);
  row.append(part);
  return row;
}

Bytes Associated(const std::string& owner, ByteView row) {
  Bytes associated = "mandat held v1 " + owner;
  associated.push_back('\0');
  associated.append(row);
  return associated;
}

SecretBytes PartKey(const SecretBytes& hold, ByteView row) {
  return Hkdf("mandat held v1", hold.view(), {row});
}

NamedKey KeyName(const std::string& hold) { return {NamedKey::Kind::kHold, hold}; }

}  // namespace

std::string Holds::TagOf(const Keyring& keyring, const SubjectId& subject) {
  return FormatHex(keyring.LedgerTag("person", subject.bytes()).view());
}

std::string Holds::TagOf(const Keyring& keyring, std::string_view collection,
                         const RecordId& unit) {
  return FormatHex(keyring.LedgerTag("unit", UnitName(collection, unit)).view());
}

void Holds::SetHolds(std::vector<Hold> holds) {
  auto fresh = std::make_shared<const std::vector<Hold>>(std::move(holds));
  const std::lock_guard lock(mutex_);
  holds_ = std::move(fresh);
}

std::shared_ptr<const std::vector<Hold>> Holds::holds() const {
  const std::lock_guard lock(mutex_);
  return holds_;
}

bool Holds::empty() const { return holds()->empty(); }

// Invariant (held is kept): exactly what is named.
std::vector<std::string> Holds::On(const UnitRef& unit, const Collection* declared,
                                   Instant at) const {
  std::vector<std::string> found;
  const std::shared_ptr<const std::vector<Hold>> all = holds();
  std::optional<std::string> unit_tag;
  std::vector<std::string> subject_tags;
  for (const Hold& hold : *all) {
    if (!IsInEffect(hold, at)) {
      continue;
    }
    if (!hold.is_of_single()) {
      if (IsMeant(hold, unit, declared)) {
        found.push_back(hold.id);
      }
      continue;
    }
    if (!unit_tag) {
      unit_tag = TagOf(keyring_, unit.collection, unit.id);
      for (const SubjectId& subject : unit.subjects) {
        subject_tags.push_back(TagOf(keyring_, subject));
      }
    }
    const bool of_person = std::ranges::any_of(
        subject_tags, [&](const std::string& tag) { return Has(hold.subjects, tag); });
    const bool in_collection = hold.collections.empty() || Has(hold.collections, unit.collection);
    if (Has(hold.units, *unit_tag) || (of_person && in_collection)) {
      found.push_back(hold.id);
    }
  }
  return found;
}

// Invariant (held is kept): sealed under the hold's key before any destruction.
Status Holds::StageKeep(const std::vector<std::string>& holds, const UnitRef& unit, ByteView part,
                        ByteView body, BatchContext& context) const {
  MANDAT_ASSERT(!unit.subjects.empty());
  for (const std::string& hold : holds) {
    MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindNamedKeyStaged(KeyName(hold)));
    if (!key) {
      keyring_.StageNamedKey(KeyName(hold));
      MANDAT_TRY(key, keyring_.FindNamedKeyStaged(KeyName(hold)));
    }
    MANDAT_ASSERT(key.has_value());
    Bytes row = HeldRow(hold, unit, part);
    Bytes sealed = Seal(PartKey(*key, row), body, Associated(owner_, row), random_);
    context.staging.Put(Space::kHeld, std::move(row), std::move(sealed));
  }
  return {};
}

Result<SecretBytes> Holds::KeyOf(const std::string& hold) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindNamedKey(KeyName(hold)));
  if (!key) {
    return Fail(Error::NotFound("the hold keeps nothing"));
  }
  return std::move(*key);
}

Result<Holds::Page> Holds::Read(const Permit&, const std::string& hold,
                                const std::optional<Bytes>& after, size_t limit) const {
  Page page;
  MANDAT_TRY(const SecretBytes key, KeyOf(hold));
  const Bytes prefix = HoldPrefix(hold);
  if (after && !after->starts_with(prefix)) {
    return Fail(Error::Invalid("cursor is of another hold"));
  }
  const Bytes first = after ? *after + Bytes(1, '\0') : prefix;
  const auto rows = store_.Scan(Space::kHeld, first, EndOfPrefix(prefix));
  for (; rows->Valid() && page.parts.size() < limit; rows->Next()) {
    const ByteView row = rows->key();
    const ByteView rest = row.substr(prefix.size());
    const size_t name_end =
        rest.size() < SubjectId::kBytes ? ByteView::npos : rest.find('\0', SubjectId::kBytes);
    if (name_end == ByteView::npos || rest.size() < name_end + 1 + RecordId::kBytes) {
      return Fail(Error::Corrupt("held copy has a damaged row"));
    }
    MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rest.substr(0, SubjectId::kBytes)));
    MANDAT_TRY(const RecordId id, RecordId::Decode(rest.substr(name_end + 1, RecordId::kBytes)));
    MANDAT_TRY(Bytes body, Open(PartKey(key, row), rows->value(), Associated(owner_, row)));
    page.parts.push_back(HeldPart{
        hold, subject, std::string(rest.substr(SubjectId::kBytes, name_end - SubjectId::kBytes)),
        id, Bytes(rest.substr(name_end + 1 + RecordId::kBytes)), Plaintext(std::move(body))});
    page.last = Bytes(row);
  }
  MANDAT_TRY_STATUS(rows->status());
  page.more = rows->Valid();
  return page;
}

Result<std::vector<std::string>> Holds::Ended(Instant at) const {
  MANDAT_TRY(const std::vector<std::string> keyed, keyring_.ListNamedKeys(NamedKey::Kind::kHold));
  const std::shared_ptr<const std::vector<Hold>> all = holds();
  std::vector<std::string> ended;
  for (const std::string& name : keyed) {
    const auto hold = std::ranges::find(*all, name, &Hold::id);
    if (hold == all->end() || (hold->until && *hold->until <= at)) {
      ended.push_back(name);
    }
  }
  return ended;
}

Result<std::optional<Instant>> Holds::NextEnd() const {
  MANDAT_TRY(const std::vector<std::string> keyed, keyring_.ListNamedKeys(NamedKey::Kind::kHold));
  const std::shared_ptr<const std::vector<Hold>> all = holds();
  std::optional<Instant> next;
  for (const std::string& name : keyed) {
    const auto hold = std::ranges::find(*all, name, &Hold::id);
    const std::optional<Instant> end = hold == all->end() ? Instant() : hold->until;
    if (end && (!next || *end < *next)) {
      next = end;
    }
  }
  return next;
}

// A hold's key dies only with the batch behind which none of its parts is left.
Result<std::pair<uint64_t, uint64_t>> Holds::StageEnd(Instant at, BatchContext& context,
                                                      size_t limit) const {
  MANDAT_TRY(const std::vector<std::string> ended, Ended(at));
  uint64_t parts_count = 0;
  uint64_t holds_count = 0;
  for (const std::string& hold : ended) {
    const Bytes prefix = HoldPrefix(hold);
    const auto rows = store_.Scan(Space::kHeld, prefix, EndOfPrefix(prefix));
    for (; rows->Valid() && parts_count < limit; rows->Next()) {
      context.staging.Remove(Space::kHeld, Bytes(rows->key()));
      ++parts_count;
    }
    MANDAT_TRY_STATUS(rows->status());
    if (rows->Valid()) {
      break;
    }
    context.shred_named.push_back(KeyName(hold));
    ++holds_count;
  }
  return std::pair{parts_count, holds_count};
}

Status Holds::Inspect(Inspection& found) const {
  std::optional<std::string> hold;  // of the last copy
  std::optional<SecretBytes> key;
  const auto rows = store_.Scan(Space::kHeld, Bytes(), Bytes(1, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    ++found.copies_count;
    const ByteView row = rows->key();
    const std::string name(row.substr(0, std::min(row.find('\0'), row.size())));
    if (hold != name) {
      hold = name;
      MANDAT_TRY(key, keyring_.FindNamedKey(KeyName(name)));
    }
    if (!key) {
      found.Add("held copy has no key", row, false);
    } else if (!Open(PartKey(*key, row), rows->value(), Associated(owner_, row))) {
      found.Add("held copy cannot be opened", row, false);
    }
  }
  return rows->status();
}

Result<uint64_t> Holds::Count(const std::string& hold) const {
  uint64_t count = 0;
  const Bytes prefix = HoldPrefix(hold);
  const auto rows = store_.Scan(Space::kHeld, prefix, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    ++count;
  }
  MANDAT_TRY_STATUS(rows->status());
  return count;
}

}  // namespace mandat
