// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/rocks/internal/commit_log.h"

namespace mandat {

// The steps of Store::Reclaim, in their order. Errors: kUnavailable, kCorrupt.

// Everything in memory goes into tables, so that the log so far is not needed any more.
Status WriteOut(rocksdb::DB& db, const RocksFamilies& families);
// Rewrites the tables that removed rows may still be in, and no others. Errors: also kUnavailable
// while a snapshot from before is held.
Status CompactRemoved(rocksdb::DB& db, const RocksFamilies& families);
// Removes the files of the log that were kept.
Status RemoveKeptLogs(rocksdb::DB& db);

}  // namespace mandat
