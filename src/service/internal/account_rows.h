// SPDX-License-Identifier: Apache-2.0
// Accounts of the own register, in the system's own home: one key each, and a row sealed under it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "format/cbor_record.h"
#include "service/open_agreement.h"

namespace mandat {

// What the register keeps of whoever holds, or held, credentials.
struct Account {
  std::string role;
  std::string agreement;  // empty: all
  std::string label;      // names a system, never a person
  Instant since;
  std::optional<Instant> ended;  // when its last line was found gone
  Bytes old_tag;                 // what entries from before there were accounts have

  static constexpr auto Fields() {
    return std::tuple(Member(1, &Account::role), Member(2, &Account::agreement),
                      Member(3, &Account::label), Member(4, &Account::since),
                      Member(5, &Account::ended), OctetsMember(6, &Account::old_tag));
  }
  bool IsNamed(const Account& other) const {
    return role == other.role && agreement == other.agreement && label == other.label;
  }
};

struct KnownAccount {
  SubjectId id;
  Account account;
  Bytes tag;

  bool IsBehind(ByteView asked) const { return tag == asked || account.old_tag == asked; }
};

// A question as it stands: who stands behind a tag, or which tag an account has.
struct AskedQuestion {
  Instant asked;
  Bytes by;  // tag of who asks
  std::string role;
  Bytes tag;           // what was asked about; empty when it was asked by name
  std::string reason;  // as it was given; the journal has a salted hash of it
  std::optional<Instant> confirmed;
  std::optional<Instant> refused;
  Bytes other;  // tag of who confirmed or refused

  static constexpr auto Fields() {
    return std::tuple(Member(1, &AskedQuestion::asked), OctetsMember(2, &AskedQuestion::by),
                      Member(3, &AskedQuestion::role), OctetsMember(4, &AskedQuestion::tag),
                      Member(5, &AskedQuestion::reason), Member(6, &AskedQuestion::confirmed),
                      Member(7, &AskedQuestion::refused), OctetsMember(8, &AskedQuestion::other));
  }
};

struct KnownQuestion {
  EntryIndex entry;  // that records the asking; names the question
  SubjectId account;
  AskedQuestion question;
};

// On disk: rows of Space::kMeta, see docs/internals/data-layout.md.
Bytes AccountRow(const SubjectId& id);
Bytes QuestionRow(EntryIndex entry);

// 8 bytes for entries, keyed by the account's own key: with it the link dies.
Bytes ActorTagOf(const SecretBytes& account_key);

Bytes SealAccount(const SecretBytes& account_key, const SubjectId& id, const Account& account,
                  Random& random);
// With the account's id in front, which says whose key opens it.
Bytes SealQuestion(const SecretBytes& account_key, const KnownQuestion& question, Random& random);

// All whose keys are there, in no set order. Errors: kUnavailable, kCorrupt.
Result<std::vector<KnownAccount>> ReadAccounts(const OpenAgreement& system);
// Rows whose keys are gone with a machine.
Result<std::vector<Bytes>> OrphanedAccountRows(const OpenAgreement& system);
// In the order in which they were asked.
Result<std::vector<KnownQuestion>> ReadQuestions(const OpenAgreement& system);
// Errors: kNotFound, kUnavailable, kCorrupt.
Result<KnownQuestion> GetQuestion(const OpenAgreement& system, EntryIndex entry);

// What is remembered of a tag whose key was destroyed: a row of the ledger, under a keyed hash.
Bytes TagLedgerRow(const Keyring& keyring, ByteView tag);

}  // namespace mandat
