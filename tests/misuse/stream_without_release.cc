// SPDX-License-Identifier: Apache-2.0
// Expect: no matching constructor for initialization of 'mandat::BlobStream'
#include <memory>

#include "service/blob_stream.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
std::unique_ptr<BlobStream> Begin(std::shared_ptr<OpenAgreement> agreement, Operation operation,
                                  Release release, BlobSource source) {
  return std::make_unique<BlobStream>(std::move(agreement), Bytes(), std::move(operation),
                                      std::move(release), std::move(source), ByteRange::Span());
}
#else
std::unique_ptr<BlobStream> Begin(std::shared_ptr<OpenAgreement> agreement, Operation operation,
                                  BlobSource source) {
  return std::make_unique<BlobStream>(std::move(agreement), Bytes(), std::move(operation),
                                      std::move(source), ByteRange::Span());
}
#endif

}  // namespace mandat
