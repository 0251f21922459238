// SPDX-License-Identifier: Apache-2.0
//
// A notice as a signed HTTP request. Pure: the same parcel and key give the same bytes.
// docs/reference/webhooks.md has the format and an example.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/signer.h"
#include "outbound/transport.h"

namespace mandat {

// Label of the signature, and the tag by which a receiver knows what it is for. Public format.
inline constexpr std::string_view kWebhookLabel = "notice";
inline constexpr std::string_view kWebhookTag = "mandat-notice";

struct WebhookRequest {
  std::string address;  // as it is sent and signed
  Bytes body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// The body alone: JSON (RFC 8259). Errors: kInvalid (a text that is not UTF-8, a field named
// twice).
Result<Bytes> WebhookBody(const Parcel& parcel);

// The whole request, signed. Errors: kInvalid (the same; an address that is none; a notice id that
// is not printable).
Result<WebhookRequest> WebhookRequestFor(const Parcel& parcel, const Signer& signer);

}  // namespace mandat
