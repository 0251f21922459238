// SPDX-License-Identifier: Apache-2.0
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "http/server_test_util.h"

namespace mandat {
namespace {

class TlsServerTest : public ServerTest {
 protected:
  TlsServerTest() {
    settings_.tls_certificate = directory_.string() + ".pem";
    settings_.tls_key = directory_.string() + ".key";
    Issue(1);
  }
  ~TlsServerTest() override {
    std::filesystem::remove(settings_.tls_certificate);
    std::filesystem::remove(settings_.tls_key);
  }

  // A certificate that nobody else trusts, told apart by its serial number.
  void Issue(long serial) const {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    std::FILE* file = std::fopen(settings_.tls_certificate.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen(settings_.tls_key.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }

  // Serial number of the server's certificate and its answer to one request; 0 without a
  // connection.
  std::pair<long, std::string> Ask(int version_max) const {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, version_max);
    SSL_CTX_set_security_level(context, 0);
    BIO* bio = BIO_new_ssl_connect(context);
    BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(server_->port())).c_str());
    std::pair<long, std::string> answer;
    if (BIO_do_handshake(bio) == 1) {
      SSL* ssl = nullptr;
      BIO_get_ssl(bio, &ssl);
      X509* certificate = SSL_get1_peer_certificate(ssl);
      answer.first = ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
      X509_free(certificate);
      const std::string request = Text("GET", "/health", "", {{"Connection", "close"}});
      BIO_write(bio, request.data(), static_cast<int>(request.size()));
      char buffer[2048];
      for (int got = 0; (got = BIO_read(bio, buffer, sizeof(buffer))) > 0;) {
        answer.second.append(buffer, static_cast<size_t>(got));
      }
    }
    BIO_free_all(bio);
    SSL_CTX_free(context);
    return answer;
  }
};

TEST_F(TlsServerTest, SpeaksTheVersionsThatAreSound) {
  ASSERT_NO_FATAL_FAILURE(Start());
  EXPECT_TRUE(server_->url().starts_with("https://127.0.0.1:"));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_TRUE(Ask(version).second.starts_with("HTTP/1.1 200 OK\r\n"));
  }
  EXPECT_EQ(Ask(TLS1_1_VERSION).first, 0);
}

TEST_F(TlsServerTest, DoesNotAnswerInTheClear) {
  ASSERT_NO_FATAL_FAILURE(Start());
  EXPECT_EQ(Call("GET", "/health", "").status, 0);
}

TEST_F(TlsServerTest, TakesANewCertificateWithoutAStop) {
  ASSERT_NO_FATAL_FAILURE(Start());
  EXPECT_EQ(Ask(TLS1_3_VERSION).first, 1);
  Issue(2);
  EXPECT_EQ(Ask(TLS1_3_VERSION).first, 1);
  EXPECT_OK(server_->ReloadTls());
  EXPECT_EQ(Ask(TLS1_3_VERSION).first, 2);
}

TEST_F(TlsServerTest, KeepsTheOldCertificateWhenTheNewOneIsBroken) {
  ASSERT_NO_FATAL_FAILURE(Start());
  std::ofstream(settings_.tls_key) << "broken";
  EXPECT_EQ(server_->ReloadTls().error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(Ask(TLS1_3_VERSION).first, 1);
  std::filesystem::remove(settings_.tls_key);
  EXPECT_EQ(server_->ReloadTls().error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace mandat
