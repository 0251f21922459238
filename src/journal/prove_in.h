// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/ids.h"
#include "format/proof.h"
#include "store/store.h"

namespace mandat {

// That an entry stands in a checkpoint of its own journal, e.g. one that witnesses cosigned; the
// newest that the journal published is for Journal::Prove. Errors: kNotFound (the checkpoint ends
// before the entry), kCorrupt, kUnavailable. Source: C2SP tlog-proof.
Result<TlogProof> ProveIn(const Store& store, EntryIndex index, std::string checkpoint);

}  // namespace mandat
