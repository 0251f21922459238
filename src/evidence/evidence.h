// SPDX-License-Identifier: Apache-2.0
//
// For auditors: says whether published evidence holds, without asking the one who published it.
// Guarantees that nothing is reported as verified before the bytes themselves led to it.
// Trusts the verifier key that it is given, SHA-256, Ed25519, and nothing that is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "evidence/policy.h"
#include "evidence/report.h"
#include "evidence/source.h"
#include "format/note.h"

namespace mandat {

struct JournalQuestion {
  // The key of the journal. Without it the one published beside the checkpoint is taken, which
  // proves that the journal is consistent, not whose it is.
  std::optional<VerifierKey> key;
  // A checkpoint seen earlier, as a signed note: the journal must begin with it.
  std::optional<std::string> since;
  // The witnesses that must have seen the checkpoint, and the logs that the key must be one of; the
  // only one of them stands in for the key.
  std::optional<TlogPolicy> policy;
};

// Reads a whole journal again, on all cores: signature and cosignatures of the checkpoint, every
// bundle and tile, all hashes, the root, every entry; `progress` counts entries. The report's
// failure is kCorrupt for what does not hold, kNotFound when there is no checkpoint or no key,
// kUnavailable when it could not be read.
// Source: C2SP tlog-tiles; C2SP tlog-checkpoint; C2SP tlog-cosignature.
Report VerifyJournal(JournalSource& source, const JournalQuestion& question,
                     const Progress& progress);

// A proof that one entry stands in a journal, offline; with a policy, in one that its witnesses
// have seen. Source: C2SP tlog-proof.
Report VerifyProof(std::string_view proof, ByteView entry, const VerifierKey& key,
                   const TlogPolicy* policy = nullptr);

// A certificate of destruction, offline: signed by the journal's key, each field that the journal
// also knows equal to the entry, and the entry in the journal; with a policy, in one that its
// witnesses have seen.
// Source: GDPR Art. 28(3)(g); GDPR Art. 28(3)(h).
Report VerifyCertificate(std::string_view certificate, const VerifierKey& key,
                         const TlogPolicy* policy = nullptr);

}  // namespace mandat
