// SPDX-License-Identifier: Apache-2.0
#include "service/certificate.h"

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "format/certificate.h"
#include "service/internal/erasure_rows.h"
#include "service/verify_erasure.h"

namespace mandat {
namespace {

// Stable for one erasure and one state of it, so that the same certificate keeps its name.
std::string CertificateId(const std::string& origin, EntryIndex entry, std::string_view type) {
  const Hash hash =
      Sha256({"mandat certificate v1 ", origin, " ", std::to_string(entry.value), " ", type});
  const Result<RecordId> id = RecordId::Decode(hash.view().substr(0, RecordId::kBytes));
  return id->Format();
}

// The re-wrap behind the erasure: with it the last copy of the person's key is dead.
Result<std::optional<Instant>> CompletedAt(const OpenAgreement& agreement, Instant executed) {
  MANDAT_TRY(const std::optional<Bytes> row, agreement.store().Find(Space::kMeta, kLastRewrapRow));
  if (!row) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Instant rewrapped, DecodeInstant(*row));
  return rewrapped > executed ? std::optional<Instant>(rewrapped) : std::nullopt;
}

struct Facts28 {
  std::string type;
  std::string complete_at;
  std::string residual;
};

Facts28 FactsOf(const std::optional<Instant>& completed, Instant executed) {
  if (completed) {
    return {std::string(kCertificateDestruction), completed->Format(),
            "none known; no key backup is made by this version"};
  }
  return {
      std::string(kCertificatePartial),
      (executed + std::chrono::hours(24)).Format() + " at the latest",
      "wrapped copies of the destroyed key may be in files of the key store until the surviving "
      "keys are wrapped anew"};
}

std::string VerificationOf(const Entry& entry, const ErasureState& state) {
  if (!entry.collection.empty()) {
    return "rows removed in the commit of the entry; PASS";
  }
  return state.failed   ? "something of the person was found afterwards: see `copy`; FAIL"
         : state.looked ? "every kind of rows and the key store read back: nothing found; PASS"
                        : "not read back: the server stopped behind the erasure; key store PASS";
}

// Whether a restore on another machine would know of the erasure.
std::string ProtectionOf(EntryIndex erasure, std::optional<uint64_t> ledger_size) {
  return ledger_size && *ledger_size > erasure.value
             ? "copied off this machine up to entry " + std::to_string(*ledger_size - 1)
             : std::string("not protected against loss of this machine");
}

}  // namespace

// Source: GDPR Art. 28(3)(g); Dec. 2021/915 Cl. 10(d).
Result<std::string> IssueCertificate(OpenAgreement& agreement, EntryIndex erasure,
                                     std::optional<uint64_t> ledger_size) {
  Journal& journal = agreement.journal();
  const std::shared_ptr<const Mandate> mandate = agreement.mandate();
  if (!mandate) {
    return Fail(Error::Unavailable("agreement is not active"));
  }
  MANDAT_TRY(Bytes bytes, journal.ReadEntry(erasure));
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  if (entry.act != Name(Verb::kErase) || entry.outcome != Outcome::kDone) {
    return Fail(Error::Invalid("journal entry does not record an erasure"));
  }
  MANDAT_TRY(const std::optional<Bytes> version_hash,
             agreement.store().Find(Space::kMeta, VersionHashRow(entry.agreement_version)));
  if (!version_hash) {
    return Fail(Error::Corrupt("hash of the agreement version is missing"));
  }
  const Agreement& terms = mandate->agreement();
  MANDAT_TRY_STATUS(VerifyErasuresNow(agreement));
  MANDAT_TRY(const ErasureState state, StateOfErasure(agreement, entry, erasure));
  MANDAT_TRY(std::optional<Instant> completed, CompletedAt(agreement, entry.at));
  if (state.failed) {
    completed.reset();  // never more than partial
  }
  const Facts28 facts = FactsOf(completed, entry.at);
  Certificate certificate;
  certificate.fields = {
      {"certificate", CertificateId(journal.origin(), erasure, facts.type)},
      {"type", facts.type},
      {"agreement", terms.id().text() + "@" + std::to_string(entry.agreement_version)},
      {"agreement-hash", *version_hash},
      {"clause", entry.clause},
      {"law", "GDPR Art. 28(3)(g)"},
      {"controller", terms.controller().name},
      {"processor", terms.processor().name},
      {"trigger", entry.collection.empty() ? "erasure of a person" : "erasure of one record"},
      {"instruction", entry.instruction.empty() ? std::string(kNoInstruction) : entry.instruction},
      {"method", entry.collection.empty()
                     ? "cryptographic erase: destruction of the person's AES-256 key; rows removed"
                     : "rows removed; the key goes with the person or with the expiry"},
      {"units", std::to_string(entry.units_count)},
      {"people", std::to_string(entry.people_count)},
      {"executed-at", entry.at.Format()},
      {"complete-at", facts.complete_at},
      {"verification", VerificationOf(entry, state)},
      {"residual", facts.residual},
      {"not-covered", "copies at sub-processors and copies exported before the erasure"},
      {"entry", std::to_string(erasure.value)},
      {"leaf", FormatHex(LeafHash(bytes).view())},
      {"issued-at", agreement.gate().Now().Format()},
      {"journal", journal.origin()},
  };
  for (const ErasureCopy& copy : state.copies) {
    certificate.fields.push_back({"copy", copy.what + " | " + copy.done + " | " + copy.found});
  }
  certificate.fields.push_back({"ledger", ProtectionOf(erasure, ledger_size)});
  certificate.entry = std::move(bytes);
  MANDAT_TRY(certificate.proof, journal.Prove(erasure));
  MANDAT_TRY(const std::string text, certificate.Format());
  return SignNote(text, journal.origin(), agreement.keyring().journal_signer());
}

}  // namespace mandat
