// SPDX-License-Identifier: Apache-2.0
// Uploads: begun, continued, completed.
#include "vault/blobs.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/running_hash.h"
#include "media/media_type.h"
#include "vault/internal/blob_around.h"
#include "vault/internal/blob_seal.h"
#include "vault/internal/rows.h"
#include "vault/people.h"
#include "vault/quota.h"

namespace mandat {
namespace {

bool IsUpload(const Permit& permit) {
  return permit.operation().verb == Verb::kRecord || permit.operation().verb == Verb::kAlter;
}

Result<const Collection*> DeclaredBlobs(const Permit& permit) {
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared == nullptr || declared->kind != CollectionKind::kBlobs) {
    return Fail(Error::Invalid("collection does not hold blobs"));
  }
  return declared;
}

FindSegment FindIn(const auto& rows) {
  return [&rows](ByteView row) { return rows.Find(Space::kBlobs, row); };
}

Error TooLarge(std::string_view key, uint64_t most) {
  return Error::Exceeded("blob is larger than " + std::string(key) + ", which is " +
                         std::to_string(most) + " bytes");
}

std::string SizeText(const std::optional<uint64_t>& bytes) {
  return bytes ? std::to_string(*bytes) + " bytes" : "unknown size";
}

}  // namespace

Result<bool> Blobs::Contains(std::string_view collection, const RecordId& id) const {
  MANDAT_TRY(const Around around, LookAround(collection, id, store_));
  return around.head.has_value();
}

Result<bool> Blobs::IsUploading(std::string_view collection, const RecordId& id) const {
  MANDAT_TRY(const Around around, LookAround(collection, id, store_));
  return around.upload.has_value();
}

Result<SecretBytes> Blobs::BucketKey(std::optional<Instant> expires, bool staged) const {
  const Bucket day = Bucket::For(expires);
  MANDAT_TRY(std::optional<SecretBytes> key,
             staged ? keyring_.FindBucketKeyStaged(day) : keyring_.FindBucketKey(day));
  if (!key) {
    return Fail(Error::Corrupt("blob is within its retention and has no key"));
  }
  return std::move(*key);
}

Result<BlobSealer> Blobs::SealerOf(const BlobPlace& place, const BlobHeader& header) const {
  MANDAT_TRY(const SecretBytes subject, people_.Key(place.subject));
  MANDAT_TRY(const SecretBytes bucket, BucketKey(header.expires, false));
  return BlobSealer(Keyring::UnitKey(subject, bucket, UnitName(place.collection, place.id)), owner_,
                    place);
}

Result<BlobSealer> Blobs::SealerStaged(const BlobPlace& place, const BlobHeader& header) const {
  MANDAT_TRY(const SecretBytes subject, people_.KeyStaged(place.subject));
  MANDAT_TRY(const SecretBytes bucket, BucketKey(header.expires, true));
  return BlobSealer(Keyring::UnitKey(subject, bucket, UnitName(place.collection, place.id)), owner_,
                    place);
}

Status Blobs::RequireLimits(const Collection& declared, std::optional<uint64_t> bytes) const {
  if (bytes && declared.bytes_max != 0 && *bytes > declared.bytes_max) {
    return Fail(TooLarge("the collection's bytes-max", declared.bytes_max));
  }
  if (bytes && *bytes > limits_.blob_bytes) {
    return Fail(TooLarge("limits.blob_bytes", limits_.blob_bytes));
  }
  return {};
}

Status Blobs::RequireUploads() const {
  size_t count = 0;
  const auto rows = store_.Scan(Space::kIndex, "v", EndOfPrefix("v"));
  for (; rows->Valid() && count < limits_.uploads_per_agreement; rows->Next()) {
    ++count;
  }
  MANDAT_TRY_STATUS(rows->status());
  if (count >= limits_.uploads_per_agreement) {
    return Fail(Error::Exceeded("more uploads are unfinished than limits.uploads_per_agreement, " +
                                std::to_string(limits_.uploads_per_agreement)));
  }
  return {};
}

UploadState Blobs::StateOf(const BlobUpload& upload) const {
  return {upload.offset, upload.declared, upload.header.version, upload.begun + kUploadLasts, false,
          false};
}

