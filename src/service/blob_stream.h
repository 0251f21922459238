// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "gate/release.h"
#include "service/caller.h"
#include "vault/blobs.h"

namespace mandat {

// One range of content, as it is asked for. Source: RFC 9110 14.1.2.
struct ByteRange {
  std::optional<uint64_t> first;  // nullopt: the last `last` bytes
  std::optional<uint64_t> last;   // inclusive; nullopt: to the end

  struct Span {
    uint64_t begin = 0;
    uint64_t end = 0;  // exclusive
  };
  // nullopt: the content has no such bytes.
  std::optional<Span> In(uint64_t bytes) const;
};

// Content of one blob on its way out, a step at a time.
//
// Invariant (journal before disclosure): it exists only behind a Release. Each step is decided
// again, without an entry of its own; what left in the end is journalled when the stream goes, so
// that it must not outlive the agreement's last chance to write.
// Threading: one caller at a time.
class BlobStream {
 public:
  // Up to this much leaves in one step; content that is no longer has no entry for its end.
  static constexpr uint32_t kStepSegments = 4;

  BlobStream(std::shared_ptr<OpenAgreement> agreement, Bytes actor, Operation operation,
             Release release, BlobSource source, ByteRange::Span span);
  ~BlobStream();
  BlobStream(const BlobStream&) = delete;
  BlobStream& operator=(const BlobStream&) = delete;

  uint64_t left() const { return span_.end - at_; }
  EntryIndex entry() const { return release_.entry(); }
  // The next bytes. Errors: as Blobs::ReadOn, and kRefused when the agreement does not allow it any
  // more. After an error nothing more comes. Requires: left() > 0.
  Result<Plaintext> Next();

 private:
  uint64_t StepBytes() const { return uint64_t{kStepSegments} * source_.segment_bytes; }

  std::shared_ptr<OpenAgreement> agreement_;
  const Bytes actor_;
  const Operation operation_;
  const Release release_;
  const BlobSource source_;
  const ByteRange::Span span_;
  uint64_t at_;
};

}  // namespace mandat
