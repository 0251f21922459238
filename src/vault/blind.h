// SPDX-License-Identifier: Apache-2.0
//
// How units are found by what is in them, without its being there in clear.
// Guarantees: a stored row tells nothing without keys of this agreement, and nothing at all once
// the epoch it was written in has moved on and its key is destroyed; the rows are in no backup.
// What it leaks to whoever sees the disk: docs/internals/blind-index.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agreement/schema.h"
#include "crypto/block.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"

namespace mandat {

namespace internal {
struct ForwardValue;
}

// What one unit can be found by: keyed hashes of values and their beginnings, and values that are
// declared to be no personal data, as bytes in their order.
struct SearchTerms {
  std::vector<Block> tokens;
  std::vector<Bytes> ranges;  // collection 00 field 00 value (8)

  bool empty() const { return tokens.empty() && ranges.empty(); }
};

// A question. Either `value` (exact, or a beginning), or bounds of a range.
struct SearchQuery {
  std::string field;
  std::string value;
  bool prefix = false;
  std::optional<std::string> from;   // inclusive
  std::optional<std::string> until;  // exclusive
};

// Threading: TermsOf and Find from any thread; the Stage functions from the agreement's sequencer.
class BlindIndex {
 public:
  // Beginnings of 3 to 8 characters can be looked for; a longer one is looked for by its first 8.
  static constexpr size_t kPrefixLeast = 3;
  static constexpr size_t kPrefixMost = 8;

  BlindIndex(const Store& store, Keyring& keyring) : store_(store), keyring_(keyring) {}

  // Errors: kCorrupt (the body is damaged).
  Result<SearchTerms> TermsOf(const Collection& collection, ByteView body) const;

  // Makes the unit found by exactly these terms from now on.
  Status Stage(ByteView unit_row, const SearchTerms& terms, BatchContext& context) const;
  Status StageRemoval(ByteView unit_row, BatchContext& context) const;
  // True if the unit is found by exactly these terms.
  Result<bool> IsFoundBy(ByteView unit_row, const SearchTerms& terms) const;
  // The unit stands in another row from now on.
  Status StageMoveTo(ByteView unit_row, ByteView fresh_row, BatchContext& context) const;

  // Units that may answer the question, in a fixed order, behind the hit of cursor `after`: the
  // reader compares the value itself. Errors: kInvalid (the field cannot be searched so).
  struct Hit {
    Bytes cursor;
    Bytes unit_row;
  };
  Result<std::vector<Hit>> Find(const Collection& collection, const SearchQuery& query,
                                const std::optional<Bytes>& after, size_t limit,
                                const Snapshot* at) const;
  // True if the opened body is what the question asks for.
  static Result<bool> Answers(const Collection& collection, const SearchQuery& query,
                              ByteView body);

  // Begins a new epoch, unless one is on its way, and moves up to `limit` units into it; when
  // nothing is left in the old one asks for the destruction of its key. Gives how many moved, and
  // whether it is done.
  Result<std::pair<uint64_t, bool>> StageMove(BatchContext& context, size_t limit) const;
  // Number of the newest epoch; 0: nothing was ever indexed.
  Result<uint64_t> epoch() const;
  // True while an older epoch still has its key.
  Result<bool> is_moving() const;

 private:
  Result<std::vector<uint64_t>> Epochs() const;
  Result<std::vector<Hit>> FindRange(const Collection& collection, const Field& field,
                                     const SearchQuery& query, const std::optional<Bytes>& after,
                                     size_t limit, const Snapshot* at) const;
  Result<Block> TokenToFind(const Collection& collection, const Field& field,
                            const SearchQuery& query) const;
  Result<SecretBytes> EpochKey(uint64_t epoch) const;
  Block TokenOf(std::string_view collection, std::string_view field, std::string_view how,
                ByteView value) const;
  Status StageMoveOf(const Bytes& unit_row, const internal::ForwardValue& forward, uint64_t to,
                     BatchContext& context) const;
  Status StageRows(ByteView unit_row, uint64_t epoch, const SearchTerms& terms,
                   BatchContext& context) const;

  const Store& store_;
  Keyring& keyring_;
  Result<uint64_t> NewestStaged() const;

  // Sequencer only.
  mutable Bytes moved_;         // row behind which a move goes on
  mutable bool clean_ = false;  // nothing had to be moved since its beginning
  mutable uint64_t newest_ = 0;
  mutable uint64_t newest_of_ = ~uint64_t{0};  // Keyring::changes() when `newest_` was looked up
};

}  // namespace mandat
