// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/blob_rows.h"

#include <algorithm>
#include <limits>

#include "vault/internal/rows.h"

namespace mandat {
namespace {

// On disk: shape of the header.
constexpr char kHeaderFormat = 1;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr uint64_t kUndeclared = std::numeric_limits<uint64_t>::max();
constexpr uint32_t kSegmentBytesMax = 1 << 20;

void AppendInstant(Bytes& out, Instant at) {
  AppendBigEndian64(out, static_cast<uint64_t>(at.micros));
}

Instant ReadInstant(ByteView in) { return {static_cast<int64_t>(ReadBigEndian64(in))}; }

Error Damaged() { return Error::Corrupt("blob has a damaged row"); }

}  // namespace

Bytes BlobRowsPrefix(BlobRowLetter letter, const SubjectId& subject) {
  Bytes prefix(subject.bytes());
  prefix.push_back(static_cast<char>(letter));
  return prefix;
}

Bytes BlobRowsPrefix(BlobRowLetter letter, const SubjectId& subject, std::string_view collection) {
  Bytes prefix = BlobRowsPrefix(letter, subject);
  prefix.append(collection);
  prefix.push_back('\0');
  return prefix;
}

Bytes BlobRow(BlobRowLetter letter, const BlobPlace& place) {
  return BlobRowsPrefix(letter, place.subject) + UnitName(place.collection, place.id);
}

Bytes BlobSegmentsPrefix(const BlobPlace& place, ByteView draft) {
  Bytes prefix = BlobRow(BlobRowLetter::kSegment, place);
  prefix.append(draft);
  return prefix;
}

Bytes BlobSegmentRow(const BlobPlace& place, ByteView draft, uint32_t number) {
  Bytes row = BlobSegmentsPrefix(place, draft);
  AppendBigEndian32(row, number);
  return row;
}

Result<BlobRowLetter> DecodeBlobLetter(ByteView row) {
  const char letter = row.size() > SubjectId::kBytes ? row[SubjectId::kBytes] : '\0';
  if (letter != static_cast<char>(BlobRowLetter::kHead) &&
      letter != static_cast<char>(BlobRowLetter::kUpload)) {
    return Fail(Damaged());
  }
  return static_cast<BlobRowLetter>(letter);
}

Result<BlobPlace> DecodeBlobPlace(BlobRowLetter letter, ByteView row) {
  constexpr size_t kId = SubjectId::kBytes;
  constexpr size_t kFront = kId + 1;
  if (row.size() < kFront + 2 + kId || row[kId] != static_cast<char>(letter) ||
      row[row.size() - kId - 1] != '\0') {
    return Fail(Damaged());
  }
  MANDAT_TRY(const SubjectId subject, SubjectId::Decode(row.substr(0, kId)));
  MANDAT_TRY(const RecordId id, RecordId::Decode(row.substr(row.size() - kId)));
  return BlobPlace{subject, std::string(row.substr(kFront, row.size() - kFront - kId - 1)), id};
}

Bytes BlobIndexRow(std::string_view collection, const RecordId& id) {
  return "b" + UnitName(collection, id);
}

Bytes UploadRow(const BlobPlace& place) { return "v" + BlobUploadRow(place); }

Instant BlobUpload::lapses() const {
  const Instant late = begun + kUploadLasts;
  return header.expires ? std::min(late, *header.expires) : late;
}

Bytes BlobHeader::Encode() const {
  Bytes bytes(1, kHeaderFormat);
  AppendBigEndian32(bytes, version);
  AppendBigEndian32(bytes, schema_version);
  AppendInstant(bytes, captured);
  AppendInstant(bytes, expires.value_or(Instant{kNever}));
  AppendBigEndian32(bytes, segment_bytes);
  return bytes + draft;
}

Result<BlobHeader> BlobHeader::Decode(ByteView row) {
  if (row.size() < kBytes || row[0] != kHeaderFormat) {
    return Fail(Error::Corrupt("blob has a damaged header"));
  }
  BlobHeader header;
  header.version = ReadBigEndian32(row.substr(1));
  header.schema_version = ReadBigEndian32(row.substr(5));
  header.captured = ReadInstant(row.substr(9));
  if (const Instant expires = ReadInstant(row.substr(17)); expires.micros != kNever) {
    header.expires = expires;
  }
  header.segment_bytes = ReadBigEndian32(row.substr(25));
  header.draft = Bytes(row.substr(29, kBlobDraftBytes));
  if (header.segment_bytes == 0 || header.segment_bytes > kSegmentBytesMax) {
    return Fail(Error::Corrupt("blob has a damaged header"));
  }
  return header;
}

Bytes BlobHead::Encode() const {
  Bytes out = header.Encode();
  AppendBigEndian64(out, bytes);
  out.append(chain.view());
  return out;
}

Result<BlobHead> BlobHead::Decode(ByteView row) {
  MANDAT_TRY(BlobHeader header, BlobHeader::Decode(row));
  if (row.size() < kBytes) {
    return Fail(Error::Corrupt("blob has a damaged header"));
  }
  const ByteView rest = row.substr(BlobHeader::kBytes);
  return BlobHead{std::move(header), ReadBigEndian64(rest),
                  Hash::From(rest.substr(8, Hash::kBytes))};
}

uint32_t BlobHead::segments_count() const {
  const uint64_t size = header.segment_bytes;
  return static_cast<uint32_t>(std::max<uint64_t>((bytes + size - 1) / size, 1));
}

Bytes BlobUpload::Encode() const {
  Bytes out = header.Encode();
  AppendInstant(out, begun);
  AppendBigEndian64(out, offset);
  AppendBigEndian64(out, declared.value_or(kUndeclared));
  AppendBigEndian64(out, piece_offset);
  out.append(piece_tag.view());
  out.append(chain.view());
  return out;
}

Result<BlobUpload> BlobUpload::Decode(ByteView row) {
  BlobUpload upload;
  MANDAT_TRY(upload.header, BlobHeader::Decode(row));
  if (row.size() < kBytes) {
    return Fail(Error::Corrupt("upload has a damaged header"));
  }
  const ByteView rest = row.substr(BlobHeader::kBytes);
  upload.begun = ReadInstant(rest);
  upload.offset = ReadBigEndian64(rest.substr(8));
  if (const uint64_t declared = ReadBigEndian64(rest.substr(16)); declared != kUndeclared) {
    upload.declared = declared;
  }
  upload.piece_offset = ReadBigEndian64(rest.substr(24));
  upload.piece_tag = Hash::From(rest.substr(32, Hash::kBytes));
  upload.chain = Hash::From(rest.substr(64, Hash::kBytes));
  return upload;
}

// On disk: length of the media type (2), media type, SHA-256 or nothing behind one byte, metadata.
Bytes BlobTold::Encode() const {
  Bytes out;
  out.reserve(2 + media_type.size() + 1 + Hash::kBytes + metadata.size());
  AppendBigEndian16(out, static_cast<uint16_t>(media_type.size()));
  out += media_type;
  out.push_back(sha256 ? '\1' : '\0');
  if (sha256) {
    out.append(sha256->view());
  }
  return out.append(metadata);
}

Result<BlobTold> BlobTold::Decode(ByteView bytes) {
  const Error damaged = Error::Corrupt("what is told of a blob is damaged");
  if (bytes.size() < 3) {
    return Fail(damaged);
  }
  BlobTold told;
  const size_t length = ReadBigEndian16(bytes);
  if (bytes.size() < 2 + length + 1) {
    return Fail(damaged);
  }
  told.media_type = bytes.substr(2, length);
  const bool hashed = bytes[2 + length] != '\0';
  ByteView rest = bytes.substr(2 + length + 1);
  if (hashed) {
    if (rest.size() < Hash::kBytes) {
      return Fail(damaged);
    }
    told.sha256 = Hash::From(rest.substr(0, Hash::kBytes));
    rest.remove_prefix(Hash::kBytes);
  }
  told.metadata = rest;
  return told;
}

}  // namespace mandat
