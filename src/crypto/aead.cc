// SPDX-License-Identifier: Apache-2.0
#include "crypto/aead.h"

#include <openssl/evp.h>

#include <memory>

#include "base/assert.h"

namespace mandat {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// Method fetched once, context kept per thread and re-keyed at each use.
EVP_CIPHER_CTX* ThreadContext() {
  static EVP_CIPHER* method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  thread_local const Context context = [] {
    Context made(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    MANDAT_ASSERT(EVP_CipherInit_ex2(made.get(), method, nullptr, nullptr, 1, nullptr) == 1);
    return made;
  }();
  return context.get();
}

const unsigned char* Octets(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Overwrites the key schedule, which would otherwise stay in memory until the thread's next use.
void ForgetKey(EVP_CIPHER_CTX* context) {
  static constexpr unsigned char kNoKey[SecretBytes::kBytes] = {};
  MANDAT_ASSERT(EVP_CipherInit_ex2(context, nullptr, kNoKey, kNoKey, 1, nullptr) == 1);
}

}  // namespace

Bytes Seal(const SecretBytes& key, ByteView plaintext, ByteView associated, Random& random) {
  Bytes sealed(kNonceBytes + plaintext.size() + kTagBytes, '\0');
  random.Fill(sealed.data(), kNonceBytes);
  auto* out = reinterpret_cast<unsigned char*>(sealed.data());
  EVP_CIPHER_CTX* context = ThreadContext();
  int written = 0;
  int ignored = 0;
  bool ok = EVP_CipherInit_ex2(context, nullptr, Octets(key.view()), out, 1, nullptr) == 1;
  ok = ok && EVP_CipherUpdate(context, nullptr, &ignored, Octets(associated),
                              static_cast<int>(associated.size())) == 1;
  ok = ok && EVP_CipherUpdate(context, out + kNonceBytes, &written, Octets(plaintext),
                              static_cast<int>(plaintext.size())) == 1;
  ok = ok && EVP_CipherFinal_ex(context, out + kNonceBytes + written, &ignored) == 1;
  ok = ok && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                                 out + kNonceBytes + plaintext.size()) == 1;
  MANDAT_ASSERT(ok);
  ForgetKey(context);
  return sealed;
}

Result<Bytes> Open(const SecretBytes& key, ByteView sealed, ByteView associated) {
  if (sealed.size() < kSealOverheadBytes) {
    return Fail(Error::Corrupt("record cannot be opened"));
  }
  Bytes plaintext(sealed.size() - kSealOverheadBytes, '\0');
  Bytes tag(sealed.substr(sealed.size() - kTagBytes));
  auto* out = reinterpret_cast<unsigned char*>(plaintext.data());
  EVP_CIPHER_CTX* context = ThreadContext();
  int written = 0;
  int ignored = 0;
  bool ok =
      EVP_CipherInit_ex2(context, nullptr, Octets(key.view()), Octets(sealed), 0, nullptr) == 1;
  ok = ok && EVP_CipherUpdate(context, nullptr, &ignored, Octets(associated),
                              static_cast<int>(associated.size())) == 1;
  ok = ok && EVP_CipherUpdate(context, out, &written, Octets(sealed) + kNonceBytes,
                              static_cast<int>(plaintext.size())) == 1;
  ok = ok && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1;
  ok = ok && EVP_CipherFinal_ex(context, out + written, &ignored) == 1;
  ForgetKey(context);
  if (!ok) {
    Wipe(plaintext);
    return Fail(Error::Corrupt("record cannot be opened"));
  }
  return plaintext;
}

}  // namespace mandat
