// SPDX-License-Identifier: Apache-2.0
#include "service/internal/account_rows.h"

#include "crypto/aead.h"

namespace mandat {
namespace {

constexpr std::string_view kAccountPrefix = "account/";
constexpr std::string_view kQuestionPrefix = "actor-question/";
constexpr std::string_view kSalt = "mandat account v1";
constexpr size_t kTagLength = 8;

SecretBytes KeyFor(const SecretBytes& account_key, std::string_view use) {
  return Hkdf(kSalt, account_key.view(), {use});
}

Bytes LabelOfAccount(const SubjectId& id) { return "mandat account v1 " + Bytes(id.bytes()); }

Bytes LabelOfQuestion(const SubjectId& id, EntryIndex entry) {
  Bytes label = "mandat actor question v1 " + Bytes(id.bytes());
  AppendBigEndian64(label, entry.value);
  return label;
}

// nullopt: its key is gone.
Result<std::optional<KnownQuestion>> OpenQuestion(const OpenAgreement& system, EntryIndex entry,
                                                  ByteView value) {
  if (value.size() < SubjectId::kBytes) {
    return Fail(Error::Corrupt("a question about an actor is damaged"));
  }
  MANDAT_TRY(const SubjectId id, SubjectId::Decode(value.substr(0, SubjectId::kBytes)));
  MANDAT_TRY(const std::optional<SecretBytes> key, system.keyring().FindSubjectKey(id));
  if (!key) {
    return std::optional<KnownQuestion>();
  }
  MANDAT_TRY(const Bytes bytes, Open(KeyFor(*key, "question"), value.substr(SubjectId::kBytes),
                                     LabelOfQuestion(id, entry)));
  MANDAT_TRY(AskedQuestion question, DecodeCborRecord<AskedQuestion>(bytes));
  return std::optional(KnownQuestion{entry, id, std::move(question)});
}

}  // namespace

Bytes AccountRow(const SubjectId& id) { return Bytes(kAccountPrefix) + Bytes(id.bytes()); }

Bytes QuestionRow(EntryIndex entry) {
  Bytes row(kQuestionPrefix);
  AppendBigEndian64(row, entry.value);
  return row;
}

Bytes ActorTagOf(const SecretBytes& account_key) {
  return Bytes(
      HmacSha256(account_key.view(), {"mandat actor tag v2"}).view().substr(0, kTagLength));
}

Bytes SealAccount(const SecretBytes& account_key, const SubjectId& id, const Account& account,
                  Random& random) {
  return Seal(KeyFor(account_key, "account"), EncodeCborRecord(account), LabelOfAccount(id),
              random);
}

Bytes SealQuestion(const SecretBytes& account_key, const KnownQuestion& question, Random& random) {
  return Bytes(question.account.bytes()) +
         Seal(KeyFor(account_key, "question"), EncodeCborRecord(question.question),
              LabelOfQuestion(question.account, question.entry), random);
}

Result<std::vector<KnownAccount>> ReadAccounts(const OpenAgreement& system) {
  std::vector<KnownAccount> accounts;
  const auto rows =
      system.store().Scan(Space::kMeta, Bytes(kAccountPrefix), EndOfPrefix(kAccountPrefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const SubjectId id, SubjectId::Decode(rows->key().substr(kAccountPrefix.size())));
    MANDAT_TRY(const std::optional<SecretBytes> key, system.keyring().FindSubjectKey(id));
    if (key) {
      MANDAT_TRY(const Bytes bytes,
                 Open(KeyFor(*key, "account"), rows->value(), LabelOfAccount(id)));
      MANDAT_TRY(Account account, DecodeCborRecord<Account>(bytes));
      accounts.push_back({id, std::move(account), ActorTagOf(*key)});
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  return accounts;
}

Result<std::vector<Bytes>> OrphanedAccountRows(const OpenAgreement& system) {
  std::vector<Bytes> orphans;
  const auto rows =
      system.store().Scan(Space::kMeta, Bytes(kAccountPrefix), EndOfPrefix(kAccountPrefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const SubjectId id, SubjectId::Decode(rows->key().substr(kAccountPrefix.size())));
    MANDAT_TRY(const std::optional<SecretBytes> key, system.keyring().FindSubjectKey(id));
    if (!key) {
      orphans.emplace_back(rows->key());
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  return orphans;
}

Result<std::vector<KnownQuestion>> ReadQuestions(const OpenAgreement& system) {
  std::vector<KnownQuestion> questions;
  const auto rows =
      system.store().Scan(Space::kMeta, Bytes(kQuestionPrefix), EndOfPrefix(kQuestionPrefix));
  for (; rows->Valid(); rows->Next()) {
    if (rows->key().size() != kQuestionPrefix.size() + 8) {
      return Fail(Error::Corrupt("a question about an actor has no number"));
    }
    const EntryIndex entry{ReadBigEndian64(rows->key().substr(kQuestionPrefix.size()))};
    MANDAT_TRY(std::optional<KnownQuestion> question, OpenQuestion(system, entry, rows->value()));
    if (question) {
      questions.push_back(std::move(*question));
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  return questions;
}

Result<KnownQuestion> GetQuestion(const OpenAgreement& system, EntryIndex entry) {
  MANDAT_TRY(const std::optional<Bytes> row, system.store().Find(Space::kMeta, QuestionRow(entry)));
  if (row) {
    MANDAT_TRY(std::optional<KnownQuestion> question, OpenQuestion(system, entry, *row));
    if (question) {
      return std::move(*question);
    }
  }
  return Fail(Error::NotFound("no question of that number, or its account is erased"));
}

Bytes TagLedgerRow(const Keyring& keyring, ByteView tag) {
  return Bytes(keyring.LedgerTag("actor", tag).view());
}

}  // namespace mandat
