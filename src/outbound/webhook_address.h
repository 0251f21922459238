// SPDX-License-Identifier: Apache-2.0
//
// Where a webhook may go: what an address must look like, and which machines it may reach.
// Guarantees: the text of an address is what is signed, sent and seen by the receiver. Trusts: not
// the names of hosts; the address of the connection itself is classified.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

struct WebhookAddress {
  // In the one form that is used: scheme and host in lower case, no default port, a path.
  std::string text;
  std::string host;     // as in the text; an IPv6 address in brackets
  bool secure = false;  // https

  // https to anywhere; http to this machine only, by its name or number.
  // Errors: kInvalid (anything else; credentials or a fragment; a character that is not visible
  // ASCII).
  static Result<WebhookAddress> Parse(std::string_view text);
};

// What a connection to an IP address may reach.
enum class Reach : uint8_t {
  kPublic,
  kPrivate,   // networks of one house: RFC 1918, RFC 4193, RFC 6598
  kLoopback,  // this machine
  kNever,     // link-local, where clouds keep credentials of machines; groups; nobody
};

// Of four or sixteen bytes in network order; an IPv4 address within an IPv6 one counts as itself.
// Any other number of bytes is kNever.
Reach ReachOf(ByteView address);

}  // namespace mandat
