// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/reader.h"

#include <algorithm>

#include "vault/internal/body.h"

namespace mandat {
namespace {

constexpr size_t kSaltBytes = 16;

Error Expired() { return Error::Shredded("record is past its retention"); }

bool IsGone(const Error& error) {
  return error.kind == ErrorKind::kShredded || error.kind == ErrorKind::kNotFound;
}

// What a page passes over, and a read of one unit is refused by.
bool IsPassedOver(const Error& error) {
  return error.kind == ErrorKind::kShredded || error.kind == ErrorKind::kRefused;
}

}  // namespace

Vault::Reader::Reader(const Vault& vault, const Permit& permit, size_t limit)
    : vault_(vault),
      permit_(permit),
      limit_(limit),
      since_(vault.versions_.committed()),
      snapshot_(limit == 1 ? nullptr : vault.store_.TakeSnapshot()) {}

Result<SecretBytes> Vault::Reader::KeyOf(const SubjectId& subject) {
  if (const auto known = keys_.find(subject); known != keys_.end()) {
    return known->second.Clone();
  }
  MANDAT_TRY(SecretBytes key, vault_.people_.Key(subject));
  keys_.emplace(subject, key.Clone());
  return key;
}

Status Vault::Reader::AddPerson(const SubjectId& subject) {
  if (seen_.contains(subject)) {
    return {};
  }
  MANDAT_TRY(const SecretBytes key, KeyOf(subject));
  seen_.emplace(subject, true);
  if (salt_.empty()) {
    salt_ = vault_.random_.Draw(kSaltBytes);
  }
  people_.push_back(LeafHash(Keyring::PersonTag(key, salt_).view()));
  ids_.push_back(subject);
  read_set_.emplace_back(subject.bytes());
  return {};
}

// Invariant (restricted is frozen): everybody's restriction freezes the unit they share.
Status Vault::Reader::Admit(const UnitHeader& header, const SubjectId& subject) {
  MANDAT_TRY_STATUS(vault_.people_.RequireFree(permit_, subject));
  for (const UnitMember& member : header.members) {
    if (member.subject != subject) {
      MANDAT_TRY_STATUS(vault_.people_.RequireFree(permit_, member.subject));
    }
  }
  return {};
}

// Only fields of the categories that were asked for, and so decided.
Result<Plaintext> Vault::Reader::Shown(const Collection* declared, const Plaintext& body) const {
  const CategorySet asked = permit_.operation().categories;
  return KeepFields(body.Reveal(), [&](std::string_view id) {
    if (declared == nullptr) {
      return false;
    }
    const auto touched = permit_.mandate().CategoriesOf(declared->id, {id});
    return touched && (*touched & ~asked) == 0;
  });
}

Status Vault::Reader::Open(ByteView unit_row, ByteView row) {
  MANDAT_TRY(UnitPlace place, UnitPlace::Decode(unit_row));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(row));
  read_set_.emplace_back(place.record.bytes());
  // Invariant (expired is gone): unreadable at the instant, whether or not the worker was here.
  if (header.expires && *header.expires <= permit_.at()) {
    return Fail(Expired());
  }
  MANDAT_TRY_STATUS(Admit(header, place.subject));
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             vault_.keyring_.FindBucketKey(Bucket::For(header.expires)));
  if (!bucket) {
    return Fail(Error::Corrupt("record is within its retention and has no key"));
  }
  const internal::UnitSite site{vault_.owner_, unit_row, place};
  MANDAT_TRY(internal::OpenedRow opened,
             internal::OpenUnitRow(site, row, *bucket,
                                   [this](const SubjectId& subject) { return KeyOf(subject); }));
  if (test_) {
    MANDAT_TRY(const bool answers, test_(opened.bodies.main.Reveal()));
    if (!answers) {
      return {};
    }
  }
  MANDAT_TRY_STATUS(AddPerson(place.subject));
  Unit unit{.id = place.record,
            .subject = place.subject,
            .collection = place.collection,
            .version = header.version,
            .schema_version = header.schema_version,
            .captured = header.captured,
            .expires = header.expires,
            .body = std::move(opened.bodies.main),
            .people = {}};
  const bool all = permit_.operation().categories == 0;
  const Collection* declared = permit_.mandate().schema().FindCollection(place.collection);
  if (!all) {
    MANDAT_TRY(unit.body, Shown(declared, unit.body));
  }
  for (size_t i = 0; i < opened.header.members.size(); ++i) {
    const UnitMember& member = opened.header.members[i];
    if (member.role.empty()) {
      continue;
    }
    UnitPerson person{member.role, member.subject};
    const auto fields =
        std::ranges::find(opened.bodies.fields, i, [](const auto& part) { return part.first; });
    if (fields != opened.bodies.fields.end()) {
      person.fields = std::move(fields->second);
      if (!all) {
        MANDAT_TRY(person.fields, Shown(declared, person.fields));
      }
    }
    const Status added = AddPerson(member.subject);
    if (!added && IsGone(added.error())) {
      continue;  // erased meanwhile: nothing of that person is shown any more
    }
    MANDAT_TRY_STATUS(added);
    unit.people.push_back(std::move(person));
  }
  if (header.expires && (!first_expiry_ || *header.expires < *first_expiry_)) {
    first_expiry_ = header.expires;
  }
  sealed_.append(opened.hash.view());
  units_.push_back(std::move(unit));
  return {};
}

Status Vault::Reader::Take(ByteView unit_row, ByteView row, Mode mode) {
  Status opened = Open(unit_row, row);
  if (opened || mode == Mode::kOne || !IsPassedOver(opened.error())) {
    return opened;
  }
  withheld_count_ += opened.error().kind == ErrorKind::kRefused ? 1 : 0;
  return {};
}

Status Vault::Reader::TakeNamed(ByteView unit_row, Mode mode) {
  MANDAT_TRY(const std::optional<Bytes> row,
             vault_.store_.Find(Space::kUnits, unit_row, snapshot_.get()));
  if (row) {
    return Take(unit_row, *row, mode);
  }
  return mode == Mode::kOne ? Status(Fail(Error::NotFound("no such record")))
                            : Status(Fail(Error::Corrupt("record has an index row and no unit")));
}

Reading Vault::Reader::Finish(bool more) && {
  Facts facts;
  facts.units_count = units_.size();
  facts.people_count = people_.size();
  facts.salt = std::move(salt_);
  if (!people_.empty()) {
    facts.people_root = Bytes(TreeHash(people_).view());
    facts.people = std::move(ids_);
  }
  if (units_.size() == 1) {
    facts.sealed_hash = std::move(sealed_);
  } else if (!units_.empty()) {
    facts.sealed_hash = Bytes(Sha256(sealed_).view());
  }
  return Reading{
      Held(std::move(units_)), std::move(facts),     more,  std::move(last_), withheld_count_,
      first_expiry_,           std::move(read_set_), since_};
}

}  // namespace mandat
