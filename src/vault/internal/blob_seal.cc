// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/blob_seal.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/aead.h"

namespace mandat {
namespace {

// Where the segment begins that is still open; the offset when none is. With a known end each
// segment is sealed for good as soon as it is full.
uint64_t OpenFrom(const BlobUpload& upload) {
  const uint64_t size = upload.header.segment_bytes;
  const uint64_t over = upload.offset % size;
  return over != 0 || upload.offset == 0 || upload.declared ? upload.offset - over
                                                            : upload.offset - size;
}

Result<Plaintext> OpenEnd(const BlobSealer& sealer, const BlobUpload& upload, uint64_t from,
                          const FindSegment& find) {
  const auto number = static_cast<uint32_t>(from / upload.header.segment_bytes);
  MANDAT_TRY(const std::optional<Bytes> sealed,
             find(BlobSegmentRow(sealer.place(), upload.header.draft, number)));
  if (!sealed) {
    return Fail(Error::Corrupt("upload lacks a segment"));
  }
  MANDAT_TRY(Plaintext end, sealer.OpenSegment(upload.header, number, SegmentMark::kOpen, *sealed));
  if (end.Reveal().size() != upload.offset - from) {
    return Fail(Error::Corrupt("upload has a segment of another length"));
  }
  return end;
}

}  // namespace

SegmentMark MarkOf(const BlobUpload& upload, uint64_t end) {
  const bool whole = end % upload.header.segment_bytes == 0;
  return upload.declared == end                               ? SegmentMark::kLast
         : whole && (upload.declared || end != upload.offset) ? SegmentMark::kMiddle
                                                              : SegmentMark::kOpen;
}

Bytes BlobSealer::Associated(ByteView row, ByteView header, SegmentMark mark) const {
  Bytes associated = "mandat blob v1 " + owner_;
  associated.push_back('\0');
  associated.append(row).append(header);
  associated.push_back(static_cast<char>(mark));
  return associated;
}

Bytes BlobSealer::SealSegment(const BlobHeader& header, uint32_t number, SegmentMark mark,
                              ByteView content, Random& random) const {
  return Seal(key_, content,
              Associated(BlobSegmentRow(place_, header.draft, number), header.Encode(), mark),
              random);
}

Result<Plaintext> BlobSealer::OpenSegment(const BlobHeader& header, uint32_t number,
                                          SegmentMark mark, ByteView sealed) const {
  MANDAT_TRY(Bytes content,
             Open(key_, sealed,
                  Associated(BlobSegmentRow(place_, header.draft, number), header.Encode(), mark)));
  return Plaintext(std::move(content));
}

Bytes BlobSealer::SealRow(BlobRowLetter letter, Bytes clear, const BlobTold& told,
                          Random& random) const {
  const Plaintext text(told.Encode());
  const Bytes sealed = Seal(key_, text.Reveal(),
                            Associated(BlobRow(letter, place_), clear, SegmentMark::kLast), random);
  return clear + sealed;
}

Result<BlobTold> BlobSealer::OpenRow(BlobRowLetter letter, size_t clear_bytes, ByteView row) const {
  if (row.size() < clear_bytes) {
    return Fail(Error::Corrupt("blob has a damaged row"));
  }
  MANDAT_TRY(Bytes bytes, Open(key_, row.substr(clear_bytes),
                               Associated(BlobRow(letter, place_), row.substr(0, clear_bytes),
                                          SegmentMark::kLast)));
  const Plaintext text(std::move(bytes));
  return BlobTold::Decode(text.Reveal());
}

Hash ChainWith(const Hash& chain, ByteView sealed) {
  return Sha256({chain.view(), Sha256(sealed).view()});
}

Status SealPiece(const BlobSealer& sealer, const BlobUpload& upload, ByteView content,
                 const FindSegment& find, Random& random, SealedPiece& piece) {
  const BlobHeader& header = upload.header;
  const uint64_t size = header.segment_bytes;
  uint64_t at = OpenFrom(upload);
  Bytes open;
  if (at < upload.offset) {
    MANDAT_TRY(const Plaintext end, OpenEnd(sealer, upload, at, find));
    open.reserve(size);  // so that nothing is left behind unwiped by growing
    open = end.Reveal();
  }
  piece.offset = upload.offset;
  piece.bytes = content.size();
  piece.draft = header.draft;
  piece.chain = upload.chain;
  piece.rows.clear();
  while (!content.empty()) {
    ByteView segment = content.substr(0, size - open.size());
    content.remove_prefix(segment.size());
    if (!open.empty()) {
      open.append(segment);
      segment = open;
    }
    const uint64_t end = at + segment.size();
    const bool last = upload.declared && *upload.declared == end;
    const bool full = segment.size() == size && (upload.declared || !content.empty());
    const SegmentMark mark = last   ? SegmentMark::kLast
                             : full ? SegmentMark::kMiddle
                                    : SegmentMark::kOpen;
    const auto number = static_cast<uint32_t>(at / size);
    Bytes sealed = sealer.SealSegment(header, number, mark, segment, random);
    if (mark != SegmentMark::kOpen) {
      piece.chain = ChainWith(piece.chain, sealed);
    }
    piece.rows.emplace_back(BlobSegmentRow(sealer.place(), header.draft, number),
                            std::move(sealed));
    at = end;
    Wipe(open);
    open.clear();
  }
  return {};
}

Status SealEnd(const BlobSealer& sealer, const BlobUpload& upload, const FindSegment& find,
               Random& random, SealedPiece& piece) {
  piece = SealedPiece{upload.offset, 0, {}, upload.header.draft, upload.chain, {}};
  if (upload.declared && upload.offset == *upload.declared && upload.offset > 0) {
    return {};  // its last segment was sealed as such when it came
  }
  const uint64_t from = OpenFrom(upload);
  Plaintext end{Bytes()};
  if (from < upload.offset) {
    MANDAT_TRY(end, OpenEnd(sealer, upload, from, find));
  }
  const auto number = static_cast<uint32_t>(from / upload.header.segment_bytes);
  Bytes sealed =
      sealer.SealSegment(upload.header, number, SegmentMark::kLast, end.Reveal(), random);
  piece.chain = ChainWith(piece.chain, sealed);
  piece.rows.emplace_back(BlobSegmentRow(sealer.place(), upload.header.draft, number),
                          std::move(sealed));
  return {};
}

}  // namespace mandat
