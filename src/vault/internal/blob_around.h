// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vault/blobs.h"
#include "vault/internal/blob_rows.h"

namespace mandat {

struct Blobs::Around {
  std::optional<SubjectId> owner;
  std::optional<Bytes> head;    // row
  std::optional<Bytes> upload;  // row

  BlobPlace Place(std::string_view collection, const RecordId& id) const {
    return {*owner, std::string(collection), id};
  }
};

// `rows` is the store, or a batch being built upon it.
template <class Rows>
Result<Blobs::Around> Blobs::LookAround(std::string_view collection, const RecordId& id,
                                        const Rows& rows) const {
  Around around;
  MANDAT_TRY(const std::optional<Bytes> owner,
             rows.Find(Space::kIndex, BlobIndexRow(collection, id)));
  if (!owner) {
    return around;
  }
  MANDAT_TRY(around.owner, SubjectId::Decode(*owner));
  const BlobPlace place = around.Place(collection, id);
  MANDAT_TRY(around.head, rows.Find(Space::kBlobs, BlobHeadRow(place)));
  MANDAT_TRY(around.upload, rows.Find(Space::kBlobs, BlobUploadRow(place)));
  return around;
}

template <class Rows>
Result<Blobs::Around> Blobs::FindUploadAround(std::string_view collection, const RecordId& id,
                                              const Rows& rows) const {
  MANDAT_TRY(Around around, LookAround(collection, id, rows));
  if (!around.upload) {
    return Fail(Error::NotFound("no upload of this blob is under way"));
  }
  return around;
}

}  // namespace mandat
