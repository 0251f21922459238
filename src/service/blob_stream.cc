// SPDX-License-Identifier: Apache-2.0
#include "service/blob_stream.h"

#include <algorithm>

#include "base/assert.h"

namespace mandat {
namespace {

// The end of a stream: an act of the house, because it must be told whatever the agreement says by
// then.
class CloseWork final : public HouseWork {
 public:
  CloseWork(OpenAgreement& agreement, Bytes actor, const Operation& operation, std::string detail)
      : HouseWork(std::move(actor)),
        agreement_(agreement),
        purpose_(operation.purpose),
        collection_(operation.collection),
        detail_(std::move(detail)) {}

  Result<bool> Act(Entry& entry, BatchContext&) override {
    entry.act = "close-stream";
    entry.purpose = purpose_;
    entry.collection = collection_;
    entry.detail = detail_;
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
    }
    return true;
  }
  void Finish(Result<Release>) override {}

 private:
  OpenAgreement& agreement_;  // closes only when its gate has finished this work
  const std::string purpose_;
  const std::string collection_;
  const std::string detail_;
};

}  // namespace

std::optional<ByteRange::Span> ByteRange::In(uint64_t bytes) const {
  if (!first) {
    const uint64_t count = std::min(last.value_or(0), bytes);
    return count == 0 ? std::nullopt : std::optional(Span{bytes - count, bytes});
  }
  if (*first >= bytes || (last && *last < *first)) {
    return std::nullopt;
  }
  return Span{*first, last && *last < bytes ? *last + 1 : bytes};
}

BlobStream::BlobStream(std::shared_ptr<OpenAgreement> agreement, Bytes actor, Operation operation,
                       Release release, BlobSource source, ByteRange::Span span)
    : agreement_(std::move(agreement)),
      actor_(std::move(actor)),
      operation_(std::move(operation)),
      release_(std::move(release)),
      source_(std::move(source)),
      span_(span),
      at_(span.begin) {}

BlobStream::~BlobStream() {
  if (span_.end - span_.begin <= StepBytes()) {
    return;  // left whole or not at all, as its one entry says
  }
  std::string detail = "entry " + std::to_string(release_.entry().value) + ", " +
                       std::to_string(at_ - span_.begin) + " of " +
                       std::to_string(span_.end - span_.begin) + " bytes left";
  agreement_->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<CloseWork>(*agreement_, actor_, operation_, std::move(detail))));
}

Result<Plaintext> BlobStream::Next() {
  MANDAT_ASSERT(left() > 0);
  const uint64_t step = StepBytes();
  const uint64_t end = std::min((at_ / step + 1) * step, span_.end);
  MANDAT_TRY(const Permit permit, agreement_->gate().Admit(operation_));
  MANDAT_TRY(Held<Plaintext> held, agreement_->blobs().ReadOn(permit, source_, at_, end));
  at_ = end;
  return std::move(held).Open(release_);
}

}  // namespace mandat
