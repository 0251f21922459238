// SPDX-License-Identifier: Apache-2.0
#include "vault/people.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/tlog.h"
#include "vault/internal/people_rows.h"
#include "vault/internal/rows.h"

namespace mandat {

using internal::ObjectionPrefix;
using internal::ObjectionRow;
using internal::ObjectionValue;
using internal::RestrictionRow;
using internal::RestrictionValue;

namespace {

constexpr size_t kSaltBytes = 16;
constexpr size_t kMarkHeadBytes = 1 + SubjectId::kBytes;

Error Erased() { return Error::Shredded("person was erased: the key is destroyed"); }
Error Unregistered() { return Error::NotFound("no such person is registered"); }
Error KeyGone() { return Error::Corrupt("registered person has no key"); }

bool Names(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

Result<Registration> ParseRegistration(const Bytes& row) {
  if (row.size() < 8) {
    return Fail(Error::Corrupt("registration of a person is damaged"));
  }
  return Registration{row.substr(8), Instant{static_cast<int64_t>(ReadBigEndian64(row))}};
}

}  // namespace

Status People::Load() {
  const auto rows = store_.Scan(Space::kPeople, "o", EndOfPrefix("r"));
  for (; rows->Valid(); rows->Next()) {
    if (rows->key().size() >= kMarkHeadBytes) {
      MANDAT_TRY(const SubjectId subject,
                 SubjectId::Decode(rows->key().substr(1, SubjectId::kBytes)));
      marked_[StripeOf(subject)].store(true, std::memory_order_relaxed);
    }
  }
  return rows->status();
}

// Tells "never here" from "erased", which the ledger remembers.
Error People::Missing(const SubjectId& subject, Error otherwise) const {
  const Result<bool> erased = IsErased(subject);
  return !erased ? erased.error() : *erased ? Erased() : std::move(otherwise);
}

Result<bool> People::IsErased(const SubjectId& subject) const {
  MANDAT_TRY(const std::optional<Bytes> row,
             store_.Find(Space::kLedger, keyring_.LedgerTag("person", subject.bytes()).view()));
  return row.has_value();
}

Result<Registration> People::Find(const SubjectId& subject) const {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kIndex, RegistrationRow(subject)));
  if (!row) {
    return Fail(Missing(subject, Unregistered()));
  }
  return ParseRegistration(*row);
}

Result<Registration> People::FindStaged(const SubjectId& subject, const Staging& staging) const {
  MANDAT_TRY(const std::optional<Bytes> row, staging.Find(Space::kIndex, RegistrationRow(subject)));
  if (row) {
    return ParseRegistration(*row);
  }
  const Hash tag = keyring_.LedgerTag("person", subject.bytes());
  MANDAT_TRY(const std::optional<Bytes> erased, staging.Find(Space::kLedger, tag.view()));
  return Fail(erased ? Erased() : Unregistered());
}

// A registered person without a key is damage, and must not be told as "never here".
Result<SecretBytes> People::Key(const SubjectId& subject) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindSubjectKey(subject));
  if (key) {
    return std::move(*key);
  }
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kIndex, RegistrationRow(subject)));
  return Fail(Missing(subject, row ? KeyGone() : Unregistered()));
}

Result<SecretBytes> People::KeyStaged(const SubjectId& subject) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindSubjectKeyStaged(subject));
  if (key) {
    return std::move(*key);
  }
  return Key(subject);
}

Facts People::FactsOf(const SubjectId& subject, const SecretBytes& key) const {
  Facts facts;
  facts.people_count = 1;
  facts.salt = random_.Draw(kSaltBytes);
  facts.people_root = Bytes(LeafHash(Keyring::PersonTag(key, facts.salt).view()).view());
  facts.people.push_back(subject);
  return facts;
}

Result<Marks> People::ReadMarks(const SubjectId& subject, const Staging* staging) const {
  Marks marks;
  const Bytes row = RestrictionRow(subject);
  MANDAT_TRY(const std::optional<Bytes> restriction, staging != nullptr
                                                         ? staging->Find(Space::kPeople, row)
                                                         : store_.Find(Space::kPeople, row));
  if (restriction) {
    MANDAT_TRY(RestrictionValue value, DecodeCborRecord<RestrictionValue>(*restriction));
    marks.restriction =
        Restriction{value.from, std::move(value.basis), std::move(value.collections),
                    std::move(value.purposes), value.entered};
  }
  const Bytes prefix = ObjectionPrefix(subject);
  Status readable;
  const auto take = [&](ByteView row, ByteView bytes) {
    Result<ObjectionValue> value = DecodeCborRecord<ObjectionValue>(bytes);
    if (!value) {
      readable = Fail(std::move(value).error());
      return;
    }
    marks.objections.push_back({value->from, std::move(value->basis),
                                std::string(row.substr(kMarkHeadBytes)), value->entered});
  };
  if (staging != nullptr) {
    MANDAT_TRY_STATUS(staging->ForEach(Space::kPeople, prefix, take));
  } else {
    const auto rows = store_.Scan(Space::kPeople, prefix, EndOfPrefix(prefix));
    for (; rows->Valid(); rows->Next()) {
      take(rows->key(), rows->value());
    }
    MANDAT_TRY_STATUS(rows->status());
  }
  MANDAT_TRY_STATUS(readable);
  std::ranges::sort(marks.objections, {}, &Objection::purpose);
  return marks;
}

Result<Marks> People::MarksOf(const SubjectId& subject) const {
  return ReadMarks(subject, nullptr);
}

