// SPDX-License-Identifier: Apache-2.0
#include "crypto/running_hash.h"

#include <openssl/evp.h>

#include "base/assert.h"

namespace mandat {

struct RunningHash::Inside {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  &EVP_MD_CTX_free};
};

RunningHash::RunningHash() : inside_(std::make_unique<Inside>()) {
  MANDAT_ASSERT(inside_->context != nullptr &&
                EVP_DigestInit_ex(inside_->context.get(), EVP_sha256(), nullptr) == 1);
}

RunningHash::RunningHash(RunningHash&&) noexcept = default;
RunningHash& RunningHash::operator=(RunningHash&&) noexcept = default;
RunningHash::~RunningHash() = default;  // OpenSSL cleanses the context when it is freed

void RunningHash::Add(ByteView piece) {
  MANDAT_ASSERT(EVP_DigestUpdate(inside_->context.get(), piece.data(), piece.size()) == 1);
}

Hash RunningHash::Finish() && {
  Hash hash;
  unsigned int bytes = 0;
  const int done = EVP_DigestFinal_ex(inside_->context.get(),
                                      reinterpret_cast<unsigned char*>(hash.bytes.data()), &bytes);
  MANDAT_ASSERT(done == 1 && bytes == Hash::kBytes);
  return hash;
}

}  // namespace mandat