Hash Blobs::PieceTag(ByteView content) const {
  return keyring_.PrivateTag("piece", Sha256(content).view());
}

// What must hold for a blob to be begun or completed under its id.
Status Blobs::RequireNew(const Permit& permit, const Collection& declared, const NewBlob& blob,
                         const Around& around, BatchContext& context) const {
  MANDAT_TRY(const Registration person, people_.FindStaged(blob.subject, context.staging));
  if (person.people != declared.people) {
    return Fail(Error::Invalid("person is of another category than the collection's"));
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, blob.subject, &context.staging));
  if (around.owner && *around.owner != blob.subject) {
    return Fail(Error::Conflict("blob belongs to another person"));
  }
  if (around.upload) {
    return Fail(Error::Conflict("an upload of this blob is under way"));
  }
  if (around.head.has_value() != (permit.operation().verb == Verb::kAlter)) {
    return Fail(Error::Conflict("blob came or went meanwhile; ask again"));
  }
  if (!around.head) {
    const Hash tag = keyring_.LedgerTag("unit", UnitName(declared.id, blob.id));
    MANDAT_TRY(const std::optional<Bytes> erased, context.staging.Find(Space::kLedger, tag.view()));
    if (erased) {
      return Fail(Error::Shredded("blob of this id was erased; use another id"));
    }
  }
  if (blob.replaces) {
    Bytes there;
    if (around.head) {
      MANDAT_TRY(const BlobHead head, BlobHead::Decode(*around.head));
      there = head.header.draft;
    }
    if (there != *blob.replaces) {
      return Fail(Error::Changed("blob is not the version that was named"));
    }
  }
  if (!IsMediaType(blob.media_type)) {
    return Fail(Error::Invalid("media type is not a type and a subtype in lower case"));
  }
  if (!TakesMediaType(declared.media_types, blob.media_type)) {
    return Fail(Error::Invalid("collection does not take this media type"));
  }
  return RequireLimits(declared, blob.bytes);
}

Result<Facts> Blobs::StageBegin(const Permit& permit, const NewBlob& blob, BatchContext& context,
                                UploadState& state) const {
  MANDAT_ASSERT(IsUpload(permit));
  MANDAT_TRY(const Collection* declared, DeclaredBlobs(permit));
  MANDAT_TRY(const Around around, LookAround(declared->id, blob.id, context.staging));
  MANDAT_TRY_STATUS(RequireNew(permit, *declared, blob, around, context));
  MANDAT_TRY_STATUS(RequireUploads());

  BlobUpload upload;
  upload.begun = context.at;
  upload.declared = blob.bytes;
  BlobHeader& header = upload.header;
  header.version = 1;
  if (around.head) {
    MANDAT_TRY(const BlobHead head, BlobHead::Decode(*around.head));
    header.version = head.header.version + 1;
  }
  header.schema_version = permit.mandate().schema().version();
  header.captured = blob.captured;
  header.expires = permit.mandate().ExpiryOf(declared->id, blob.captured);
  header.draft = random_.Draw(kBlobDraftBytes);
  if (header.expires && *header.expires <= context.at) {
    return Fail(Error::Invalid("blob would be past its retention already"));
  }
  const Bucket day = Bucket::For(header.expires);
  MANDAT_TRY(const std::optional<SecretBytes> bucket, keyring_.FindBucketKeyStaged(day));
  if (!bucket) {
    keyring_.StageBucketKey(day);
  }
  const BlobPlace place{blob.subject, declared->id, blob.id};
  MANDAT_TRY_STATUS(quota_.RequireBytes(blob.bytes.value_or(0), context));
  MANDAT_TRY_STATUS(quota_.TakeBytes(BlobUpload::kBytes + blob.metadata.Reveal().size(), context));
  if (!around.head) {
    MANDAT_TRY_STATUS(quota_.TakeUnit(blob.subject, context));
  }
  MANDAT_TRY(const BlobSealer sealer, SealerStaged(place, header));
  const BlobTold told{blob.media_type, blob.sha256, Bytes(blob.metadata.Reveal())};
  MANDAT_TRY_STATUS(PutUpload(sealer, upload, told, context));
  context.staging.Put(Space::kIndex, BlobIndexRow(place.collection, place.id),
                      Bytes(place.subject.bytes()));
  context.staging.Put(Space::kIndex, UploadRow(place), {});
  context.staging.Put(
      Space::kIndex, ExpiryOfKindRow(upload.lapses(), KindLetter::kBlob, BlobUploadRow(place)), {});
  context.versions.Touch(blob.id.bytes());
  state = StateOf(upload);
  MANDAT_TRY(const SecretBytes person, people_.KeyStaged(blob.subject));
  Facts facts = people_.FactsOf(blob.subject, person);
  facts.detail = "upload begun, " + SizeText(blob.bytes);
  return facts;
}

