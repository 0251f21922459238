// SPDX-License-Identifier: Apache-2.0
#include "crypto/timestamp.h"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <utility>

#include "base/assert.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kNonceLength = 16;
constexpr int kMostCertificates = 256;

template <class Type, void (*free)(Type*)>
struct Freed {
  void operator()(Type* object) const { free(object); }
};
template <class Type, void (*free)(Type*)>
using Owned = std::unique_ptr<Type, Freed<Type, free>>;

using TsRequest = Owned<TS_REQ, TS_REQ_free>;
using TsImprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using TsResponse = Owned<TS_RESP, TS_RESP_free>;
using TsVerify = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using BigNumber = Owned<BIGNUM, BN_free>;
using Certificate = Owned<X509, X509_free>;
using CertificateStore = Owned<X509_STORE, X509_STORE_free>;
using Reader = std::unique_ptr<BIO, decltype(&BIO_free)>;

unsigned char* Octets(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Error DoesNotHold(std::string_view what) {
  ERR_clear_error();
  return Error::Corrupt("time stamp does not hold: " + std::string(what));
}

// A request over the hash of the message, without a nonce.
TsRequest RequestOver(ByteView message) {
  const Hash hash = Sha256(message);
  Bytes octets(hash.view());
  TsRequest request(TS_REQ_new());
  const TsImprint imprint(TS_MSG_IMPRINT_new());
  const Algorithm algorithm(X509_ALGOR_new());
  MANDAT_ASSERT(request != nullptr && imprint != nullptr && algorithm != nullptr);
  const bool made =
      TS_REQ_set_version(request.get(), 1) == 1 &&
      X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
      TS_MSG_IMPRINT_set_msg(imprint.get(), Octets(octets), static_cast<int>(octets.size())) == 1 &&
      TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
      TS_REQ_set_cert_req(request.get(), 1) == 1;
  MANDAT_ASSERT(made);
  return request;
}

// The whole of the bytes, or nothing.
template <class Object, class Decode>
Object Decoded(ByteView bytes, Decode decode) {
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* const end = from + bytes.size();
  Object object(decode(nullptr, &from, static_cast<long>(bytes.size())));
  ERR_clear_error();
  return from == end ? std::move(object) : nullptr;
}

Result<CertificateStore> StoreOf(const std::string& authorities) {
  CertificateStore store(X509_STORE_new());
  const Reader in(BIO_new_mem_buf(authorities.data(), static_cast<int>(authorities.size())),
                  &BIO_free);
  MANDAT_ASSERT(store != nullptr && in != nullptr);
  int count = 0;
  while (count < kMostCertificates) {
    const Certificate one(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (one == nullptr || X509_STORE_add_cert(store.get(), one.get()) != 1) {
      break;
    }
    ++count;
  }
  ERR_clear_error();
  if (count == 0) {
    return Fail(Error::Invalid("there is no certificate of an authority in PEM"));
  }
  return store;
}

// Source: RFC 3161 2.4.2.
Result<Instant> TimeOf(TS_RESP* response) {
  TS_TST_INFO* info = TS_RESP_get_tst_info(response);
  std::tm civil{};
  if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &civil) != 1) {
    return Fail(DoesNotHold("it tells no time"));
  }
  return Instant{static_cast<int64_t>(timegm(&civil)) * 1'000'000};
}

// What OpenSSL says about it, without what it says it about.
std::string Reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* text = ERR_reason_error_string(code);
  return text == nullptr ? "it is not signed as it should be" : text;
}

}  // namespace

Bytes MakeTimestampRequest(ByteView message, Random& random) {
  const TsRequest request = RequestOver(message);
  Bytes octets = random.Draw(kNonceLength);
  octets[0] = static_cast<char>((static_cast<unsigned char>(octets[0]) & 0x3fU) | 0x40U);
  const BigNumber number(BN_bin2bn(Octets(octets), static_cast<int>(octets.size()), nullptr));
  const Integer nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
  MANDAT_ASSERT(nonce != nullptr && TS_REQ_set_nonce(request.get(), nonce.get()) == 1);
  const int length = i2d_TS_REQ(request.get(), nullptr);
  MANDAT_ASSERT(length > 0);
  Bytes encoded(static_cast<size_t>(length), '\0');
  unsigned char* to = Octets(encoded);
  MANDAT_ASSERT(i2d_TS_REQ(request.get(), &to) == length);
  return encoded;
}

Result<Instant> VerifyTimestamp(ByteView answer, ByteView message, const std::string& authorities,
                                ByteView request) {
  MANDAT_TRY(CertificateStore store, StoreOf(authorities));
  const TsResponse response = Decoded<TsResponse>(answer, &d2i_TS_RESP);
  if (response == nullptr) {
    return Fail(DoesNotHold("it is no answer of an authority"));
  }
  if (TS_RESP_get_token(response.get()) == nullptr) {
    return Fail(DoesNotHold("the authority did not grant it"));
  }
  MANDAT_TRY(const Instant at, TimeOf(response.get()));
  // By what the certificates were then: a stamp outlives the certificate of its signer.
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at.micros / 1'000'000);

  const TsRequest over = RequestOver(message);
  if (!request.empty()) {
    const TsRequest asked = Decoded<TsRequest>(request, &d2i_TS_REQ);
    const ASN1_INTEGER* nonce = asked == nullptr ? nullptr : TS_REQ_get_nonce(asked.get());
    if (nonce == nullptr || TS_REQ_set_nonce(over.get(), nonce) != 1) {
      return Fail(DoesNotHold("what was asked has no nonce"));
    }
  }
  const TsVerify verify(TS_REQ_to_TS_VERIFY_CTX(over.get(), nullptr));
  MANDAT_ASSERT(verify != nullptr);
  TS_VERIFY_CTX_add_flags(verify.get(), TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(verify.get(), store.release());
  if (TS_RESP_verify_response(verify.get(), response.get()) != 1) {
    return Fail(DoesNotHold(Reason()));
  }
  return at;
}

}  // namespace mandat
