// SPDX-License-Identifier: Apache-2.0
#include "crypto/signer.h"

#include <openssl/evp.h>

#include <memory>

#include "base/assert.h"

namespace mandat {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* Octets(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// The private key exists in OpenSSL's form only while it is used.
Key PrivateKey(const SecretBytes& seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Octets(seed.view()),
                                       SecretBytes::kBytes),
          &EVP_PKEY_free);
  MANDAT_ASSERT(key != nullptr);
  return key;
}

}  // namespace

Signer::Signer(SecretBytes seed) : seed_(std::move(seed)), public_key_(kPublicKeyBytes, '\0') {
  size_t bytes = kPublicKeyBytes;
  MANDAT_ASSERT(EVP_PKEY_get_raw_public_key(PrivateKey(seed_).get(),
                                            reinterpret_cast<unsigned char*>(public_key_.data()),
                                            &bytes) == 1);
}

Bytes Signer::Sign(ByteView message) const {
  const Key key = PrivateKey(seed_);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Bytes signature(kSignatureBytes, '\0');
  size_t bytes = kSignatureBytes;
  bool ok = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1;
  ok = ok && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                            &bytes, Octets(message), message.size()) == 1;
  MANDAT_ASSERT(ok && bytes == kSignatureBytes);
  return signature;
}

bool VerifySignature(ByteView public_key, ByteView message, ByteView signature) {
  if (public_key.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) {
    return false;
  }
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Octets(public_key), public_key.size()),
      &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return key != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Octets(signature), signature.size(), Octets(message),
                          message.size()) == 1;
}

}  // namespace mandat