Status Blobs::PutUpload(const BlobSealer& sealer, const BlobUpload& upload, const BlobTold& told,
                        BatchContext& context) const {
  context.staging.Put(Space::kBlobs, BlobUploadRow(sealer.place()),
                      sealer.SealRow(BlobRowLetter::kUpload, upload.Encode(), told, random_));
  return {};
}

Result<SealedPiece> Blobs::Seal(const Permit& permit, const RecordId& id, uint64_t offset,
                                ByteView content) const {
  MANDAT_ASSERT(IsUpload(permit));
  SealedPiece piece;
  piece.tag = PieceTag(content);
  const Result<Around> around = FindUploadAround(permit.operation().collection, id, store_);
  if (!around) {
    return piece;
  }
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around->upload));
  if (upload.offset != offset || (upload.declared && *upload.declared - offset < content.size())) {
    return piece;
  }
  const Result<BlobSealer> sealer =
      SealerOf(around->Place(permit.operation().collection, id), upload.header);
  if (!sealer) {
    return piece;
  }
  if (!SealPiece(*sealer, upload, content, FindIn(store_), random_, piece)) {
    piece.draft.clear();
  }
  return piece;
}

Result<Facts> Blobs::StageAppend(const Permit& permit, const RecordId& id, uint64_t offset,
                                 ByteView content, SealedPiece& sealed, BatchContext& context,
                                 UploadState& state) const {
  MANDAT_ASSERT(IsUpload(permit));
  MANDAT_TRY(const Collection* declared, DeclaredBlobs(permit));
  MANDAT_TRY(const Around around, FindUploadAround(declared->id, id, context.staging));
  const BlobPlace place = around.Place(declared->id, id);
  MANDAT_TRY(BlobUpload upload, BlobUpload::Decode(*around.upload));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, place.subject, &context.staging));
  if (upload.lapses() <= context.at) {
    return Fail(Error::NotFound("upload was not completed in time"));
  }
  MANDAT_TRY(const SecretBytes person, people_.KeyStaged(place.subject));
  Facts facts = people_.FactsOf(place.subject, person);
  const bool newest = offset == upload.piece_offset && offset + content.size() == upload.offset &&
                      upload.offset > 0;
  if (newest && sealed.tag == upload.piece_tag) {
    state = StateOf(upload);
    state.again = true;
    facts.detail = "upload, same piece again";
    return facts;
  }
  if (offset != upload.offset) {
    return Fail(Error::Conflict("upload goes on at offset " + std::to_string(upload.offset)));
  }
  if (upload.declared && *upload.declared - offset < content.size()) {
    return Fail(Error::Invalid("piece reaches behind the end that was declared"));
  }
  MANDAT_TRY_STATUS(RequireLimits(*declared, offset + content.size()));
  MANDAT_TRY(const BlobSealer sealer, SealerStaged(place, upload.header));
  if (sealed.draft != upload.header.draft || sealed.offset != offset ||
      sealed.bytes != content.size()) {
    MANDAT_TRY_STATUS(SealPiece(sealer, upload, content, FindIn(context.staging), random_, sealed));
  }
  MANDAT_TRY(const BlobTold told,
             sealer.OpenRow(BlobRowLetter::kUpload, BlobUpload::kBytes, *around.upload));
  MANDAT_TRY_STATUS(quota_.TakeBytes(content.size(), context));
  StagePiece(sealed, context);
  upload.piece_offset = offset;
  upload.piece_tag = sealed.tag;
  upload.offset += content.size();
  upload.chain = sealed.chain;
  MANDAT_TRY_STATUS(PutUpload(sealer, upload, told, context));
  state = StateOf(upload);
  facts.detail =
      "upload, " + std::to_string(content.size()) + " bytes at " + std::to_string(offset);
  return facts;
}

