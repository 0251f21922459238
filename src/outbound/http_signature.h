// SPDX-License-Identifier: Apache-2.0
//
// HTTP message signatures (RFC 9421) with Ed25519, and the digest of a body (RFC 9530) that they
// cover. Pure.
// Guarantees: what cannot be said in one header line is an error, so nothing can be slipped into
// the text that is signed. Trusts: nothing; the verifier takes only signatures of the form written
// here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/signer.h"

namespace mandat {

// A structured field of type string: `"shop/17"`. RFC 8941 4.1.6.
// Errors: kInvalid (a character that is not printable ASCII).
Result<std::string> FormatStructuredText(std::string_view text);
// A structured field of type byte sequence: `:aGVsbG8=:`. RFC 8941 4.1.8.
std::string FormatStructuredBytes(ByteView bytes);

// Value of Content-Digest: `sha-256=:...:`. RFC 9530 2.
std::string ContentDigest(ByteView content);

// The name of an Ed25519 key: SHA-256 thumbprint of its JWK, base64url without padding.
// RFC 7638 3, RFC 8037 2. Requires: 32 bytes.
std::string KeyThumbprint(ByteView public_key);

// A part of a message that is signed: "@method", "@target-uri", or the name of a header in lower
// case, with its value.
struct HttpComponent {
  std::string name;
  std::string value;
};

// RFC 9421 2.3.
struct SignatureTerms {
  Instant created;  // fractions of a second are dropped
  std::string key_id;
  std::optional<std::string> algorithm;  // "ed25519"
  std::optional<std::string> tag;
};

// Values of the two headers, each a dictionary with one member.
struct HttpSignature {
  std::string input;      // Signature-Input: notice=("@method" ...);created=...;keyid="..."
  std::string signature;  // Signature: notice=:...:
};

// The text that is signed. `terms_text` is what stands behind `label=` in Signature-Input.
// RFC 9421 2.5. Errors: kInvalid (a name or value that is not one line, or a name twice).
Result<std::string> SignatureBase(const std::vector<HttpComponent>& components,
                                  std::string_view terms_text);

// Signs the components in their order. `label`: lower-case letters, digits and hyphens.
// Errors: kInvalid, as above.
Result<HttpSignature> SignHttpMessage(const Signer& signer, std::string_view label,
                                      const std::vector<HttpComponent>& components,
                                      const SignatureTerms& terms);

// Verifies a signature over exactly these components in this order, and gives its terms, which are
// for the caller to judge: age, key, tag.
// Errors: kInvalid (not of the form that SignHttpMessage writes, or over other components);
// kCorrupt (the signature does not hold).
Result<SignatureTerms> VerifyHttpMessage(ByteView public_key, std::string_view label,
                                         const std::vector<HttpComponent>& components,
                                         const HttpSignature& signature);

}  // namespace mandat
