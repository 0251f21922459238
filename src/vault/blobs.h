// SPDX-License-Identifier: Apache-2.0
//
// Files of people: uploaded in pieces, sealed in segments, read as streams.
// Guarantees: nothing is read or changed without a Permit; a blob is there only when all of it is;
// no more than a piece of it is ever in memory; a segment of an erased or restricted person, or of
// a blob past its retention, is not opened, even in the middle of a stream.
// Trusts: the keyring for keys, the store for durability. docs/internals/blobs.md tells the shapes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "gate/held.h"
#include "gate/permit.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"
#include "vault/plaintext.h"
#include "vault/removal.h"

namespace mandat {

class BlobSealer;
class Holds;
class People;
class Quota;
struct BlobHead;
struct BlobHeader;
struct BlobPlace;
struct BlobTold;
struct BlobUpload;

// A blob to be uploaded.
struct NewBlob {
  RecordId id;
  SubjectId subject;
  Instant captured;
  std::string media_type;
  std::optional<uint64_t> bytes;  // nullopt: told by its completion
  std::optional<Hash> sha256;     // of the content; verified before the blob is there
  Plaintext metadata;             // the declared fields as one compact JSON object
  // Set to replace exactly this version, see BlobInfo::tag; empty bytes: none may be there.
  std::optional<Bytes> replaces;
};

// How far an upload is.
struct UploadState {
  uint64_t offset = 0;            // bytes that have come and are durable
  std::optional<uint64_t> bytes;  // bytes that will
  uint32_t version = 0;           // that the blob will have
  Instant lapses;
  bool complete = false;
  bool again = false;  // nothing was done: the same piece had come before
};

// A piece of content on its way into an upload: sealed, and not yet staged.
struct SealedPiece {
  uint64_t offset = 0;  // where it goes
  uint64_t bytes = 0;
  Hash tag;     // keyed hash of the piece
  Bytes draft;  // of the upload that it was sealed for; empty: of none
  Hash chain;   // of the upload, behind it
  std::vector<std::pair<Bytes, Bytes>> rows;  // segments
};

// A whole blob, without its content.
struct BlobInfo {
  RecordId id;
  SubjectId subject;
  std::string collection;
  uint32_t version = 0;
  Bytes tag;  // names this version of this blob and tells nothing about it
  uint64_t bytes = 0;
  Instant captured;
  std::optional<Instant> expires;
  std::string media_type;
  std::optional<Hash> sha256;
  Plaintext metadata;
};

// Where the segments of a blob are, as it was found.
struct BlobSource {
  RecordId id;
  SubjectId subject;
  std::string collection;
  Bytes header;  // encoded
  uint64_t bytes = 0;
  uint32_t segment_bytes = 0;
  Bytes tag;
};

// What a read found, closed until its entry is durable, and what must not have changed by then.
struct BlobReading {
  Held<std::vector<BlobInfo>> blobs;
  std::vector<BlobSource> sources;
  Facts facts;
  bool more = false;
  std::optional<Instant> first_expiry;
  std::vector<Bytes> read_set;
  uint64_t since = 0;
};

// Content of an upload that was read through before its completion.
struct VerifiedUpload {
  Bytes draft;
  uint64_t offset = 0;
};

// Threading: reads, Seal and Verify from any thread; the Stage functions from the agreement's
// sequencer.
class Blobs final : public DataKind {
 public:
  Blobs(const Store& store, Keyring& keyring, const Versions& versions, Random& random,
        const People& people, const Holds& holds, Quota& quota, std::string owner,
        const Limits& limits = {})
      : store_(store),
        keyring_(keyring),
        versions_(versions),
        random_(random),
        people_(people),
        holds_(holds),
        quota_(quota),
        owner_(std::move(owner)),
        limits_(limits) {}

  // The operation of every permit names the collection.

  // True if the blob is there: tells whether uploading it records or alters.
  Result<bool> Contains(std::string_view collection, const RecordId& id) const;
  // True if an upload of it is under way.
  Result<bool> IsUploading(std::string_view collection, const RecordId& id) const;

  // Errors: kNotFound (nobody of that id is registered), kShredded (person or blob was erased),
  // kInvalid (another category of person, a media type that is not taken, past its retention),
  // kExceeded, kConflict (another person's, an upload is under way, or came or went since the
  // permit was asked for), kChanged (not the version that was named), kRefused (restricted).
  // Requires: permit is for Verb::kRecord or Verb::kAlter; so for all that uploads.
  Result<Facts> StageBegin(const Permit& permit, const NewBlob& blob, BatchContext& context,
                           UploadState& state) const;
  // Seals a piece where the upload is now, as far as that is possible before the batch.
  // Errors: kUnavailable, kCorrupt.
  Result<SealedPiece> Seal(const Permit& permit, const RecordId& id, uint64_t offset,
                           ByteView content) const;
  // Errors: kNotFound (no such upload), kConflict (not where the upload is), kExceeded, kShredded,
  // kRefused. A piece that was the newest to come is recognised, and nothing is done.
  Result<Facts> StageAppend(const Permit& permit, const RecordId& id, uint64_t offset,
                            ByteView content, SealedPiece& sealed, BatchContext& context,
                            UploadState& state) const;
  // Reads through what has come: size, hash, and whether it is what its sender calls it.
  // Errors: kNotFound, kConflict (bytes are missing), kInvalid (another hash or media type).
  Result<VerifiedUpload> Verify(const Permit& permit, const RecordId& id) const;
  // The blob is there from now on; what it replaces is gone. Errors: as StageBegin, and kConflict
  // (the upload is not what was verified).
  Result<Facts> StageComplete(const Permit& permit, const RecordId& id,
                              const VerifiedUpload& verified, BatchContext& context,
                              UploadState& state) const;
  // All of it in one step, for what fits into one piece.
  Result<Facts> StagePut(const Permit& permit, const NewBlob& blob, ByteView content,
                         BatchContext& context, UploadState& state) const;
  // Errors: kNotFound.
  Result<UploadState> FindUpload(const Permit& permit, const RecordId& id) const;
  Result<Facts> StageAbandon(const Permit& permit, const RecordId& id, BatchContext& context) const;