void Blobs::StagePiece(SealedPiece& piece, BatchContext& context) const {
  for (auto& [row, segment] : piece.rows) {
    context.staging.Put(Space::kBlobs, std::move(row), std::move(segment));
  }
  piece.rows.clear();
}

Status Blobs::VerifyContent(const Collection& declared, const BlobSealer& sealer,
                            const BlobUpload& upload, const BlobTold& told) const {
  const uint64_t size = upload.header.segment_bytes;
  std::string sniffed = "application/x-empty";
  RunningHash hash;
  for (uint64_t at = 0; at < upload.offset && (at == 0 || told.sha256); at += size) {
    const uint64_t end = std::min(at + size, upload.offset);
    const SegmentMark mark = MarkOf(upload, end);
    const auto number = static_cast<uint32_t>(at / size);
    MANDAT_TRY(
        const std::optional<Bytes> sealed,
        store_.Find(Space::kBlobs, BlobSegmentRow(sealer.place(), upload.header.draft, number)));
    if (!sealed) {
      return Fail(Error::Corrupt("upload lacks a segment"));
    }
    MANDAT_TRY(const Plaintext content, sealer.OpenSegment(upload.header, number, mark, *sealed));
    if (at == 0) {
      sniffed = SniffMediaType(content.Reveal());
    }
    hash.Add(content.Reveal());
  }
  if (told.sha256 && std::move(hash).Finish() != *told.sha256) {
    return Fail(Error::Invalid("content has another SHA-256 than was declared"));
  }
  if (!MediaTypesAgree(told.media_type, sniffed)) {
    return Fail(Error::Invalid("content is " + sniffed + ", not what was declared"));
  }
  // What calls itself nothing in particular must still be something that is taken.
  if (told.media_type == "application/octet-stream" &&
      !TakesMediaType(declared.media_types, "application/octet-stream")) {
    return Fail(Error::Invalid("collection does not take this media type"));
  }
  return {};
}

Result<VerifiedUpload> Blobs::Verify(const Permit& permit, const RecordId& id) const {
  MANDAT_ASSERT(IsUpload(permit));
  MANDAT_TRY(const Collection* declared, DeclaredBlobs(permit));
  MANDAT_TRY(const Around around, FindUploadAround(declared->id, id, store_));
  const BlobPlace place = around.Place(declared->id, id);
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, place.subject));
  if (upload.declared && upload.offset != *upload.declared) {
    return Fail(Error::Conflict("upload has " + std::to_string(upload.offset) + " of " +
                                std::to_string(*upload.declared) + " bytes"));
  }
  MANDAT_TRY(const BlobSealer sealer, SealerOf(place, upload.header));
  MANDAT_TRY(const BlobTold told,
             sealer.OpenRow(BlobRowLetter::kUpload, BlobUpload::kBytes, *around.upload));
  MANDAT_TRY_STATUS(VerifyContent(*declared, sealer, upload, told));
  return VerifiedUpload{upload.header.draft, upload.offset};
}

