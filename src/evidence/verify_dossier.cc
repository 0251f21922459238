// SPDX-License-Identifier: Apache-2.0
#include "evidence/verify_dossier.h"

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "evidence/internal/checkpoint.h"
#include "evidence/internal/dossier_reading.h"
#include "format/proof.h"

namespace mandat {
namespace internal {
namespace {

constexpr std::string_view kCheckpointFile = "checkpoint";
constexpr std::string_view kKeyFile = "vkey";

std::string_view Trimmed(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \r\n") + 1);
}

}  // namespace

Status DossierReading::TakeFiles() {
  uint64_t done = 0;
  for (const Dossier::File& file : dossier_.files) {
    if (const Result<Bytes> bytes = files_.Get(file.name); !bytes) {
      return Failed(file.name, bytes.error());
    }
    progress_(++done, dossier_.files.size());
  }
  report_.AddVerified("all " + std::to_string(dossier_.files.size()) +
                      " files are what the manifest says, and there is no other");
  return {};
}

Status DossierReading::TakeKey() {
  const std::optional<TlogPolicy>& policy = question_.policy;
  const bool one_log = policy && policy->logs().size() == 1;
  if (question_.key) {
    key_ = *question_.key;
  } else if (one_log) {
    key_ = policy->logs().front();
  } else {
    const Result<Bytes> published = files_.Get(kKeyFile);
    if (!published) {
      return Failed(kKeyFile, Error::NotFound("no key was given, and the dossier has none"));
    }
    Result<VerifierKey> key = ParseVerifierKey(Trimmed(*published));
    if (!key) {
      return Failed(kKeyFile, key.error().message);
    }
    key_ = *std::move(key);
  }
  key_was_given_ = question_.key || one_log;
  if (policy && !policy->logs().empty() && !policy->Accepts(key_)) {
    return Failed(kKeyFile, "the key is of no log of the policy");
  }
  return {};
}

Status DossierReading::TakeCheckpoint() {
  Result<Bytes> note = files_.Get(kCheckpointFile);
  if (!note) {
    return Failed(kCheckpointFile, note.error());
  }
  note_ = *std::move(note);
  const TlogPolicy* policy = question_.policy ? &*question_.policy : nullptr;
  MANDAT_TRY(checkpoint_, AddCheckpoint(report_, note_, key_, policy));
  return checkpoint_.origin == dossier_.journal
             ? Status()
             : Failed(kDossierManifest, "the manifest names another journal than the checkpoint");
}

Status DossierReading::TakeEntry(uint64_t index) {
  const Result<Bytes> bytes = files_.Get(DossierEntryFile(index));
  const Result<Bytes> text = files_.Get(DossierProofFile(index));
  if (!bytes || !text) {
    return Failed(EntryName(index), bytes ? text.error() : bytes.error());
  }
  const Result<TlogProof> proof = TlogProof::Parse(*text);
  if (!proof) {
    return Failed(EntryName(index), proof.error());
  }
  if (proof->index != index || proof->checkpoint != note_) {
    return Failed(EntryName(index), "the proof is of another entry, or of another checkpoint");
  }
  std::vector<Hash> path;
  path.reserve(proof->hashes.size());
  for (const Bytes& hash : proof->hashes) {
    path.push_back(Hash::From(hash));
  }
  if (const Status status = VerifyInclusion(LeafHash(*bytes), index, checkpoint_.size, path,
                                            Hash::From(checkpoint_.root));
      !status) {
    return Failed(EntryName(index), status.error());
  }
  Result<Entry> entry = Entry::Decode(*bytes);
  if (!entry) {
    return Failed(EntryName(index), entry.error());
  }
  if (!entries_.empty() && entry->at < entries_.rbegin()->second.at) {
    return Failed(EntryName(index), "the instant lies before that of an entry before it");
  }
  entries_.emplace(index, *std::move(entry));
  return {};
}

Status DossierReading::TakeEntries() {
  const Result<std::vector<uint64_t>> indices =
      files_.IndicesIn("entries", {".cbor", ".tlog-proof"});
  if (!indices) {
    return Failed(kDossierManifest, indices.error());
  }
  for (const uint64_t index : *indices) {
    MANDAT_TRY_STATUS(TakeEntry(index));
  }
  report_.AddVerified("all " + std::to_string(entries_.size()) +
                      " entries are well-formed, to the byte, and stand in that journal");
  for (const uint64_t index : dossier_.entries) {
    if (Find(index) == nullptr) {
      return Failed(EntryName(index), "the manifest names it, and the dossier lacks it");
    }
  }
  return {};
}

void DossierReading::AddFacts() {
  report_.AddFact("kind", dossier_.kind);
  report_.AddFact("agreement", dossier_.agreement);
  report_.AddFact("origin", checkpoint_.origin);
  report_.AddFact("size", checkpoint_.size);
  report_.AddFact("key", key_.Format());
  report_.AddFact("from", dossier_.from);
  report_.AddFact("until", dossier_.until);
  report_.AddFact("subject", dossier_.subject);
  report_.AddFact("actor", dossier_.actor);
  report_.AddFact("entries", dossier_.entries.size());
  if (!dossier_.entries.empty()) {
    report_.AddFact("first-at", Find(dossier_.entries.front())->at.Format());
    report_.AddFact("last-at", Find(dossier_.entries.back())->at.Format());
  }
  report_.AddFact("versions", dossier_.versions.size());
  report_.AddFact("certificates", certificates_count_);
  report_.AddFact("disclosures", disclosures_count_);
}

void DossierReading::AddNotChecked() {
  report_.AddNotChecked("index.html and what else is told in words: the processor's, not proved");
  if (!dossier_.subject.empty()) {
    report_.AddNotChecked(
        "that a tag is that person's, which the processor vouches for by signing; and that no "
        "other entry is about the person: entries name nobody");
  }
  if (!dossier_.undisclosed.empty()) {
    report_.AddNotChecked("that the person stands behind " +
                          std::to_string(dossier_.undisclosed.size()) +
                          " entries: somebody else behind them was erased");
  }
  if (!key_was_given_) {
    report_.AddNotChecked("whose journal it is: the key is the dossier's own; ask with --key");
  } else {
    report_.AddNotChecked(std::string(kOriginNotShown));
  }
  AddOthersNotChecked(report_, question_.policy ? &*question_.policy : nullptr);
  report_.AddNotChecked("that what was done is what the entries say");
}

Status DossierReading::Run() {
  MANDAT_TRY_STATUS(TakeFiles());
  MANDAT_TRY_STATUS(TakeKey());
  MANDAT_TRY_STATUS(TakeCheckpoint());
  MANDAT_TRY_STATUS(TakeEntries());
  MANDAT_TRY_STATUS(VerifySubject());
  MANDAT_TRY_STATUS(VerifyAskedBy());
  MANDAT_TRY_STATUS(VerifyVersions());
  MANDAT_TRY_STATUS(VerifyCertificates());
  MANDAT_TRY_STATUS(VerifyDisclosures());
  AddFacts();
  AddNotChecked();
  return {};
}

}  // namespace internal

Report VerifyDossier(const std::filesystem::path& directory, const DossierQuestion& question,
                     const Progress& progress) {
  Report report{.subject = "dossier"};
  const Result<internal::DossierFiles> files = internal::DossierFiles::Open(directory);
  if (!files) {
    report.SetFailure(kDossierManifest, files.error());
    return report;
  }
  const Status status = internal::DossierReading(*files, question, progress, report).Run();
  if (!status && !report.failure) {
    report.SetFailure("dossier", status.error());
  }
  return report;
}

}  // namespace mandat
