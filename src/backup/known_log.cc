// SPDX-License-Identifier: Apache-2.0
#include "backup/internal/known_log.h"

#include <algorithm>
#include <utility>

#include "crypto/hash.h"
#include "format/checkpoint.h"
#include "format/note.h"
#include "journal/log_number.h"

namespace mandat {

Result<std::string> OriginIn(const std::string& note) {
  if (note.empty()) {
    return std::string();
  }
  MANDAT_TRY(const Note parsed, Note::Parse(note));
  MANDAT_TRY(Checkpoint checkpoint, Checkpoint::Parse(parsed.text));
  return std::move(checkpoint.origin);
}

uint64_t NewestNumberIn(const ChainList& chains, const std::string& name) {
  uint64_t newest = 0;
  for (const ReadChain& chain : chains.chains) {
    const Result<std::string> origin = OriginIn(chain.steps.back().manifest.checkpoint);
    newest = std::max(newest, origin ? LogNumberOf(name, *origin) : 0);
  }
  return newest;
}

// A step from before the first checkpoint has none, and there is no other log before it.
bool IsOf(const ReadChain& chain, const std::string& origin) {
  const Result<std::string> found = OriginIn(chain.steps.back().manifest.checkpoint);
  return found && (found->empty() || *found == origin);
}

Status KnownLog::TakeNote(const std::string& signed_note) {
  if (signed_note.empty()) {
    return {};
  }
  MANDAT_TRY(const Note parsed, Note::Parse(signed_note));
  MANDAT_TRY(const Checkpoint checkpoint, Checkpoint::Parse(parsed.text));
  const bool tells_more =
      checkpoint.size > size || (checkpoint.size == size && signed_note.size() > note.size());
  if (checkpoint.origin == origin && tells_more) {
    size = checkpoint.size;
    root = checkpoint.root;
    note = signed_note;
  }
  return {};
}

Status KnownLog::TakeChain(const ReadChain& chain) {
  const Manifest& last = chain.steps.back().manifest;
  MANDAT_TRY_STATUS(TakeNote(last.checkpoint));
  if (IsOf(chain, origin) && chain.window.size > size) {
    size = chain.window.size;
    root = last.size == size ? last.root : Bytes();
    note.clear();
  }
  return {};
}

Loss KnownLog::AsLoss() const {
  const Result<Note> parsed = Note::Parse(note);
  return {origin, size, root, parsed ? Bytes(Sha256(parsed->text).view()) : Bytes()};
}

}  // namespace mandat
