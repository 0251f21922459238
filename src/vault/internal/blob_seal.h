// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "crypto/random.h"
#include "crypto/secret.h"
#include "vault/blobs.h"
#include "vault/internal/blob_rows.h"
#include "vault/plaintext.h"

namespace mandat {

// What a segment was sealed as. On disk: bound into every segment.
enum class SegmentMark : char {
  kMiddle = 'm',
  kLast = 'l',
  kOpen = 'o',  // the end of an upload as far as it has come; sealed anew when more comes
};

// Seals and opens what belongs to one blob, under its own unit key.
//
// Each sealing is bound to the agreement, the row (person, collection, blob, upload, number of the
// segment), the header, and whether it is the last: a segment that is cut off, put elsewhere, or
// taken from another blob or version does not open.
// Source: GDPR Art. 32(1)(a).
class BlobSealer {
 public:
  BlobSealer(SecretBytes unit_key, std::string owner, BlobPlace place)
      : key_(std::move(unit_key)), owner_(std::move(owner)), place_(std::move(place)) {}

  const BlobPlace& place() const { return place_; }

  Bytes SealSegment(const BlobHeader& header, uint32_t number, SegmentMark mark, ByteView content,
                    Random& random) const;
  // Errors: kCorrupt.
  Result<Plaintext> OpenSegment(const BlobHeader& header, uint32_t number, SegmentMark mark,
                                ByteView sealed) const;
  // Head and upload: the clear part and, sealed behind it, what is told.
  Bytes SealRow(BlobRowLetter letter, Bytes clear, const BlobTold& told, Random& random) const;
  Result<BlobTold> OpenRow(BlobRowLetter letter, size_t clear_bytes, ByteView row) const;

 private:
  Bytes Associated(ByteView row, ByteView header, SegmentMark mark) const;

  SecretBytes key_;
  std::string owner_;
  BlobPlace place_;
};

// As what the segment of an upload that ends before `end` was sealed.
SegmentMark MarkOf(const BlobUpload& upload, uint64_t end);

// The row of a segment; nullopt when there is none.
using FindSegment = std::function<Result<std::optional<Bytes>>(ByteView row)>;

// Goes on where the upload is. Errors: kCorrupt, kUnavailable. Requires: the piece fits.
Status SealPiece(const BlobSealer& sealer, const BlobUpload& upload, ByteView content,
                 const FindSegment& find, Random& random, SealedPiece& piece);
// Seals the open end of an upload as the last segment.
Status SealEnd(const BlobSealer& sealer, const BlobUpload& upload, const FindSegment& find,
               Random& random, SealedPiece& piece);

// The chain over sealed segments with one more. Hashes of sealed bytes tell nothing.
Hash ChainWith(const Hash& chain, ByteView sealed);

}  // namespace mandat
