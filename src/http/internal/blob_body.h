// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "http/internal/request.h"
#include "service/blobs.h"

namespace mandat {

// What a blob is begun with; `content` when all of it came along.
struct BlobBody {
  NewBlob blob;
  std::optional<Plaintext> content;
};
// Errors: kInvalid (names what is wrong, repeats no value).
Result<BlobBody> BlobBodyOf(const Request& request);

// Where the body of a request belongs in an upload, and whether it is the last.
// Source: draft-ietf-httpbis-resumable-upload 4.
struct BlobPiece {
  uint64_t offset = 0;
  bool complete = false;
};
Result<BlobPiece> BlobPieceOf(const Request& request);

// Conditions and range of a read. Source: RFC 9110 13.1; RFC 9110 14.2.
Result<BlobRequest> BlobRequestOf(const Request& request, bool content);

// A list of a person's blobs: who asks, and for which page.
struct BlobPage {
  Caller caller;
  BlobListRequest list;
};
Result<BlobPage> BlobPageOf(const Request& request);

// The tag of a version as HTTP writes it, in quotes. Source: RFC 9110 8.8.3.
std::string EntityTag(ByteView tag);

}  // namespace mandat
