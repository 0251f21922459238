// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/checkpoint.h"

#include <string>
#include <vector>

#include "crypto/note.h"
#include "crypto/tlog.h"

namespace mandat::internal {

Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  MANDAT_TRY(const VerifiedNote opened, OpenNote(note, {key}));
  MANDAT_TRY(Checkpoint checkpoint, Checkpoint::Parse(opened.text));
  if (key.type != kNoteTypeEd25519) {
    return Fail(Error::Invalid("the key is that of a witness, not of a journal"));
  }
  if (checkpoint.origin != key.name) {
    return Fail(Error::Corrupt("checkpoint is of another journal than its key"));
  }
  return checkpoint;
}

Status AddInclusion(Report& report, const TlogProof& proof, ByteView entry,
                    const VerifierKey& key) {
  const Result<Checkpoint> checkpoint = OpenCheckpoint(proof.checkpoint, key);
  if (!checkpoint) {
    report.SetFailure("checkpoint", checkpoint.error());
    return Fail(checkpoint.error());
  }
  report.AddVerified("checkpoint of " + std::to_string(checkpoint->size) +
                     " entries is signed by " + key.Format());
  std::vector<Hash> path;
  path.reserve(proof.hashes.size());
  for (const Bytes& hash : proof.hashes) {
    path.push_back(Hash::From(hash));
  }
  const Hash leaf = LeafHash(entry);
  if (Status status =
          VerifyInclusion(leaf, proof.index, checkpoint->size, path, Hash::From(checkpoint->root));
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
  report.AddFact("origin", checkpoint->origin);
  report.AddFact("size", checkpoint->size);
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

std::string_view Name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kUndecided:
      return "undecided";
    case Outcome::kAbsent:
      return "absent";
    case Outcome::kGone:
      return "gone";
    case Outcome::kObserved:
      return "observed";
  }
  return "unknown";
}

}  // namespace mandat::internal
