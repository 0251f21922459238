// SPDX-License-Identifier: Apache-2.0
#include "service/internal/cosigned_note.h"

#include <algorithm>
#include <utility>

#include "crypto/note.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

bool IsBy(const NoteSignature& line, const VerifierKey& key) {
  return line.name == key.name && line.key_id == key.key_id;
}

// Requires: a cosignature that was verified. Source: C2SP tlog-cosignature.
Instant TimeOf(const NoteSignature& cosignature) {
  return {static_cast<int64_t>(ReadBigEndian64(cosignature.signature)) * 1'000'000};
}

}  // namespace

Result<CosignedNote> CosignedNote::Open(std::string note, const VerifierKey& log,
                                        const std::vector<VerifierKey>& witnesses) {
  std::vector<VerifierKey> known = witnesses;
  known.push_back(log);
  MANDAT_TRY(VerifiedNote opened, OpenNote(note, known));
  MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(opened.text));
  if (!opened.IsSignedBy(log) || checkpoint.origin != log.name) {
    return Fail(Error::Corrupt("the checkpoint is not signed by its log"));
  }
  MANDAT_TRY(const Note parsed, Note::Parse(note));
  CosignedNote cosigned;
  cosigned.text_ = std::move(opened.text);
  cosigned.size_ = checkpoint.size;
  cosigned.root_ = checkpoint.root;
  for (const NoteSignature& line : parsed.signatures) {
    if (IsBy(line, log)) {
      cosigned.by_log_.push_back(line);
    }
  }
  for (const VerifierKey& witness : witnesses) {
    const auto line = std::ranges::find_if(
        parsed.signatures, [&](const NoteSignature& one) { return IsBy(one, witness); });
    if (line != parsed.signatures.end()) {
      cosigned.Add({witness, *line, TimeOf(*line)});
    }
  }
  return cosigned;
}

const CosignedNote::Cosignature* CosignedNote::FindBy(const VerifierKey& witness) const {
  const auto found = std::ranges::find(cosignatures_, witness, &Cosignature::key);
  return found == cosignatures_.end() ? nullptr : &*found;
}

void CosignedNote::Add(Cosignature cosignature) {
  std::erase_if(cosignatures_, [&](const Cosignature& one) { return one.key == cosignature.key; });
  cosignatures_.push_back(std::move(cosignature));
}

void CosignedNote::AddAllOf(const CosignedNote& other) {
  if (other.text_ != text_) {
    return;
  }
  for (const Cosignature& one : other.cosignatures_) {
    if (FindBy(one.key) == nullptr) {
      cosignatures_.push_back(one);
    }
  }
}

std::string CosignedNote::Format(const std::vector<VerifierKey>& witnesses) const {
  Note note{text_, by_log_};
  for (const VerifierKey& witness : witnesses) {
    if (const Cosignature* one = FindBy(witness)) {
      note.signatures.push_back(one->line);
    }
  }
  return note.Format();
}

}  // namespace mandat
