// SPDX-License-Identifier: Apache-2.0
//
// For whoever was handed a dossier: says whether what is in it holds, offline.
// Guarantees that nothing is reported as verified before the bytes themselves led to it.
// Trusts the verifier key that it is given, SHA-256, Ed25519, and nothing that is read.
#pragma once

#include <filesystem>
#include <optional>

#include "evidence/policy.h"
#include "evidence/report.h"
#include "evidence/source.h"
#include "format/note.h"

namespace mandat {

struct DossierQuestion {
  // The key of the journal. Without it the one in the dossier is taken, which proves that the
  // dossier is consistent, not whose it is.
  std::optional<VerifierKey> key;
  // The witnesses that must have seen the checkpoint, and the logs that the key must be one of.
  std::optional<TlogPolicy> policy;
};

// Every file against the manifest; every entry and its proof against the one checkpoint; that they
// are what the dossier says it is about, without a gap where it is about a period; versions of the
// agreement against the entries that record them; certificates; disclosures of the person.
// `progress` counts files. The report's failure is kCorrupt for what does not hold, kNotFound where
// there is no dossier or no key, kUnavailable when it could not be read.
// Source: GDPR Art. 28(3)(h); C2SP tlog-proof.
Report VerifyDossier(const std::filesystem::path& directory, const DossierQuestion& question,
                     const Progress& progress);

}  // namespace mandat
