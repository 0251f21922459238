// SPDX-License-Identifier: Apache-2.0
// Removal of blobs: of one, of a person's, of what is past its retention or was never completed.
#include "base/assert.h"
#include "vault/blobs.h"
#include "vault/holds.h"
#include "vault/internal/blob_around.h"
#include "vault/internal/blob_seal.h"
#include "vault/internal/rows.h"
#include "vault/people.h"
#include "vault/quota.h"

namespace mandat {
namespace {

// What a hold keeps of a blob beside its segments, whose parts are their numbers. Behind the draft:
// a hold keeps each version that is replaced.
constexpr std::string_view kHeadPart = "head";

// The head as JSON, so that whoever reads what a hold keeps need not know our rows.
Bytes HeldHead(const BlobInfo& info) {
  Bytes text = "{\"media-type\":\"" + info.media_type +
               "\",\"bytes\":" + std::to_string(info.bytes) +
               ",\"version\":" + std::to_string(info.version) + ",\"captured\":\"" +
               info.captured.Format() + "\",\"data\":";
  text.append(info.metadata.Reveal().empty() ? ByteView("{}") : info.metadata.Reveal());
  return text + "}";
}

void RemoveRange(Space space, Bytes prefix, BatchContext& context) {
  Bytes end = EndOfPrefix(prefix);
  context.staging.RemoveRangeUnseen(space, std::move(prefix), std::move(end));
}

}  // namespace

// What tells that an upload is under way; its segments stay.
void Blobs::RemoveUploadRows(const BlobPlace& place, const BlobUpload& upload,
                             BatchContext& context) const {
  const Bytes row = BlobUploadRow(place);
  quota_.NoteRemoval(place.subject);
  context.staging.Remove(Space::kIndex, UploadRow(place));
  context.staging.Remove(Space::kIndex, ExpiryOfKindRow(upload.lapses(), KindLetter::kBlob, row));
  context.staging.Remove(Space::kBlobs, row);
  context.versions.Touch(place.id.bytes());
}

void Blobs::RemoveUpload(const BlobPlace& place, const BlobUpload& upload,
                         BatchContext& context) const {
  RemoveUploadRows(place, upload, context);
  RemoveRange(Space::kBlobs, BlobSegmentsPrefix(place, upload.header.draft), context);
}

void Blobs::RemoveHead(const BlobPlace& place, const BlobHead& head, BatchContext& context) const {
  quota_.NoteRemoval(place.subject);
  const Bytes row = BlobHeadRow(place);
  if (head.header.expires) {
    context.staging.Remove(Space::kIndex,
                           ExpiryOfKindRow(*head.header.expires, KindLetter::kBlob, row));
  }
  context.staging.Remove(Space::kBlobs, row);
  RemoveRange(Space::kBlobs, BlobSegmentsPrefix(place, head.header.draft), context);
  context.versions.Touch(place.id.bytes());
}

// Invariant (held is kept): what a hold names is sealed under the hold's key before it goes.
Status Blobs::StageKeep(const BlobPlace& place, ByteView row, const Mandate* mandate,
                        BatchContext& context, Removal& removal) const {
  if (holds_.empty()) {
    return {};
  }
  const UnitRef unit{place.collection, place.id, {place.subject}};
  const Collection* declared =
      mandate == nullptr ? nullptr : mandate->schema().FindCollection(place.collection);
  const std::vector<std::string> holds = holds_.On(unit, declared, context.at);
  if (holds.empty()) {
    return {};
  }
  MANDAT_TRY(const BlobHead head, BlobHead::Decode(row));
  MANDAT_TRY(const BlobInfo info, OpenHead(place, row));
  MANDAT_TRY(const BlobSealer sealer, SealerStaged(place, head.header));
  const Plaintext told(HeldHead(info));
  MANDAT_TRY_STATUS(
      holds_.StageKeep(holds, unit, head.header.draft + Bytes(kHeadPart), told.Reveal(), context));
  for (uint32_t number = 0; number < head.segments_count(); ++number) {
    MANDAT_TRY(
        const std::optional<Bytes> sealed,
        context.staging.Find(Space::kBlobs, BlobSegmentRow(place, head.header.draft, number)));
    if (!sealed) {
      return Fail(Error::Corrupt("blob lacks a segment"));
    }
    const SegmentMark mark =
        number + 1 == head.segments_count() ? SegmentMark::kLast : SegmentMark::kMiddle;
    MANDAT_TRY(const Plaintext content, sealer.OpenSegment(head.header, number, mark, *sealed));
    Bytes part = head.header.draft;
    AppendBigEndian32(part, number);
    MANDAT_TRY_STATUS(holds_.StageKeep(holds, unit, part, content.Reveal(), context));
  }
  ++removal.held_count;
  return {};
}

// Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
Result<Facts> Blobs::StageErase(const Permit& permit, const RecordId& id,
                                BatchContext& context) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kErase);
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const Around around, LookAround(collection, id, context.staging));
  const Bytes name = UnitName(collection, id);
  if (!around.head && !around.upload) {
    const Hash tag = keyring_.LedgerTag("unit", name);
    MANDAT_TRY(const std::optional<Bytes> erased, context.staging.Find(Space::kLedger, tag.view()));
    return Fail(erased ? Error::Shredded("blob was erased") : Error::NotFound("no such blob"));
  }
  const BlobPlace place = around.Place(collection, id);
  MANDAT_TRY(const SecretBytes person, people_.KeyStaged(place.subject));
  Facts facts = people_.FactsOf(place.subject, person);
  facts.units_count = 1;
  if (around.head) {
    Removal removal;
    MANDAT_TRY_STATUS(StageKeep(place, *around.head, &permit.mandate(), context, removal));
    MANDAT_TRY(const BlobHead head, BlobHead::Decode(*around.head));
    RemoveHead(place, head, context);
    facts.sealed_hash = Bytes(head.chain.view());
  }
  if (around.upload) {
    MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
    RemoveUpload(place, upload, context);
  }
  context.staging.Remove(Space::kIndex, BlobIndexRow(collection, id));
  people_.StageLedger("unit", name, context);
  return facts;
}

// Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
Status Blobs::StageRemovePerson(const SubjectId& subject, const Mandate* mandate,
                                BatchContext& context, Removal& removal) {
  std::vector<std::pair<Bytes, Bytes>> found;
  for (const BlobRowLetter letter : {BlobRowLetter::kHead, BlobRowLetter::kUpload}) {
    MANDAT_TRY_STATUS(context.staging.ForEach(
        Space::kBlobs, BlobRowsPrefix(letter, subject),
        [&found](ByteView key, ByteView row) { found.emplace_back(key, row); }));
  }
  if (found.empty()) {
    return {};
  }
  for (const auto& [key, row] : found) {
    MANDAT_TRY(const BlobRowLetter letter, DecodeBlobLetter(key));
    MANDAT_TRY(const BlobPlace place, DecodeBlobPlace(letter, key));
    if (letter == BlobRowLetter::kHead) {
      MANDAT_TRY_STATUS(StageKeep(place, row, mandate, context, removal));
      MANDAT_TRY(const BlobHead head, BlobHead::Decode(row));
      RemoveHead(place, head, context);
      removal.sealed_hashes.append(head.chain.view());
      ++removal.units_count;
      people_.StageLedger("unit", UnitName(place.collection, place.id), context);
    } else {
      MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(row));
      RemoveUpload(place, upload, context);
    }
    context.staging.Remove(Space::kIndex, BlobIndexRow(place.collection, place.id));
  }
  // Whatever else may stand under the person, in one step.
  RemoveRange(Space::kBlobs, Bytes(subject.bytes()), context);
  return {};
}

// Invariant (expired is gone). Source: GDPR Art. 5(1)(e).
Status Blobs::StageRemoveExpired(ByteView row, const Mandate* mandate, BatchContext& context,
                                 Removal& removal) {
  MANDAT_TRY(const BlobRowLetter letter, DecodeBlobLetter(row));
  MANDAT_TRY(const BlobPlace place, DecodeBlobPlace(letter, row));
  MANDAT_TRY(const Around around, LookAround(place.collection, place.id, context.staging));
  bool head_stays = around.head.has_value();
  bool upload_stays = around.upload.has_value();
  if (letter == BlobRowLetter::kHead && around.head) {
    MANDAT_TRY(const BlobHead head, BlobHead::Decode(*around.head));
    if (head.header.expires && *head.header.expires <= context.at) {
      MANDAT_TRY_STATUS(StageKeep(place, *around.head, mandate, context, removal));
      RemoveHead(place, head, context);
      removal.sealed_hashes.append(head.chain.view());
      ++removal.units_count;
      head_stays = false;
    }
  }
  if (letter == BlobRowLetter::kUpload && around.upload) {
    MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
    if (upload.lapses() <= context.at) {
      RemoveUpload(place, upload, context);
      ++removal.units_count;
      upload_stays = false;
    }
  }
  if (!head_stays && !upload_stays) {
    context.staging.Remove(Space::kIndex, BlobIndexRow(place.collection, place.id));
  }
  return {};
}

}  // namespace mandat
