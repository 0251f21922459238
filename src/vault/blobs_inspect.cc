// SPDX-License-Identifier: Apache-2.0
// Every segment of every blob and upload, and the rows that point at them.
#include <algorithm>

#include "vault/blobs.h"
#include "vault/inspect.h"
#include "vault/internal/blob_around.h"
#include "vault/internal/blob_seal.h"
#include "vault/internal/rows.h"
#include "vault/people.h"

namespace mandat {
namespace {

const Bytes kEnd(64, '\xff');
constexpr size_t kSegmentTailBytes = kBlobDraftBytes + 4;

bool IsFault(const Error& error) { return error.kind == ErrorKind::kUnavailable; }

// What stands under the same draft in both: whether a segment is one of the blob's.
bool Has(const BlobHead& head, ByteView draft, uint32_t number) {
  return head.header.draft == draft && number < head.segments_count();
}

bool Has(const BlobUpload& upload, ByteView draft, uint32_t number) {
  return upload.header.draft == draft &&
         uint64_t{number} * upload.header.segment_bytes < upload.offset;
}

// One segment: it is there, opens, and is as long as it should be. Gives its row.
Result<std::optional<Bytes>> InspectSegment(const Store& store, const BlobSealer& sealer,
                                            const BlobHeader& header, uint64_t at, uint64_t end,
                                            SegmentMark mark, Inspection& found) {
  const auto number = static_cast<uint32_t>(at / header.segment_bytes);
  const Bytes row = BlobSegmentRow(sealer.place(), header.draft, number);
  MANDAT_TRY(std::optional<Bytes> sealed, store.Find(Space::kBlobs, row));
  if (!sealed) {
    found.Add("blob lacks a segment", row, false);
    return sealed;
  }
  const Result<Plaintext> content = sealer.OpenSegment(header, number, mark, *sealed);
  if (!content || content->Reveal().size() != end - at) {
    found.Add("segment of a blob cannot be opened", row, false);
    return std::optional<Bytes>();
  }
  return sealed;
}

}  // namespace

Status Blobs::InspectHead(const BlobPlace& place, ByteView row, Inspection& found) const {
  const Bytes key = BlobHeadRow(place);
  const Result<BlobHead> head = BlobHead::Decode(row);
  if (!head) {
    found.Add("blob has a damaged row", key, false);
    return {};
  }
  const Result<BlobSealer> sealer = SealerOf(place, head->header);
  if (!sealer && IsFault(sealer.error())) {
    return Fail(sealer.error());
  }
  if (!sealer || !sealer->OpenRow(BlobRowLetter::kHead, BlobHead::kBytes, row)) {
    found.Add("blob cannot be opened", key, false);
    return {};  // what its head says of segments is not to be trusted
  }
  Hash chain;
  bool is_whole = true;
  const uint64_t size = head->header.segment_bytes;
  for (uint32_t number = 0; number < head->segments_count(); ++number) {
    const bool last = number + 1 == head->segments_count();
    const uint64_t at = number * size;
    MANDAT_TRY(const std::optional<Bytes> sealed,
               InspectSegment(store_, *sealer, head->header, at, std::min(at + size, head->bytes),
                              last ? SegmentMark::kLast : SegmentMark::kMiddle, found));
    is_whole = is_whole && sealed;
    chain = sealed ? ChainWith(chain, *sealed) : chain;
  }
  if (is_whole && chain != head->chain) {
    found.Add("blob has other segments than it was completed with", key, false);
  }
  if (head->header.expires) {
    MANDAT_TRY_STATUS(found.Expect(
        store_, Space::kIndex, ExpiryOfKindRow(*head->header.expires, KindLetter::kBlob, key), {}));
  }
  return found.Expect(store_, Space::kIndex, BlobIndexRow(place.collection, place.id),
                      Bytes(place.subject.bytes()));
}

Status Blobs::InspectUpload(const BlobPlace& place, ByteView row, Inspection& found) const {
  const Bytes key = BlobUploadRow(place);
  const Result<BlobUpload> upload = BlobUpload::Decode(row);
  if (!upload) {
    found.Add("upload has a damaged row", key, false);
    return {};
  }
  const Result<BlobSealer> sealer = SealerOf(place, upload->header);
  if (!sealer && IsFault(sealer.error())) {
    return Fail(sealer.error());
  }
  if (!sealer || !sealer->OpenRow(BlobRowLetter::kUpload, BlobUpload::kBytes, row)) {
    found.Add("upload cannot be opened", key, false);
    return {};
  }
  const uint64_t size = upload->header.segment_bytes;
  for (uint64_t at = 0; at < upload->offset; at += size) {
    const uint64_t end = std::min(at + size, upload->offset);
    MANDAT_TRY(
        [[maybe_unused]] const std::optional<Bytes> sealed,
        InspectSegment(store_, *sealer, upload->header, at, end, MarkOf(*upload, end), found));
  }
  MANDAT_TRY_STATUS(found.Expect(store_, Space::kIndex, UploadRow(place), {}));
  MANDAT_TRY_STATUS(found.Expect(store_, Space::kIndex,
                                 ExpiryOfKindRow(upload->lapses(), KindLetter::kBlob, key), {}));
  return found.Expect(store_, Space::kIndex, BlobIndexRow(place.collection, place.id),
                      Bytes(place.subject.bytes()));
}

// A segment is one of a blob or upload that is there. Where nothing is left of its blob, or what is
// left does not open, it is not taken away: the head may still be in a backup.
Status Blobs::InspectSegmentRow(ByteView row, Inspection& found) const {
  const size_t front = row.size() < kSegmentTailBytes ? 0 : row.size() - kSegmentTailBytes;
  const Result<BlobPlace> place = DecodeBlobPlace(BlobRowLetter::kSegment, row.substr(0, front));
  if (!place) {
    found.Add("segment of a blob has a damaged row", row, false);
    return {};
  }
  const ByteView draft = row.substr(front, kBlobDraftBytes);
  const uint32_t number = ReadBigEndian32(row.substr(front + kBlobDraftBytes));
  MANDAT_TRY(const std::optional<Bytes> head_row, store_.Find(Space::kBlobs, BlobHeadRow(*place)));
  MANDAT_TRY(const std::optional<Bytes> upload_row,
             store_.Find(Space::kBlobs, BlobUploadRow(*place)));
  if (!head_row && !upload_row) {
    found.Add("segment of a blob that is not there", row, false);
    return {};
  }
  const auto opens = [&](BlobRowLetter letter, const BlobHeader& header, size_t clear_bytes,
                         ByteView blob_row) -> Result<bool> {
    const Result<BlobSealer> sealer = SealerOf(*place, header);
    if (!sealer) {
      return IsFault(sealer.error()) ? Result<bool>(Fail(sealer.error())) : Result<bool>(false);
    }
    return sealer->OpenRow(letter, clear_bytes, blob_row).has_value();
  };
  bool is_referred = false;
  if (head_row) {
    const Result<BlobHead> head = BlobHead::Decode(*head_row);
    MANDAT_TRY(const bool is_sound,
               head ? opens(BlobRowLetter::kHead, head->header, BlobHead::kBytes, *head_row)
                    : Result<bool>(false));
    is_referred = !is_sound || Has(*head, draft, number);
  }
  if (upload_row && !is_referred) {
    const Result<BlobUpload> upload = BlobUpload::Decode(*upload_row);
    MANDAT_TRY(const bool is_sound, upload ? opens(BlobRowLetter::kUpload, upload->header,
                                                   BlobUpload::kBytes, *upload_row)
                                           : Result<bool>(false));
    is_referred = !is_sound || Has(*upload, draft, number);
  }
  if (!is_referred) {
    found.AddDangling("segment that no blob refers to", Space::kBlobs, row);
  }
  return {};
}

Status Blobs::Inspect(Inspection& found) const {
  const auto rows = store_.Scan(Space::kBlobs, Bytes(), kEnd);
  for (; rows->Valid(); rows->Next()) {
    const ByteView row = rows->key();
    const char letter = row.size() > SubjectId::kBytes ? row[SubjectId::kBytes] : '\0';
    if (letter == static_cast<char>(BlobRowLetter::kSegment)) {
      ++found.segments_count;
      MANDAT_TRY_STATUS(InspectSegmentRow(row, found));
      continue;
    }
    const bool is_head = letter == static_cast<char>(BlobRowLetter::kHead);
    const Result<BlobPlace> place =
        DecodeBlobPlace(is_head ? BlobRowLetter::kHead : BlobRowLetter::kUpload, row);
    if (!place) {
      found.Add("blob has a damaged row", row, false);
      continue;
    }
    MANDAT_TRY_STATUS(is_head ? InspectHead(*place, rows->value(), found)
                              : InspectUpload(*place, rows->value(), found));
  }
  MANDAT_TRY_STATUS(rows->status());
  return InspectPointers(found);
}

// Rows that point at a blob or upload: it is there.
Status Blobs::InspectPointers(Inspection& found) const {
  const auto owners = store_.Scan(Space::kIndex, "b", "c");
  for (; owners->Valid(); owners->Next()) {
    ++found.rows_count;
    Bytes head(owners->value());
    head.push_back(static_cast<char>(BlobRowLetter::kHead));
    Bytes upload(owners->value());
    upload.push_back(static_cast<char>(BlobRowLetter::kUpload));
    MANDAT_TRY(const std::optional<Bytes> whole,
               store_.Find(Space::kBlobs, head + Bytes(owners->key().substr(1))));
    MANDAT_TRY(const std::optional<Bytes> begun,
               store_.Find(Space::kBlobs, upload + Bytes(owners->key().substr(1))));
    if (!whole && !begun) {
      found.AddDangling("index row points at nothing", Space::kIndex, owners->key());
    }
  }
  MANDAT_TRY_STATUS(owners->status());
  for (const auto& [first, end, skip] :
       {std::tuple("v", "w", size_t{1}), std::tuple("y", "z", size_t{10})}) {
    const auto rows = store_.Scan(Space::kIndex, first, end);
    for (; rows->Valid(); rows->Next()) {
      const ByteView key = rows->key();
      if (key.size() <= skip || (skip == 10 && key[9] != static_cast<char>(KindLetter::kBlob))) {
        continue;
      }
      ++found.rows_count;
      MANDAT_TRY(const std::optional<Bytes> there, store_.Find(Space::kBlobs, key.substr(skip)));
      if (!there) {
        found.AddDangling("index row points at nothing", Space::kIndex, key);
      }
    }
    MANDAT_TRY_STATUS(rows->status());
  }
  return {};
}

}  // namespace mandat