// Invariant (restricted is frozen). Source: GDPR Art. 18(2); GDPR Art. 21(1).
Status People::RequireFree(const Permit& permit, const SubjectId& subject,
                           const Staging* staging) const {
  if (!marked_[StripeOf(subject)].load(std::memory_order_relaxed)) {
    return {};
  }
  const Operation& operation = permit.operation();
  if (operation.verb == Verb::kErase || operation.verb == Verb::kDestroy ||
      operation.verb == Verb::kRestrict || operation.verb == Verb::kStore) {
    return {};
  }
  // What is made available goes to the person: it is that person's own wish, and nobody's else.
  // Source: GDPR Art. 15(1).
  if (operation.verb == Verb::kMakeAvailable && operation.place.empty()) {
    return {};
  }
  MANDAT_TRY(const Marks marks, ReadMarks(subject, staging));
  const Agreement& agreement = permit.mandate().agreement();
  const auto refuse = [&agreement](std::string_view message, const std::string& basis) {
    return Fail(
        Error::Refused(message, ClauseRef{agreement.id().text(), agreement.version(), basis}));
  };
  if (marks.restriction) {
    const Restriction& restriction = *marks.restriction;
    const bool meant = restriction.collections.empty() || operation.collection.empty() ||
                       Names(restriction.collections, operation.collection);
    if (meant && !Names(restriction.purposes, operation.purpose)) {
      return refuse("processing of this person's data is restricted", restriction.basis);
    }
  }
  for (const Objection& objection : marks.objections) {
    if (objection.purpose == operation.purpose) {
      return refuse("the person objected to this purpose", objection.basis);
    }
  }
  return {};
}

Result<Facts> People::StageRegister(const std::string& people, const SubjectId& subject,
                                    BatchContext& context) const {
  const Result<Registration> registered = FindStaged(subject, context.staging);
  if (registered && registered->people != people) {
    return Fail(Error::Conflict("person is registered as another category"));
  }
  if (!registered && registered.error().kind != ErrorKind::kNotFound) {
    return Fail(registered.error());
  }
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindSubjectKeyStaged(subject));
  if (!registered) {
    if (!key) {  // else left by a registration that did not become durable, and maybe sealed under
      keyring_.StageSubjectKey(subject);
      MANDAT_TRY(key, keyring_.FindSubjectKeyStaged(subject));
    }
    Bytes row;
    AppendBigEndian64(row, static_cast<uint64_t>(context.at.micros));
    context.staging.Put(Space::kIndex, RegistrationRow(subject), row + people);
    context.versions.Touch(subject.bytes());
  }
  if (!key) {
    return Fail(KeyGone());
  }
  return FactsOf(subject, *key);
}

// The stripe is marked before the row is there: who reads meanwhile looks once too often, and is
// made to read again when the batch is durable.
Result<Facts> People::StageMark(const SubjectId& subject, Bytes row,
                                const std::optional<Bytes>& value, BatchContext& context) {
  MANDAT_TRY([[maybe_unused]] const Registration known, FindStaged(subject, context.staging));
  MANDAT_TRY(const SecretBytes key, KeyStaged(subject));
  if (value) {
    marked_[StripeOf(subject)].store(true, std::memory_order_relaxed);
    context.staging.Put(Space::kPeople, std::move(row), *value);
  } else {
    context.staging.Remove(Space::kPeople, std::move(row));
  }
  context.versions.Touch(subject.bytes());
  return FactsOf(subject, key);
}

// Source: GDPR Art. 18(1); GDPR Art. 18(3).
Result<Facts> People::StageRestriction(const Permit& permit, const SubjectId& subject,
                                       const std::optional<Restriction>& restriction,
                                       BatchContext& context) {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRestrict);
  std::optional<Bytes> value;
  if (restriction) {
    value = EncodeCborRecord(RestrictionValue{restriction->from, restriction->basis,
                                              restriction->collections, restriction->purposes,
                                              context.at});
  }
  MANDAT_TRY(Facts facts, StageMark(subject, RestrictionRow(subject), value, context));
  facts.detail = restriction ? "restricted" : "restriction lifted";
  return facts;
}

// Source: GDPR Art. 21(1).
Result<Facts> People::StageObjection(const Permit& permit, const SubjectId& subject,
                                     const Objection& objection, bool stands,
                                     BatchContext& context) {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRestrict);
  std::optional<Bytes> value;
  if (stands) {
    value = EncodeCborRecord(ObjectionValue{objection.from, objection.basis, context.at});
  }
  MANDAT_TRY(Facts facts,
             StageMark(subject, ObjectionRow(subject, objection.purpose), value, context));
  facts.detail = (stands ? "objection to " : "objection ended to ") + objection.purpose;
  return facts;
}

Status People::StageRemoval(const SubjectId& subject, BatchContext& context) const {
  MANDAT_TRY(const Marks marks, ReadMarks(subject, &context.staging));
  if (marks.restriction) {
    context.staging.Remove(Space::kPeople, RestrictionRow(subject));
  }
  for (const Objection& objection : marks.objections) {
    context.staging.Remove(Space::kPeople, ObjectionRow(subject, objection.purpose));
  }
  context.staging.Remove(Space::kIndex, RegistrationRow(subject));
  StageLedger("person", subject.bytes(), context);
  context.versions.Touch(subject.bytes());
  return {};
}

// On disk: instant and entry index, 8 bytes each.
void People::StageLedger(std::string_view kind, ByteView id, BatchContext& context) const {
  Bytes row;
  AppendBigEndian64(row, static_cast<uint64_t>(context.at.micros));
  AppendBigEndian64(row, context.entry.value);
  context.staging.Put(Space::kLedger, Bytes(keyring_.LedgerTag(kind, id).view()), std::move(row));
}

}  // namespace mandat