Result<Facts> Blobs::StageComplete(const Permit& permit, const RecordId& id,
                                   const VerifiedUpload& verified, BatchContext& context,
                                   UploadState& state) const {
  MANDAT_ASSERT(IsUpload(permit));
  MANDAT_TRY(const Collection* declared, DeclaredBlobs(permit));
  MANDAT_TRY(const Around around, FindUploadAround(declared->id, id, context.staging));
  const BlobPlace place = around.Place(declared->id, id);
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
  if (upload.header.draft != verified.draft || upload.offset != verified.offset) {
    return Fail(Error::Conflict("upload went on meanwhile; ask again"));
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, place.subject, &context.staging));
  if (upload.lapses() <= context.at) {
    return Fail(Error::NotFound("upload was not completed in time"));
  }
  MANDAT_TRY(const BlobSealer sealer, SealerStaged(place, upload.header));
  MANDAT_TRY(const BlobTold told,
             sealer.OpenRow(BlobRowLetter::kUpload, BlobUpload::kBytes, *around.upload));
  SealedPiece end;
  MANDAT_TRY_STATUS(SealEnd(sealer, upload, FindIn(context.staging), random_, end));
  Removal kept;
  if (around.head) {
    MANDAT_TRY_STATUS(StageKeep(place, *around.head, &permit.mandate(), context, kept));
    MANDAT_TRY(const BlobHead old, BlobHead::Decode(*around.head));
    RemoveHead(place, old, context);
  }
  const BlobHead head{upload.header, upload.offset, end.chain};
  StagePiece(end, context);
  RemoveUploadRows(place, upload, context);
  const Bytes row = BlobHeadRow(place);
  if (head.header.expires) {
    context.staging.Put(Space::kIndex,
                        ExpiryOfKindRow(*head.header.expires, KindLetter::kBlob, row), {});
  }
  context.staging.Put(Space::kIndex, BlobIndexRow(place.collection, place.id),
                      Bytes(place.subject.bytes()));
  context.staging.Put(Space::kBlobs, row,
                      sealer.SealRow(BlobRowLetter::kHead, head.Encode(), told, random_));
  context.versions.Touch(id.bytes());
  state = StateOf(upload);
  state.complete = true;
  MANDAT_TRY(const SecretBytes person, people_.KeyStaged(place.subject));
  Facts facts = people_.FactsOf(place.subject, person);
  facts.units_count = 1;
  facts.sealed_hash = Bytes(head.chain.view());
  facts.detail = "upload complete, " + std::to_string(head.bytes) + " bytes";
  return facts;
}

Result<Facts> Blobs::StagePut(const Permit& permit, const NewBlob& blob, ByteView content,
                              BatchContext& context, UploadState& state) const {
  MANDAT_TRY(const Collection* declared, DeclaredBlobs(permit));
  if (blob.bytes && *blob.bytes != content.size()) {
    return Fail(Error::Invalid("content has another size than was declared"));
  }
  MANDAT_TRY_STATUS(RequireLimits(*declared, content.size()));
  if (blob.sha256 && Sha256(content) != *blob.sha256) {
    return Fail(Error::Invalid("content has another SHA-256 than was declared"));
  }
  if (const std::string sniffed = SniffMediaType(content);
      !MediaTypesAgree(blob.media_type, sniffed)) {
    return Fail(Error::Invalid("content is " + sniffed + ", not what was declared"));
  }
  MANDAT_TRY([[maybe_unused]] const Facts begun, StageBegin(permit, blob, context, state));
  if (!content.empty()) {
    SealedPiece sealed;
    sealed.tag = PieceTag(content);
    MANDAT_TRY([[maybe_unused]] const Facts come,
               StageAppend(permit, blob.id, 0, content, sealed, context, state));
  }
  MANDAT_TRY(const Around around, FindUploadAround(declared->id, blob.id, context.staging));
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
  return StageComplete(permit, blob.id, {upload.header.draft, upload.offset}, context, state);
}

Result<UploadState> Blobs::FindUpload(const Permit& permit, const RecordId& id) const {
  MANDAT_ASSERT(IsUpload(permit));
  MANDAT_TRY(const Around around, FindUploadAround(permit.operation().collection, id, store_));
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, *around.owner));
  return StateOf(upload);
}

Result<Facts> Blobs::StageAbandon(const Permit& permit, const RecordId& id,
                                  BatchContext& context) const {
  MANDAT_ASSERT(IsUpload(permit));
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const Around around, FindUploadAround(collection, id, context.staging));
  const BlobPlace place = around.Place(collection, id);
  MANDAT_TRY(const BlobUpload upload, BlobUpload::Decode(*around.upload));
  RemoveUpload(place, upload, context);
  if (!around.head) {
    context.staging.Remove(Space::kIndex, BlobIndexRow(collection, id));
  }
  MANDAT_TRY(const SecretBytes person, people_.KeyStaged(place.subject));
  Facts facts = people_.FactsOf(place.subject, person);
  facts.detail = "upload abandoned";
  return facts;
}

}  // namespace mandat
