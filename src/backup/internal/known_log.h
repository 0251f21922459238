// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "backup/rebuild.h"
#include "format/loss.h"

namespace mandat {

// The newest checkpoint that is known of one log, wherever it was found.
struct KnownLog {
  std::string origin;
  uint64_t size = 0;
  Bytes root;        // empty: only the size is known
  std::string note;  // signed; empty: likewise

  // Notes of other logs say nothing of this one. Errors: kCorrupt.
  Status TakeNote(const std::string& signed_note);
  // What the last step of a chain knows, when it is of this log.
  Status TakeChain(const ReadChain& chain);
  Loss AsLoss() const;
};

// The origin in a signed note; empty when there is no note. Errors: kCorrupt.
Result<std::string> OriginIn(const std::string& note);
// The newest number of a log of `name` that notes of the chains have; 0: none has.
uint64_t NewestNumberIn(const ChainList& chains, const std::string& name);
// Whether the newest step of a chain was taken of this log.
bool IsOf(const ReadChain& chain, const std::string& origin);

}  // namespace mandat
