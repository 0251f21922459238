// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "outbound/address.h"
#include "outbound/transport.h"

namespace mandat {

struct SmtpSettings {
  std::string url;                // "smtp://mail.example.org:587", "smtps://mail.example.org"
  bool without_tls = false;       // only to this machine, and without a password
  std::filesystem::path ca_file;  // PEM; empty: whom the system trusts
  std::string user;               // empty: not signed in
  std::string password;
  std::string from;       // address of the sender, also of the envelope
  std::string from_name;  // shown beside it; may be empty
  std::string reply_to;   // may be empty
  std::string hello;      // how we call ourselves to the server; empty: the domain of `from`
  std::chrono::milliseconds connect_max = std::chrono::seconds(30);
  std::chrono::milliseconds total_max = std::chrono::seconds(300);
};

// Brings notices as e-mail to one server, which brings them on. A connection for each notice.
//
// Without TLS nothing but a greeting is sent: a server that does not offer it, or whose
// certificate is not that of its name, is as good as unreachable.
//
// What an attempt comes to: taken (2xx behind the data) is accepted. Refused with 5xx at the
// sender, the recipient or the data is permanent. Refused with 4xx, or before the server knew of
// any notice (greeting, TLS, sign-in), or not reached, is transient. Lost between the end of the
// data and the answer is unknown: RFC 5321 6.1 has the server own what it took, heard or not.
class SmtpTransport final : public Transport {
 public:
  // Errors: kInvalid (an address or a combination that cannot be used).
  static Result<std::unique_ptr<SmtpTransport>> Create(SmtpSettings settings);

  Delivery Send(const Parcel& parcel) override;

 private:
  SmtpTransport(SmtpSettings settings, MailAddress from);

  Result<Bytes> Compose(const Parcel& parcel) const;

  SmtpSettings settings_;
  MailAddress from_;
};

}  // namespace mandat
