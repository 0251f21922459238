// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/blobs.h"
#include "sim/held.h"
#include "sim/trouble.h"

namespace mandat::sim {

// Lines of 32 bytes that begin with the label of their blob and go on from `number`, cut to a size.
Bytes ContentOf(const std::string& label, uint64_t number, uint64_t bytes);
// The number that such content begins with. Requires: it has a whole line.
std::string NumberOfContent(ByteView content);

// What is or will be in a blob.
struct KnownContent {
  uint64_t number = 0;  // that ContentOf begins with
  uint64_t bytes = 0;
  Instant captured = {};
};

struct KnownUpload {
  KnownContent content = {};
  bool is_declared = true;  // its size
  bool is_false = false;    // its hash is of something else
  uint64_t offset = 0;
  uint64_t piece_offset = 0;  // where the newest piece began
  Instant begun = {};
};

// A blob of one person. Scans are kept 30 days, up to the end of a day somewhere: certainly there
// before, certainly not readable after. Tapes are kept for the term.
struct KnownFile {
  RecordId id;
  std::string collection = {};
  size_t person = 0;  // index
  bool is_gone = false;
  std::optional<KnownContent> content = {};  // nothing: not there, or not any more
  std::optional<KnownUpload> upload = {};
  uint64_t purges_before = 0;  // how often expiry had run when the content came

  UnitKey key() const { return {collection, id}; }
  bool IsKept(Instant at) const {
    return !is_gone && content &&
           (collection == "tapes" || at < content->captured + std::chrono::hours(29 * 24));
  }
  // An upload lapses after a day.
  bool IsUploadKept(Instant at) const {
    return upload && at < upload->begun + std::chrono::hours(24) &&
           (collection == "tapes" || at < upload->content.captured + std::chrono::hours(29 * 24));
  }
  bool IsOver(Instant at) const {
    return content && collection != "tapes" && at > content->captured + std::chrono::hours(32 * 24);
  }
};

// The blobs of one agreement, in plain lists. Invariants: atomic or absent; erased stays erased;
// expired is gone.
class Files {
 public:
  Files(Trouble& trouble, HeldBook& held) : trouble_(trouble), held_(held) {}

  // By the newest entry. A file that is not known begins with its first upload.
  void Begun(const KnownFile& file, KnownUpload upload);
  void Came(const RecordId& file, uint64_t offset);
  void Completed(const RecordId& file);
  void Abandoned(const RecordId& file);
  void Erased(const RecordId& file);
  void ErasedPerson(size_t person);
  // Expiry ran at `now`, and everything that was over by `until` is gone.
  void Purged(Instant until, Instant now);

  const std::vector<KnownFile>& files() const { return files_; }
  const KnownFile* Find(const RecordId& file) const;

  // A read was answered with nothing to open.
  void RequireNone(const KnownFile& file, Instant at) const;
  // What was found of it, and the part of the content that came.
  void RequireRead(const KnownFile& file, const std::string& label, const BlobAnswer& answer,
                   ByteView came) const;
  void RequireListed(const std::string& collection, size_t person,
                     const BlobListAnswer& answer) const;
  // Looks at the rows of all blobs. `settled` is until when purges may have gone.
  void Audit(const OpenAgreement& agreement, Instant settled) const;

 private:
  KnownFile* Known(const RecordId& file);

  Trouble& trouble_;
  HeldBook& held_;
  std::vector<KnownFile> files_;
  uint64_t purges_count_ = 0;
};

}  // namespace mandat::sim
