// SPDX-License-Identifier: Apache-2.0
// Reads of blobs: found whole, then opened segment by segment.
#include <algorithm>

#include "base/assert.h"
#include "vault/blobs.h"
#include "vault/internal/blob_around.h"
#include "vault/internal/blob_seal.h"
#include "vault/internal/rows.h"
#include "vault/people.h"

namespace mandat {
namespace {

Error Expired() { return Error::Shredded("blob is past its retention"); }
Error NoBlob() { return Error::NotFound("no such blob"); }

// Content that is being put together: wiped wherever that ends.
struct Wiped {
  Bytes bytes;
  ~Wiped() { Wipe(bytes); }
};

BlobSource SourceOf(const BlobInfo& info, const BlobHeader& header) {
  return {info.id,    info.subject,         info.collection, header.Encode(),
          info.bytes, header.segment_bytes, info.tag};
}

}  // namespace

Result<BlobInfo> Blobs::OpenHead(const BlobPlace& place, ByteView row) const {
  MANDAT_TRY(const BlobHead head, BlobHead::Decode(row));
  MANDAT_TRY(const BlobSealer sealer, SealerOf(place, head.header));
  MANDAT_TRY(BlobTold told, sealer.OpenRow(BlobRowLetter::kHead, BlobHead::kBytes, row));
  return BlobInfo{place.id,
                  place.subject,
                  place.collection,
                  head.header.version,
                  head.header.draft,
                  head.bytes,
                  head.header.captured,
                  head.header.expires,
                  std::move(told.media_type),
                  told.sha256,
                  Plaintext(std::move(told.metadata))};
}

Result<BlobReading> Blobs::Read(const Permit& permit, const RecordId& id) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
  MANDAT_TRY(const Around around, LookAround(collection, id, store_));
  if (!around.head) {
    const Hash tag = keyring_.LedgerTag("unit", UnitName(collection, id));
    MANDAT_TRY(const std::optional<Bytes> erased, store_.Find(Space::kLedger, tag.view()));
    return Fail(erased ? Error::Shredded("blob was erased: the key is destroyed") : NoBlob());
  }
  const BlobPlace place = around.Place(collection, id);
  MANDAT_TRY(const BlobHead head, BlobHead::Decode(*around.head));
  // Invariant (expired is gone): unreadable at the instant, whether or not the worker was here.
  if (head.header.expires && *head.header.expires <= permit.at()) {
    return Fail(Expired());
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, place.subject));
  MANDAT_TRY(const SecretBytes person, people_.Key(place.subject));
  Facts facts = people_.FactsOf(place.subject, person);
  facts.units_count = 1;
  facts.sealed_hash = Bytes(head.chain.view());
  std::vector<BlobInfo> blobs;
  MANDAT_TRY(BlobInfo info, OpenHead(place, *around.head));
  std::vector<BlobSource> sources{SourceOf(info, head.header)};
  blobs.push_back(std::move(info));
  return BlobReading{Held(std::move(blobs)),
                     std::move(sources),
                     std::move(facts),
                     false,
                     head.header.expires,
                     {Bytes(place.subject.bytes()), Bytes(id.bytes())},
                     since};
}

Result<BlobReading> Blobs::ReadPerson(const Permit& permit, const SubjectId& subject,
                                      const std::optional<RecordId>& after, size_t limit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
  MANDAT_TRY([[maybe_unused]] const Registration person, people_.Find(subject));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, subject));
  MANDAT_TRY(const SecretBytes key, people_.Key(subject));
  const Bytes prefix = BlobRowsPrefix(BlobRowLetter::kHead, subject, collection);
  Bytes first = prefix;
  if (after) {
    first.append(after->bytes()).push_back('\0');
  }
  std::vector<BlobInfo> blobs;
  std::vector<BlobSource> sources;
  std::vector<Bytes> read_set{Bytes(subject.bytes())};
  std::optional<Instant> first_expiry;
  bool more = false;
  const auto rows = store_.Scan(Space::kBlobs, first, EndOfPrefix(prefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const BlobPlace place, DecodeBlobPlace(BlobRowLetter::kHead, rows->key()));
    MANDAT_TRY(const BlobHead head, BlobHead::Decode(rows->value()));
    const std::optional<Instant>& expires = head.header.expires;
    if (expires && *expires <= permit.at()) {
      continue;
    }
    if (blobs.size() == limit) {
      more = true;
      break;
    }
    first_expiry = first_expiry && expires ? std::min(*first_expiry, *expires)
                   : expires               ? expires
                                           : first_expiry;
    MANDAT_TRY(BlobInfo info, OpenHead(place, rows->value()));
    sources.push_back(SourceOf(info, head.header));
    read_set.emplace_back(place.id.bytes());
    blobs.push_back(std::move(info));
  }
  MANDAT_TRY_STATUS(rows->status());
  Facts facts = people_.FactsOf(subject, key);
  facts.units_count = blobs.size();
  return BlobReading{Held(std::move(blobs)),
                     std::move(sources),
                     std::move(facts),
                     more,
                     first_expiry,
                     std::move(read_set),
                     since};
}

bool Blobs::IsStale(const BlobReading& reading, const BatchContext& context) const {
  return (reading.first_expiry && *reading.first_expiry <= context.at) ||
         std::ranges::any_of(reading.read_set, [&](const Bytes& id) {
           return context.versions.Changed(id, reading.since);
         });
}

// Why a segment is not there any more.
Error Blobs::Missing(const Permit& permit, const BlobSource& source) const {
  const Result<BlobReading> now = Read(permit, source.id);
  if (!now) {
    return now.error();
  }
  return now->sources.front().tag == source.tag
             ? Error::Corrupt("blob lacks a segment")
             : Error::Changed("blob was replaced while it was read");
}

// Invariant (erased stays erased; restricted is frozen; expired is gone): asked again for each
// step of a stream. A row that was read just before the blob went is as if the step had come first.
Result<Held<Plaintext>> Blobs::ReadOn(const Permit& permit, const BlobSource& source,
                                      uint64_t offset, uint64_t end) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult &&
                permit.operation().collection == source.collection && offset <= end &&
                end <= source.bytes);
  MANDAT_TRY(const BlobHeader header, BlobHeader::Decode(source.header));
  if (header.expires && *header.expires <= permit.at()) {
    return Fail(Expired());
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, source.subject));
  const BlobPlace place{source.subject, source.collection, source.id};
  MANDAT_TRY(const BlobSealer sealer, SealerOf(place, header));
  const uint64_t size = header.segment_bytes;
  const uint32_t last = BlobHead{header, source.bytes, {}}.segments_count() - 1;
  Wiped content;
  content.bytes.reserve(end - offset);  // so that nothing is left behind unwiped by growing
  while (offset < end) {
    const auto number = static_cast<uint32_t>(offset / size);
    MANDAT_TRY(const std::optional<Bytes> sealed,
               store_.Find(Space::kBlobs, BlobSegmentRow(place, header.draft, number)));
    if (!sealed) {
      return Fail(Missing(permit, source));
    }
    const SegmentMark mark = number == last ? SegmentMark::kLast : SegmentMark::kMiddle;
    MANDAT_TRY(const Plaintext segment, sealer.OpenSegment(header, number, mark, *sealed));
    if (segment.Reveal().size() != std::min(size, source.bytes - number * size)) {
      return Fail(Error::Corrupt("blob has a segment of another length"));
    }
    const ByteView wanted = segment.Reveal().substr(offset % size, end - offset);
    content.bytes.append(wanted);
    offset += wanted.size();
  }
  return Held(Plaintext(std::move(content.bytes)));
}

}  // namespace mandat
