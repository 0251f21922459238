// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "service/caller.h"

namespace mandat {

// One line of a batch, as far as it could be read.
struct BatchLine {
  uint64_t number = 0;          // from 1
  std::optional<NewUnit> unit;  // nullopt: see `error`
  CategorySet categories = 0;   // of the fields that the line has
  std::optional<Error> error;
};

struct BatchRequest {
  std::string collection;
  std::vector<BatchLine> lines;
  bool atomic = false;     // all of it or nothing
  bool registers = false;  // whoever is new is registered along with a new record
};

// What became of one line: a version, or an error; and the entry that tells of it, if one does.
struct LineOutcome {
  uint64_t number = 0;
  std::optional<RecordId> id;
  uint32_t version = 0;
  std::optional<EntryIndex> entry;
  std::optional<Error> error;
};

struct BatchAnswer {
  std::vector<LineOutcome> lines;  // in the order of the request
  uint64_t stored_count = 0;
  std::optional<Receipt> receipt;  // of an atomic batch: its one entry
};

inline constexpr size_t kBatchChunkLines = 500;

// Stores many records: those that are new under `record`, the others under `alter`, in chunks of
// kBatchChunkLines with one commit and one entry for each verb. A line that fails spoils no other.
// An atomic batch is one act with one entry, and so of one verb: a line that fails is named in the
// error, and nothing is stored. The same id twice is an error of the later line.
// Seals everything on the caller's thread. Errors: kExceeded; of an atomic batch those of
// PutRecord. Source: GDPR Art. 28(3)(a).
void PutBatch(Caller caller, BatchRequest request, Done<BatchAnswer> done);

}  // namespace mandat
