// SPDX-License-Identifier: Apache-2.0
#include "http/internal/tls.h"

namespace mandat {

namespace ssl = boost::asio::ssl;

Result<std::shared_ptr<ssl::context>> LoadTls(const std::filesystem::path& certificate,
                                              const std::filesystem::path& key) {
  std::error_code missing;
  for (const std::filesystem::path& file : {certificate, key}) {
    if (!std::filesystem::is_regular_file(file, missing)) {
      return Fail(Error::NotFound("no file " + file.string()));
    }
  }
  auto tls = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  // Answers go out in one piece; a session's keys are not kept beyond it.
  SSL_CTX_set_session_cache_mode(tls->native_handle(), SSL_SESS_CACHE_OFF);
  boost::system::error_code error;
  tls->set_options(ssl::context::default_workarounds | ssl::context::no_compression, error);
  tls->use_certificate_chain_file(certificate.string(), error);
  if (error) {
    return Fail(Error::Invalid("certificate cannot be read: " + certificate.string()));
  }
  tls->use_private_key_file(key.string(), ssl::context::pem, error);
  if (error || SSL_CTX_check_private_key(tls->native_handle()) != 1) {
    return Fail(Error::Invalid("key cannot be read or is not the certificate's: " + key.string()));
  }
  return tls;
}

}  // namespace mandat
