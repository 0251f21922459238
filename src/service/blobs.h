// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/blob_stream.h"
#include "service/caller.h"
#include "vault/blobs.h"

namespace mandat {

struct UploadAnswer {
  RecordId id;  // of the earlier request, if it was sent again
  UploadState state;
  Receipt receipt;
};

// Errors of all uploads: kRefused, kUndecided, kShredded, kNotFound, kInvalid, kConflict, kChanged,
// kExceeded, kUnavailable. `record` when the blob is new, `alter` when it is there.
// Source: GDPR Art. 28(3)(a).

// Begins an upload; what is to come is journalled before any of it is kept.
void BeginBlob(Caller caller, std::string collection, NewBlob blob, Done<UploadAnswer> done);
// All of it in one step, for what fits into one request.
void PutBlob(Caller caller, std::string collection, NewBlob blob, Plaintext content,
             Done<UploadAnswer> done);
// The next piece, at the offset where the upload is.
void AppendBlob(Caller caller, std::string collection, const RecordId& id, uint64_t offset,
                Plaintext content, Done<UploadAnswer> done);
// Reads through what has come and makes it the blob. The reading takes as long as the content is
// large: not for a thread that others wait for.
void CompleteBlob(Caller caller, std::string collection, const RecordId& id,
                  Done<UploadAnswer> done);
void AbandonBlob(Caller caller, std::string collection, const RecordId& id,
                 Done<UploadAnswer> done);
// How far an upload is. Errors: kNotFound (none is under way).
void FindUpload(Caller caller, std::string collection, const RecordId& id, Done<UploadAnswer> done);

struct BlobRequest {
  std::string collection;
  RecordId id;
  bool content = true;             // else only what is told of it
  std::optional<ByteRange> range;  // of the content
  std::optional<Bytes> range_tag;  // If-Range: the range counts for this version only
  std::vector<Bytes> only_tags;    // If-Match: nothing of any other version; empty: of any
  std::vector<Bytes> unless_tags;  // If-None-Match: no content of these versions
};

struct BlobAnswer {
  enum class Outcome : uint8_t { kWhole, kPart, kSame, kChanged, kUnsatisfiable };

  BlobInfo info;
  Outcome outcome = Outcome::kWhole;
  uint64_t offset = 0;                  // of the content that comes
  uint64_t bytes = 0;                   // of it
  std::unique_ptr<BlobStream> content;  // null when none comes
  Receipt receipt;
};

// Journalled with what is to leave before any of it does. Errors: kRefused, kUndecided, kShredded,
// kNotFound, kCorrupt, kUnavailable.
void ReadBlob(Caller caller, BlobRequest request, Done<BlobAnswer> done);

struct BlobListRequest {
  std::string collection;
  SubjectId subject;
  std::optional<RecordId> after;
  size_t limit = 20;
};
struct BlobListAnswer {
  std::vector<BlobInfo> blobs;
  bool more = false;
  Receipt receipt;
};
void ListBlobs(Caller caller, BlobListRequest request, Done<BlobListAnswer> done);

// Source: GDPR Art. 17(1).
struct BlobEraseAnswer {
  Receipt receipt;
};
void EraseBlob(Caller caller, std::string collection, const RecordId& id,
               Done<BlobEraseAnswer> done);

}  // namespace mandat
