// SPDX-License-Identifier: Apache-2.0
//
// Who is registered, whose key lives, and whose data may not be touched for now.
// Guarantees: a restricted person's data is not opened except as the restriction says; a purpose
// that a person objected to does not reach that person's data. Trusts: the keyring for keys.
#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "gate/permit.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"

namespace mandat {

// Who is registered, and as what.
struct Registration {
  std::string people;  // category of person of the agreement
  Instant since;
};

// A person's data is stored and nothing else, except for what is named.
// Invariant (restricted is frozen). Source: GDPR Art. 18.
struct Restriction {
  Instant from;
  std::string basis;                     // clause or law, cited when it refuses
  std::vector<std::string> collections;  // empty: all
  std::vector<std::string> purposes;     // that go on all the same, e.g. a legal claim
  Instant entered;                       // when it was recorded; set by StageRestriction
};

// A person objected to one purpose. Source: GDPR Art. 21.
struct Objection {
  Instant from;
  std::string basis;
  std::string purpose;
  Instant entered;  // set by StageObjection
};

struct Marks {
  std::optional<Restriction> restriction;
  std::vector<Objection> objections;
};

// Threading: reads from any thread; the Stage functions from the agreement's sequencer.
class People {
 public:
  People(const Store& store, Keyring& keyring, Random& random)
      : store_(store), keyring_(keyring), random_(random) {}

  // Reads who is marked. To be called once, before anything else. Errors: kUnavailable, kCorrupt.
  Status Load();

  // Errors: kNotFound, kShredded (erased), kUnavailable.
  Result<Registration> Find(const SubjectId& subject) const;
  Result<Registration> FindStaged(const SubjectId& subject, const Staging& staging) const;
  // Errors: kNotFound, kShredded, kCorrupt (registered without a key), kUnavailable.
  Result<SecretBytes> Key(const SubjectId& subject) const;
  // As Key, and sees keys of the batch being built. Sequencer only.
  Result<SecretBytes> KeyStaged(const SubjectId& subject) const;
  // True if the ledger says that the person was erased.
  Result<bool> IsErased(const SubjectId& subject) const;

  // What an entry tells of one person. `subject` is that person's key.
  Facts FactsOf(const SubjectId& subject, const SecretBytes& key) const;

  // Errors: kRefused with the clause: the person's data is restricted, or the person objected to
  // the operation's purpose. Erasure and restriction themselves go on. Costs nothing worth telling
  // for whoever has no marks. Whoever asks must have the person in the read set, or with `staging`,
  // the batch being built, sees what was staged before.
  Status RequireFree(const Permit& permit, const SubjectId& subject,
                     const Staging* staging = nullptr) const;
  Result<Marks> MarksOf(const SubjectId& subject) const;
  Result<Marks> MarksStaged(const SubjectId& subject, const Staging& staging) const {
    return ReadMarks(subject, &staging);
  }

  // Errors: kConflict (registered as another category), kShredded. Requires: Verb::kRecord.
  Result<Facts> StageRegister(const Permit& permit, const SubjectId& subject,
                              BatchContext& context) const {
    return StageRegister(permit.operation().people, subject, context);
  }
  // The same as part of recording what the person is about. Requires: the permit that the caller
  // has is for recording data of this category of person.
  Result<Facts> StageRegister(const std::string& people, const SubjectId& subject,
                              BatchContext& context) const;
  // nullopt lifts it. Errors: kNotFound, kShredded. Requires: Verb::kRestrict.
  // Source: GDPR Art. 18(1); GDPR Art. 18(3).
  Result<Facts> StageRestriction(const Permit& permit, const SubjectId& subject,
                                 const std::optional<Restriction>& restriction,
                                 BatchContext& context);
  // `stands` false: the objection is withdrawn or was not well founded.
  Result<Facts> StageObjection(const Permit& permit, const SubjectId& subject,
                               const Objection& objection, bool stands, BatchContext& context);
  // The registration, marks and whatever else stands under the person's id; and remembers the
  // erasure in the ledger.
  Status StageRemoval(const SubjectId& subject, BatchContext& context) const;
  // Remembers an erased person or unit under a keyed hash: when, and in which entry.
  void StageLedger(std::string_view kind, ByteView id, BatchContext& context) const;

 private:
  static constexpr size_t kStripes = size_t{1} << 16;
  static size_t StripeOf(const SubjectId& subject) {
    return std::hash<SubjectId>{}(subject) % kStripes;
  }
  Error Missing(const SubjectId& subject, Error otherwise) const;
  Result<Marks> ReadMarks(const SubjectId& subject, const Staging* staging) const;
  Result<Facts> StageMark(const SubjectId& subject, Bytes row, const std::optional<Bytes>& value,
                          BatchContext& context);

  const Store& store_;
  Keyring& keyring_;
  Random& random_;
  // True where somebody of the stripe is, or was, marked: only then the store is looked at.
  std::array<std::atomic<bool>, kStripes> marked_{};
};

}  // namespace mandat
