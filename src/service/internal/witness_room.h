// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/internal/cosigned_note.h"
#include "service/witnesses.h"

namespace mandat {

struct Witnesses::Pair {
  uint64_t there = 0;     // entries that the witness has, as far as is known
  uint64_t cosigned = 0;  // of the newest checkpoint that it cosigned
  std::optional<Instant> cosigned_at;
  std::optional<Instant> waits_since;  // the first request that brought no cosignature
  bool objects = false;
  std::string trouble;
  bool has_answered = false;  // cosigned something since the start
  bool is_told = false;       // the objection
  bool is_clear = false;      // and nothing is owed about it any more
};

struct Witnesses::Peer {
  WitnessPeer config;
  std::optional<Instant> rests_until = {};  // could not be reached, and is left alone for a while
  bool is_told = false;                     // its silence
  bool is_clear = false;
};

struct Witnesses::Room {
  std::map<size_t, Pair> pairs;  // by the place of the witness in the list
  std::optional<CosignedNote> cosigned;
  bool is_loaded = false;
  bool running = false;
  std::optional<Instant> asked;
  std::optional<uint64_t> settled;  // the size at which everybody has cosigned
  std::vector<Done<CosignedCheckpoint>> waiting;
};

struct Witnesses::Round {
  std::shared_ptr<OpenAgreement> agreement;
  VerifierKey log;
  std::string published;
  std::optional<CosignedNote> note;
  size_t open = 0;        // requests
  bool has_more = false;  // cosignatures than before
  std::vector<Done<CosignedCheckpoint>> dones;
};

struct Witnesses::Answer {
  std::optional<CosignedNote::Cosignature> cosignature;
  bool objects = false;
  bool was_silent = false;  // nothing came at all
  uint64_t there = 0;
  std::string trouble;
};

struct Witnesses::Matter {
  std::string_view task;  // empty: to be cleared
  std::string reference;
  std::string words;
  bool* is_told = nullptr;  // taken back when it could not be written; lives as long as `this`
};

}  // namespace mandat
