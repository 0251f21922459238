// SPDX-License-Identifier: Apache-2.0
#include "journal/prove_in.h"

#include <utility>

#include "format/checkpoint.h"
#include "format/note.h"
#include "journal/internal/tree_reader.h"

namespace mandat {

Result<TlogProof> ProveIn(const Store& store, EntryIndex index, std::string checkpoint) {
  MANDAT_TRY(const Note note, Note::Parse(checkpoint));
  MANDAT_TRY(const Checkpoint parsed, Checkpoint::Parse(note.text));
  if (index.value >= parsed.size) {
    return Fail(Error::NotFound("the checkpoint ends before the entry"));
  }
  MANDAT_TRY(const std::vector<Hash> path,
             TreeReader(store).InclusionPath(index.value, parsed.size));
  TlogProof proof;
  proof.index = index.value;
  for (const Hash& hash : path) {
    proof.hashes.emplace_back(hash.view());
  }
  proof.checkpoint = std::move(checkpoint);
  return proof;
}

}  // namespace mandat
