// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/store.h"

namespace mandat {

// One commit of a store in the bytes of a pack. docs/reference/backup-format.md.
void AppendCommit(Bytes& out, Position at, const Batch& batch);

// Calls `commit` for each commit in the bytes of a pack, in their order, until it returns an error.
// Errors: kCorrupt, and what `commit` returns.
Status ForEachPacked(ByteView bytes, Store::OnCommit& commit);

}  // namespace mandat
