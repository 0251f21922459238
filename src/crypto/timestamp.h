// SPDX-License-Identifier: Apache-2.0
//
// Time stamps of an authority: that some bytes were there at an instant, said by somebody who is
// not us.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/random.h"

namespace mandat {

// Asks for a time stamp over a message: its SHA-256, a nonce, and the signer's certificate with the
// answer. DER. Source: RFC 3161 2.4.1.
Bytes MakeTimestampRequest(ByteView message, Random& random);

// When the authority had the message, if that is what its answer (DER) proves: granted, signed by
// a certificate for time stamping that one of `authorities` (PEM) stands for at that instant, over
// the SHA-256 of the message, and with the nonce of the request where there is one. Whether a
// certificate was revoked is not asked.
// Errors: kInvalid (no certificates in the PEM), kCorrupt (names what does not hold).
// Source: RFC 3161 2.4.2; RFC 3161 2.3.
Result<Instant> VerifyTimestamp(ByteView answer, ByteView message, const std::string& authorities,
                                ByteView request = {});

}  // namespace mandat
