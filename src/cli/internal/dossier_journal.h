// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/instant.h"
#include "cli/internal/http_client.h"
#include "crypto/hash.h"
#include "format/proof.h"
#include "format/tile.h"

namespace mandat {

// Entries of a published journal and their proofs, all against one checkpoint, from its tiles.
// Trusts the server to publish what it signed: whoever verifies the proofs finds out.
class DossierJournal {
 public:
  // `prefix` is the address of the agreement. Errors: kCorrupt (not a checkpoint).
  static Result<DossierJournal> Create(HttpClient& client, std::string prefix,
                                       std::string checkpoint);

  const std::string& origin() const { return origin_; }
  uint64_t size() const { return size_; }
  // Errors: kNotFound (the checkpoint ends before it), kShredded (pruned), kCorrupt, as Ask.
  Result<Bytes> Get(uint64_t entry);
  Result<TlogProof> Prove(uint64_t entry);
  // The first entry at or after an instant; instants of a journal never go back.
  Result<uint64_t> FirstAt(Instant at);

 private:
  DossierJournal(HttpClient& client, std::string prefix, std::string checkpoint)
      : client_(&client), prefix_(std::move(prefix)), checkpoint_(std::move(checkpoint)) {}

  // The first hashes or entries of a tile, as many as the checkpoint covers.
  Result<std::pair<Tile, Bytes>> Fetch(int level, uint64_t index);
  Result<const Bytes*> HashesOf(int level, uint64_t index);
  Result<Hash> RangeHash(uint64_t begin, uint64_t end);

  HttpClient* client_;
  std::string prefix_;
  std::string checkpoint_;
  std::string origin_;
  uint64_t size_ = 0;
  std::pair<Tile, Bytes> bundle_{{Tile::kEntries, 0, 0}, {}};  // the last one
  std::map<std::pair<int, uint64_t>, Bytes> tiles_;
  std::map<std::pair<uint64_t, uint64_t>, Hash> ranges_;
};

}  // namespace mandat
