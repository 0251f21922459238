// SPDX-License-Identifier: Apache-2.0
#include "service/certificate.h"

#include <algorithm>

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "format/certificate.h"
#include "journal/prove_in.h"
#include "keyring/key_backup.h"
#include "service/copy_keys.h"
#include "service/cosigned_checkpoint.h"
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

constexpr std::chrono::hours kRewrapWithin{24};

// What an erasure waits for behind its execution, as things are.
struct Waiting {
  std::optional<Instant> rewrapped;    // the re-wrap behind it
  std::vector<KeyCopy> living;         // copies of keys that could open the person with it
  std::optional<Instant> copies_gone;  // when the last one that was removed was gone
  int copy_days = 0;                   // how long a copy lives; 0: none was ever made

  bool is_over() const { return rewrapped && living.empty(); }
  // The one that lapses last. Requires: there is one.
  const KeyCopy& last() const { return *std::ranges::max_element(living, {}, &KeyCopy::Lapses); }
};

Result<Waiting> WaitingFor(const OpenAgreement& agreement, Instant executed) {
  Waiting waiting;
  MANDAT_TRY(const std::optional<Bytes> row, agreement.store().Find(Space::kMeta, kLastRewrapRow));
  if (row) {
    MANDAT_TRY(const Instant rewrapped, DecodeInstant(*row));
    waiting.rewrapped = rewrapped > executed ? std::optional(rewrapped) : std::nullopt;
  }
  MANDAT_TRY(const std::vector<KeyCopy> copies, ReadKeyCopies(agreement.store()));
  for (const KeyCopy& copy : copies) {
    waiting.copy_days = copy.days;
    if (!copy.Endangers(executed)) {
      continue;
    }
    if (copy.gone) {
      waiting.copies_gone = std::max(waiting.copies_gone, copy.gone);
    } else {
      waiting.living.push_back(copy);
    }
  }
  return waiting;
}

struct Facts28 {
  std::string type;
  std::string complete_at;
  std::string residual;
};

// Executed, and somewhere a way is left. Another copy may be made until the keys are wrapped anew.
Facts28 PartialFacts(const Waiting& waiting, Instant executed, Instant now) {
  Facts28 facts{std::string(kCertificatePartial), "", ""};
  Instant by = executed + kRewrapWithin;
  if (!waiting.rewrapped) {
    by = by + std::chrono::hours(24) * waiting.copy_days;
    facts.residual =
        "wrapped copies of the destroyed key may be in files of the key store until the surviving "
        "keys are wrapped anew";
  }
  if (!waiting.living.empty()) {
    const KeyCopy& last = waiting.last();
    const auto ready =
        waiting.rewrapped ? waiting.rewrapped : std::optional(executed + kRewrapWithin);
    const Instant complete = *CompletesAt(executed, ready, last.at, last.days);
    by = waiting.rewrapped ? complete : std::max(by, complete);
    facts.residual += facts.residual.empty() ? "" : "; ";
    facts.residual +=
        last.Lapses() > now
            ? "copies of keys from before can open it, the last one until it lapses " +
                  last.Lapses().Format()
            : "a copy of keys from before can open it: it lapsed " + last.Lapses().Format() +
                  ", and its removal is not confirmed";
  }
  if (facts.residual.empty()) {
    facts.residual = "what was found of the person afterwards: see `copy`";
  }
  facts.complete_at = by.Format() + std::string(kCertificateExpected);
  return facts;
}

Facts28 FactsOf(const Waiting& waiting, Instant executed, Instant now, bool has_failed) {
  if (!waiting.is_over() || has_failed) {
    return PartialFacts(waiting, executed, now);
  }
  const Instant complete = std::max(*waiting.rewrapped, waiting.copies_gone.value_or(executed));
  return {std::string(kCertificateDestruction), complete.Format(),
          waiting.copies_gone ? "none known; every copy of keys from before was removed"
                              : "none known; there was no copy of keys from before"};
}

// Where a copy of the keys may be, as one of the copies that a certificate enumerates.
ErasureCopy CopiesOfKeys(const Waiting& waiting, Instant now) {
  ErasureCopy copies{"copies of keys", "none is from before the keys were wrapped anew",
                     "by construction"};
  if (waiting.living.empty() && waiting.copies_gone) {
    copies.done = "removed when they lapsed";
    copies.found = "gone from their place " + waiting.copies_gone->Format() + "; PASS";
  } else if (!waiting.living.empty()) {
    const Instant lapses = waiting.last().Lapses();
    copies.done = std::to_string(waiting.living.size()) + " kept until they lapse";
    copies.found = lapses > now ? "open: until " + lapses.Format()
                                : "lapsed " + lapses.Format() + ", removal not confirmed; FAIL";
  }
  return copies;
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

// Who looks at this journal from outside, and whether they have seen the checkpoint of the proof.
void AddWitnesses(const CosignedCheckpoint* cosigned, std::vector<Certificate::Field>& fields) {
  if (cosigned == nullptr || cosigned->witnesses.empty()) {
    fields.push_back({"witness", "none looks at this journal"});
    return;
  }
  for (const WitnessSaid& said : cosigned->witnesses) {
    fields.push_back({"witness", said.name + " | " + said.key_name + " | " +
                                     (said.cosigned_at ? "cosigned " + said.cosigned_at->Format()
                                                       : "did not cosign: " + said.trouble)});
  }
}

}  // namespace

// Source: GDPR Art. 28(3)(g); Dec. 2021/915 Cl. 10(d).
Result<std::string> IssueCertificate(OpenAgreement& agreement, EntryIndex erasure,
                                     std::optional<uint64_t> ledger_size,
                                     const CosignedCheckpoint* cosigned) {
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
  MANDAT_TRY(ErasureState state, StateOfErasure(agreement, entry, erasure));
  MANDAT_TRY(const Waiting waiting, WaitingFor(agreement, entry.at));
  const Instant now = agreement.gate().Now();
  const Facts28 facts = FactsOf(waiting, entry.at, now, state.failed);
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
      {"issued-at", now.Format()},
      {"journal", journal.origin()},
  };
  state.copies.push_back(CopiesOfKeys(waiting, now));
  for (const ErasureCopy& copy : state.copies) {
    certificate.fields.push_back({"copy", copy.what + " | " + copy.done + " | " + copy.found});
  }
  certificate.fields.push_back({"ledger", ProtectionOf(erasure, ledger_size)});
  AddWitnesses(cosigned, certificate.fields);
  certificate.entry = std::move(bytes);
  MANDAT_TRY(certificate.proof, cosigned == nullptr
                                    ? journal.Prove(erasure)
                                    : ProveIn(agreement.store(), erasure, cosigned->note));
  MANDAT_TRY(const std::string text, certificate.Format());
  return SignNote(text, journal.origin(), agreement.keyring().journal_signer());
}

}  // namespace mandat
