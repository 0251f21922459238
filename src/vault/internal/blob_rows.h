// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/ids.h"
#include "base/instant.h"
#include "crypto/hash.h"

namespace mandat {

// Rows of blobs. On disk: docs/internals/data-layout.md; never change a shape, add a new one.

// How many bytes of content one sealed segment holds; the last of a blob may hold fewer.
// docs/internals/blobs.md has the measurement behind it.
inline constexpr uint32_t kBlobSegmentBytes = 64 << 10;
inline constexpr size_t kBlobDraftBytes = 8;

struct BlobPlace {
  SubjectId subject;
  std::string collection;
  RecordId id;
};

// What begins each row of Space::kBlobs behind the person. On disk: persistent.
enum class BlobRowLetter : char { kHead = 'm', kSegment = 's', kUpload = 'u' };

// Space::kBlobs: person, letter, collection 00 id.
Bytes BlobRow(BlobRowLetter letter, const BlobPlace& place);
inline Bytes BlobHeadRow(const BlobPlace& place) { return BlobRow(BlobRowLetter::kHead, place); }
inline Bytes BlobUploadRow(const BlobPlace& place) {
  return BlobRow(BlobRowLetter::kUpload, place);
}
// All heads, or all uploads, of a person; and those of one collection.
Bytes BlobRowsPrefix(BlobRowLetter letter, const SubjectId& subject);
Bytes BlobRowsPrefix(BlobRowLetter letter, const SubjectId& subject, std::string_view collection);
// Behind the row of kSegment: draft (8), number (4).
Bytes BlobSegmentsPrefix(const BlobPlace& place, ByteView draft);
Bytes BlobSegmentRow(const BlobPlace& place, ByteView draft, uint32_t number);
// Errors: kCorrupt.
Result<BlobPlace> DecodeBlobPlace(BlobRowLetter letter, ByteView row);
// Of a head or an upload. Errors: kCorrupt.
Result<BlobRowLetter> DecodeBlobLetter(ByteView row);

// Space::kIndex: whose a blob is, as soon as its first upload began: "b", collection 00 id.
Bytes BlobIndexRow(std::string_view collection, const RecordId& id);
// Space::kIndex: an upload that is under way: "v", row of the upload.
Bytes UploadRow(const BlobPlace& place);

// How long an upload may take from its beginning to its completion.
inline constexpr std::chrono::hours kUploadLasts{24};

// What does not change from the beginning of an upload on; in clear, and authenticated with every
// segment.
struct BlobHeader {
  uint32_t version = 0;
  uint32_t schema_version = 0;
  Instant captured;
  std::optional<Instant> expires;
  uint32_t segment_bytes = kBlobSegmentBytes;
  Bytes draft;  // random name of this upload

  static constexpr size_t kBytes = 1 + 4 + 4 + 8 + 8 + 4 + kBlobDraftBytes;
  Bytes Encode() const;
  static Result<BlobHeader> Decode(ByteView row);
};

// What stands in clear before the sealed part of a whole blob.
struct BlobHead {
  BlobHeader header;
  uint64_t bytes = 0;
  Hash chain;  // over the sealed segments

  static constexpr size_t kBytes = BlobHeader::kBytes + 8 + Hash::kBytes;
  Bytes Encode() const;
  static Result<BlobHead> Decode(ByteView row);

  // A blob without content has one empty segment.
  uint32_t segments_count() const;
};

// The same of an upload.
struct BlobUpload {
  BlobHeader header;
  Instant begun;
  uint64_t offset = 0;               // bytes that have come
  std::optional<uint64_t> declared;  // bytes that will
  uint64_t piece_offset = 0;         // where the newest piece began
  Hash piece_tag;                    // keyed hash of it
  Hash chain;

  static constexpr size_t kBytes = BlobHeader::kBytes + 4 * 8 + 2 * Hash::kBytes;
  // When it goes if it was not completed; not behind its retention.
  Instant lapses() const;
  Bytes Encode() const;
  static Result<BlobUpload> Decode(ByteView row);
};

// What is told of a blob and tells of its person: sealed in head and upload.
struct BlobTold {
  std::string media_type;
  std::optional<Hash> sha256;  // of the content, as its sender said
  Bytes metadata;              // one compact JSON object

  Bytes Encode() const;
  static Result<BlobTold> Decode(ByteView bytes);
};

}  // namespace mandat