  // Errors of reads: kNotFound, kShredded (erased or expired), kRefused, kCorrupt, kUnavailable.
  // Requires: permit is for Verb::kConsult.
  Result<BlobReading> Read(const Permit& permit, const RecordId& id) const;
  // One page of a person's blobs in the collection, in the order of their ids, behind `after`.
  Result<BlobReading> ReadPerson(const Permit& permit, const SubjectId& subject,
                                 const std::optional<RecordId>& after, size_t limit) const;
  bool IsStale(const BlobReading& reading, const BatchContext& context) const;
  // Content from `offset` to before `end`; cheapest where segments begin and end. Looks again
  // whether it may be opened at all. Errors: as reads, and kChanged (replaced since it was found).
  // Requires: offset <= end <= source.bytes.
  Result<Held<Plaintext>> ReadOn(const Permit& permit, const BlobSource& source, uint64_t offset,
                                 uint64_t end) const;

  // Of one blob, and of an upload of it. Requires: permit is for Verb::kErase.
  // Errors: kNotFound, kShredded. Source: GDPR Art. 17(1).
  Result<Facts> StageErase(const Permit& permit, const RecordId& id, BatchContext& context) const;

  Status StageRemovePerson(const SubjectId& subject, const Mandate* mandate, BatchContext& context,
                           Removal& removal) override;
  Status StageRemoveExpired(ByteView row, const Mandate* mandate, BatchContext& context,
                            Removal& removal) override;
  Status Inspect(Inspection& found) const override;

 private:
  // Whose a blob is, and its rows as far as there are any.
  struct Around;

  template <class Rows>
  Result<Around> LookAround(std::string_view collection, const RecordId& id,
                            const Rows& rows) const;
  template <class Rows>
  Result<Around> FindUploadAround(std::string_view collection, const RecordId& id,
                                  const Rows& rows) const;
  Result<SecretBytes> BucketKey(std::optional<Instant> expires, bool staged) const;
  Result<BlobSealer> SealerOf(const BlobPlace& place, const BlobHeader& header) const;
  Result<BlobSealer> SealerStaged(const BlobPlace& place, const BlobHeader& header) const;
  Status RequireLimits(const Collection& declared, std::optional<uint64_t> bytes) const;
  Status RequireNew(const Permit& permit, const Collection& declared, const NewBlob& blob,
                    const Around& around, BatchContext& context) const;
  Status RequireUploads() const;
  UploadState StateOf(const BlobUpload& upload) const;
  Hash PieceTag(ByteView content) const;
  void StagePiece(SealedPiece& piece, BatchContext& context) const;
  Status PutUpload(const BlobSealer& sealer, const BlobUpload& upload, const BlobTold& told,
                   BatchContext& context) const;
  Status VerifyContent(const Collection& declared, const BlobSealer& sealer,
                       const BlobUpload& upload, const BlobTold& told) const;
  void RemoveUploadRows(const BlobPlace& place, const BlobUpload& upload,
                        BatchContext& context) const;
  void RemoveUpload(const BlobPlace& place, const BlobUpload& upload, BatchContext& context) const;
  void RemoveHead(const BlobPlace& place, const BlobHead& head, BatchContext& context) const;
  Result<BlobInfo> OpenHead(const BlobPlace& place, ByteView row) const;
  Status StageKeep(const BlobPlace& place, ByteView row, const Mandate* mandate,
                   BatchContext& context, Removal& removal) const;
  Error Missing(const Permit& permit, const BlobSource& source) const;

  // blobs_inspect.cc
  Status InspectHead(const BlobPlace& place, ByteView row, Inspection& found) const;
  Status InspectUpload(const BlobPlace& place, ByteView row, Inspection& found) const;
  Status InspectSegmentRow(ByteView row, Inspection& found) const;
  Status InspectPointers(Inspection& found) const;

  const Store& store_;
  Keyring& keyring_;
  const Versions& versions_;
  Random& random_;
  const People& people_;
  const Holds& holds_;
  Quota& quota_;  // sequencer only
  const std::string owner_;
  const Limits limits_;
};

}  // namespace mandat
