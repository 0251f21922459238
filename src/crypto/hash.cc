// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstring>
#include <memory>

#include "base/assert.h"

namespace mandat {
namespace {

// Fetched once: an implicit fetch at each call costs more than the hash.
const EVP_MD* Sha256Method() {
  static EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

EVP_MD_CTX* ThreadDigest() {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return context.get();
}

EVP_MAC_CTX* NewHmac() {
  static EVP_MAC* method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(method);
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
  MANDAT_ASSERT(context != nullptr && EVP_MAC_CTX_set_params(context, params) == 1);
  return context;
}

void Hmac(ByteView key, std::initializer_list<ByteView> parts, char* out) {
  thread_local const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
      NewHmac(), &EVP_MAC_CTX_free);
  static constexpr unsigned char kNoKey[Hash::kBytes] = {};
  bool ok = EVP_MAC_init(context.get(), reinterpret_cast<const unsigned char*>(key.data()),
                         key.size(), nullptr) == 1;
  for (const ByteView part : parts) {
    ok = ok && EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(part.data()),
                              part.size()) == 1;
  }
  size_t bytes = 0;
  ok = ok && EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(out), &bytes,
                           Hash::kBytes) == 1;
  // Leaves no trace of the key in the context, which lives as long as the thread.
  ok = ok && EVP_MAC_init(context.get(), kNoKey, sizeof kNoKey, nullptr) == 1;
  MANDAT_ASSERT(ok && bytes == Hash::kBytes);
}

}  // namespace

Hash Hash::From(ByteView view) {
  MANDAT_ASSERT(view.size() == kBytes);
  Hash hash;
  std::memcpy(hash.bytes.data(), view.data(), kBytes);
  return hash;
}

Hash Sha256(std::initializer_list<ByteView> parts) {
  Hash hash;
  EVP_MD_CTX* context = ThreadDigest();
  bool ok = EVP_DigestInit_ex2(context, Sha256Method(), nullptr) == 1;
  for (const ByteView part : parts) {
    ok = ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(hash.bytes.data()),
                                nullptr) == 1;
  MANDAT_ASSERT(ok);
  return hash;
}

Hash HmacSha256(ByteView key, std::initializer_list<ByteView> parts) {
  Hash hash;
  Hmac(key, parts, hash.bytes.data());
  return hash;
}

SecretBytes HmacSha256Secret(ByteView key, std::initializer_list<ByteView> parts) {
  SecretBytes secret;
  Hmac(key, parts, secret.data());
  return secret;
}

SecretBytes Hkdf(ByteView salt, ByteView key, std::initializer_list<ByteView> info) {
  const SecretBytes extracted = HmacSha256Secret(salt, {key});
  Bytes joined;
  for (const ByteView part : info) {
    joined.append(part);
  }
  const char first_block = 1;
  return HmacSha256Secret(extracted.view(), {joined, ByteView(&first_block, 1)});
}

bool Same(ByteView a, ByteView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace mandat
