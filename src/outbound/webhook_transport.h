// SPDX-License-Identifier: Apache-2.0
//
// Notices to a controller's own system: one signed POST for each attempt (webhook_body.h).
// Guarantees: no redirect is followed, no proxy used, and the address of the connection itself is
// one that may be reached, whatever its name resolved to. Trusts: the certificates of one file, or
// of the system; nothing that is answered.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "crypto/signer.h"
#include "outbound/transport.h"

namespace mandat {

struct WebhookSettings {
  std::string ca_file;             // PEM; empty for what the system trusts
  bool private_addresses = false;  // whether networks of one house and this machine may be reached
  std::chrono::milliseconds connect_max{10'000};  // names, connection and TLS
  std::chrono::milliseconds answer_max{30'000};   // the whole attempt
  std::chrono::seconds retry_after_max{86'400};
};

// `signer` must outlive the transport.
// Errors: kInvalid (a timeout that is not positive); kUnavailable (no HTTP client, or a file of
// certificates that cannot be read).
Result<std::unique_ptr<Transport>> OpenWebhookTransport(const Signer& signer,
                                                        WebhookSettings settings);

}  // namespace mandat
