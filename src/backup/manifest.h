// SPDX-License-Identifier: Apache-2.0
//
// What one step of a backup put where. A chain is a base, copied part by part while the store goes
// on, and the commits behind its beginning; each step has a manifest, chained by hash.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "format/cbor_record.h"

namespace mandat {

struct PackRef {
  std::string name;
  uint64_t bytes = 0;
  Bytes hash;  // SHA-256 of the object

  static auto Fields() {
    return std::tuple(Member(1, &PackRef::name), Member(2, &PackRef::bytes),
                      OctetsMember(3, &PackRef::hash));
  }
};

// A small file beside the store, as it was.
struct FileCopy {
  std::string name;
  Bytes bytes;

  static auto Fields() {
    return std::tuple(Member(1, &FileCopy::name), OctetsMember(2, &FileCopy::bytes));
  }
};

// On disk: numbers are persistent.
enum class StepKind : uint64_t {
  kBase = 1,     // rows of the base, in the order of spaces and keys
  kCommits = 2,  // commits, whole and in their order
  kLast = kCommits,
};

struct Manifest {
  uint64_t form = 1;
  std::string owner;  // the agreement
  std::string scope;  // which spaces: "data" or "ledger"
  StepKind kind = StepKind::kBase;
  Bytes before;       // SHA-256 of the manifest before; empty for the first of a chain
  uint64_t from = 0;  // kBase: position when the chain began; kCommits: they are behind this one
  uint64_t to = 0;    // kBase: position when this part ended; kCommits: of the last one
  Bytes cursor;       // kBase: space and key behind the last row; empty when the base is whole
  Instant at;         // of the step
  uint64_t size = 0;  // entries of the journal at the last head in it; 0: no head is in it
  Bytes root;         // of that head
  Instant first_at;   // instants of the first and the last head in it
  Instant last_at;
  std::vector<PackRef> packs;
  std::vector<FileCopy> files;
  std::string checkpoint;  // the published one, when the step was taken
  // Of the chain up to and with this step, so that the newest manifest is enough to go on from.
  uint64_t base_end = 0;  // position at which the base ended, or this part of it
  uint64_t base_bytes = 0;
  uint64_t commits_bytes = 0;

  // True if a store can be made again from the chain up to here.
  bool IsWhole() const {
    return cursor.empty() && (kind == StepKind::kBase ? from == to : to >= base_end);
  }

  static auto Fields() {
    return std::tuple(
        Member(1, &Manifest::form), Member(2, &Manifest::owner), Member(3, &Manifest::scope),
        Member(4, &Manifest::kind), OctetsMember(5, &Manifest::before), Member(6, &Manifest::from),
        Member(7, &Manifest::to), OctetsMember(8, &Manifest::cursor), Member(9, &Manifest::at),
        Member(10, &Manifest::size), OctetsMember(11, &Manifest::root),
        Member(12, &Manifest::first_at), Member(13, &Manifest::last_at),
        Member(14, &Manifest::packs), Member(15, &Manifest::files),
        Member(16, &Manifest::checkpoint), Member(17, &Manifest::base_end),
        Member(18, &Manifest::base_bytes), Member(19, &Manifest::commits_bytes));
  }
};

}  // namespace mandat
