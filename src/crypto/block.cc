// SPDX-License-Identifier: Apache-2.0
#include "crypto/block.h"

#include <openssl/evp.h>

#include <memory>

#include "base/assert.h"

namespace mandat {
namespace {

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const EVP_CIPHER* Cipher() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  return cipher;
}

Block Run(const SecretBytes& key, const Block& block, int encrypt) {
  const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
  MANDAT_ASSERT(context != nullptr);
  const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.view().data());
  Block out;
  int length = 0;
  MANDAT_ASSERT(EVP_CipherInit_ex2(context.get(), Cipher(), key_bytes, nullptr, encrypt, nullptr) ==
                1);
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  MANDAT_ASSERT(EVP_CipherUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()),
                                 &length, reinterpret_cast<const unsigned char*>(block.data()),
                                 static_cast<int>(block.size())) == 1);
  MANDAT_ASSERT(length == static_cast<int>(out.size()));
  return out;
}

}  // namespace

Block Permute(const SecretBytes& key, const Block& block) { return Run(key, block, 1); }
Block PermuteBack(const SecretBytes& key, const Block& block) { return Run(key, block, 0); }

}  // namespace mandat
