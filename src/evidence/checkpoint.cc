// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/checkpoint.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "crypto/note.h"
#include "crypto/tlog.h"
#include "format/outcome_name.h"

namespace mandat::internal {

namespace {

// The checkpoint in a note of which the key's own signature was verified.
Result<Checkpoint> CheckpointIn(const VerifiedNote& note, const VerifierKey& key) {
  MANDAT_TRY(Checkpoint checkpoint, Checkpoint::Parse(note.text));
  if (key.type != kNoteTypeEd25519) {
    return Fail(Error::Invalid("the key is that of a witness, not of a journal"));
  }
  if (!note.IsSignedBy(key)) {
    return Fail(Error::Corrupt("note is not signed by the key of the journal"));
  }
  if (checkpoint.origin != key.name) {
    return Fail(Error::Corrupt("checkpoint is of another journal than its key"));
  }
  return checkpoint;
}

// The witnesses that have seen it, each with its time, and whether they are enough.
Status AddCosignatures(Report& report, const VerifiedNote& note, const TlogPolicy& policy) {
  std::vector<VerifierKey> cosigners;
  for (const VerifiedNote::Signature& signature : note.signatures) {
    if (!signature.cosigned_at || std::ranges::find(cosigners, signature.key) != cosigners.end()) {
      continue;
    }
    cosigners.push_back(signature.key);
    report.AddVerified("checkpoint was seen by witness " + policy.NameOf(signature.key) + " (" +
                       signature.key.name + ") at " + signature.cosigned_at->Format());
    report.AddFact("witness", policy.NameOf(signature.key));
    report.AddFact("witnessed-at", signature.cosigned_at->Format());
  }
  if (!policy.IsMetBy(cosigners)) {
    Error error = Error::Corrupt("too few witnesses of the policy have seen it: quorum " +
                                 policy.quorum() + " is not met");
    report.SetFailure("checkpoint", error);
    return Fail(std::move(error));
  }
  if (policy.quorum() != TlogPolicy::kNone) {
    report.AddVerified("the witnesses are enough: quorum " + policy.quorum() + " is met");
  }
  return {};
}

}  // namespace

Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  MANDAT_TRY(const VerifiedNote opened, OpenNote(note, {key}));
  return CheckpointIn(opened, key);
}

Result<Checkpoint> AddCheckpoint(Report& report, std::string_view note, const VerifierKey& key,
                                 const TlogPolicy* policy) {
  std::vector<VerifierKey> known = {key};
  if (policy != nullptr) {
    const std::vector<VerifierKey> witnesses = policy->WitnessKeys();
    known.insert(known.end(), witnesses.begin(), witnesses.end());
  }
  const Result<VerifiedNote> opened = OpenNote(note, known);
  Result<Checkpoint> checkpoint =
      opened ? CheckpointIn(*opened, key) : Result<Checkpoint>(Fail(opened.error()));
  if (!checkpoint) {
    report.SetFailure("checkpoint", checkpoint.error());
    return checkpoint;
  }
  report.AddVerified("checkpoint of " + std::to_string(checkpoint->size) +
                     " entries is signed by " + key.Format());
  if (policy != nullptr) {
    MANDAT_TRY_STATUS(AddCosignatures(report, *opened, *policy));
  }
  return checkpoint;
}

void AddOthersNotChecked(Report& report, const TlogPolicy* policy) {
  const bool witnessed = policy != nullptr && policy->quorum() != TlogPolicy::kNone;
  report.AddNotChecked(std::string(witnessed ? kWitnessesNotJudged : kOthersNotAsked));
}

Status AddInclusion(Report& report, const TlogProof& proof, ByteView entry, const VerifierKey& key,
                    const TlogPolicy* policy) {
  MANDAT_TRY(const Checkpoint checkpoint, AddCheckpoint(report, proof.checkpoint, key, policy));
  std::vector<Hash> path;
  path.reserve(proof.hashes.size());
  for (const Bytes& hash : proof.hashes) {
    path.push_back(Hash::From(hash));
  }
  const Hash leaf = LeafHash(entry);
  if (Status status =
          VerifyInclusion(leaf, proof.index, checkpoint.size, path, Hash::From(checkpoint.root));
      !status) {
    report.SetFailure("inclusion of entry " + std::to_string(proof.index), status.error());
    return status;
  }
  report.AddVerified("entry " + std::to_string(proof.index) + " with leaf hash " +
                     FormatHex(leaf.view()) + " stands in that journal");
  const Result<Entry> decoded = Entry::Decode(entry);
  if (!decoded) {
    report.SetFailure("entry " + std::to_string(proof.index), decoded.error());
    return Fail(decoded.error());
  }
  report.AddVerified("entry is well-formed, to the byte");
  report.AddFact("origin", checkpoint.origin);
  report.AddFact("size", checkpoint.size);
  AddEntryFacts(report, *decoded, proof.index);
  return {};
}

void AddEntryFacts(Report& report, const Entry& entry, uint64_t index) {
  report.AddFact("index", index);
  report.AddFact("at", entry.at.Format());
  report.AddFact("act", entry.act);
  report.AddFact("outcome", std::string(Name(entry.outcome)));
  report.AddFact("clause", entry.clause);
  report.AddFact("agreement-version", entry.agreement_version);
  report.AddFact("purpose", entry.purpose);
  report.AddFact("collection", entry.collection);
  report.AddFact("units", entry.units_count);
  report.AddFact("people", entry.people_count);
  report.AddFact("instruction", entry.instruction);
  report.AddFact("detail", entry.detail);
}

}  // namespace mandat::internal
