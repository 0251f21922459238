// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/dossier_journal.h"

#include <algorithm>
#include <bit>

#include "cli/internal/context.h"
#include "crypto/tlog.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/note.h"

namespace mandat {
namespace {

constexpr int kTileHeight = 8;

bool IsGone(const Error& error) {
  return error.kind == ErrorKind::kShredded || error.kind == ErrorKind::kNotFound;
}

}  // namespace

Result<DossierJournal> DossierJournal::Create(HttpClient& client, std::string prefix,
                                              std::string checkpoint) {
  MANDAT_TRY(const Note note, Note::Parse(checkpoint));
  MANDAT_TRY(Checkpoint parsed, Checkpoint::Parse(note.text));
  DossierJournal journal(client, std::move(prefix), std::move(checkpoint));
  journal.origin_ = std::move(parsed.origin);
  journal.size_ = parsed.size;
  return journal;
}

Result<std::pair<Tile, Bytes>> DossierJournal::Fetch(int level, uint64_t index) {
  Tile tile = TileAt(size_, level, index);
  Result<Reply> reply = Ask(*client_, {.path = prefix_ + "/journal/" + tile.Format()});
  if (!reply && reply.error().kind == ErrorKind::kNotFound && !tile.full()) {
    tile.width = kTileWidth;  // it has been filled since
    reply = Ask(*client_, {.path = prefix_ + "/journal/" + tile.Format()});
  }
  if (!reply) {
    return Fail(std::move(reply).error());
  }
  return std::pair(tile, std::move(reply->answer.body));
}

Result<Bytes> DossierJournal::Get(uint64_t entry) {
  if (entry >= size_) {
    return Fail(Error::NotFound("the journal has " + std::to_string(size_) + " entries"));
  }
  const uint64_t index = entry / kTileWidth;
  if (bundle_.first.width == 0 || bundle_.first.index != index) {
    auto bundle = Fetch(Tile::kEntries, index);
    if (!bundle && IsGone(bundle.error())) {
      // Below what was pruned there are single entries that something needs.
      MANDAT_TRY(Reply reply, Ask(*client_, {.path = prefix_ + "/entries/" + std::to_string(entry),
                                             .headers = {"Accept: application/cbor"}}));
      return std::move(reply.answer.body);
    }
    if (!bundle) {
      return Fail(std::move(bundle).error());
    }
    bundle_ = *std::move(bundle);
  }
  MANDAT_TRY(const std::vector<ByteView> entries,
             DecodeBundle(bundle_.second, bundle_.first.width));
  return Bytes(entries[entry % kTileWidth]);
}

Result<const Bytes*> DossierJournal::HashesOf(int level, uint64_t index) {
  auto known = tiles_.find({level, index});
  if (known == tiles_.end()) {
    MANDAT_TRY(auto found, Fetch(level, index));
    if (found.second.size() != found.first.width * Hash::kBytes) {
      return Fail(Error::Corrupt("the server's answer is no tile"));
    }
    known = tiles_.emplace(std::pair(level, index), std::move(found.second)).first;
  }
  return &known->second;
}

Result<Hash> DossierJournal::RangeHash(uint64_t begin, uint64_t end) {
  if (const auto known = ranges_.find({begin, end}); known != ranges_.end()) {
    return known->second;
  }
  const uint64_t count = end - begin;
  Hash hash;
  if (std::has_single_bit(count) && begin % count == 0) {
    // A perfect tree: hashes of one tile, side by side.
    const int height = std::countr_zero(count);
    const uint64_t hashes_count = uint64_t{1} << (height % kTileHeight);
    const uint64_t first = begin / count * hashes_count;
    MANDAT_TRY(const Bytes* tile, HashesOf(height / kTileHeight, first / kTileWidth));
    std::vector<Hash> hashes;
    for (uint64_t i = 0; i < hashes_count; ++i) {
      const uint64_t at = (first + i) % kTileWidth * Hash::kBytes;
      hashes.push_back(Hash::From(ByteView(*tile).substr(at, Hash::kBytes)));
    }
    hash = TreeHash(hashes);
  } else {
    const uint64_t middle = begin + std::bit_floor(count - 1);
    MANDAT_TRY(const Hash left, RangeHash(begin, middle));
    MANDAT_TRY(const Hash right, RangeHash(middle, end));
    hash = NodeHash(left, right);
  }
  ranges_.emplace(std::pair(begin, end), hash);
  return hash;
}

// Source: RFC 9162 2.1.3.1.
Result<TlogProof> DossierJournal::Prove(uint64_t entry) {
  if (entry >= size_) {
    return Fail(Error::NotFound("the journal has " + std::to_string(size_) + " entries"));
  }
  TlogProof proof{std::nullopt, entry, {}, checkpoint_};
  uint64_t begin = 0;
  uint64_t end = size_;
  while (end - begin > 1) {
    const uint64_t middle = begin + std::bit_floor(end - begin - 1);
    const bool in_left = entry < middle;
    MANDAT_TRY(const Hash sibling, in_left ? RangeHash(middle, end) : RangeHash(begin, middle));
    proof.hashes.emplace_back(sibling.view());
    (in_left ? end : begin) = middle;
  }
  std::ranges::reverse(proof.hashes);
  return proof;
}

Result<uint64_t> DossierJournal::FirstAt(Instant at) {
  uint64_t low = 0;
  uint64_t high = size_;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    const Result<Bytes> bytes = Get(middle);
    if (!bytes && IsGone(bytes.error())) {
      low = middle + 1;  // what was pruned is older than what is there
      continue;
    }
    if (!bytes) {
      return Fail(bytes.error());
    }
    MANDAT_TRY(const Entry entry, Entry::Decode(*bytes));
    (entry.at < at ? low : high) = entry.at < at ? middle + 1 : middle;
  }
  return low;
}

}  // namespace mandat
