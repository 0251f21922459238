// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// What a `pkcs11:` URI says about a secret key: on which token, and which object. What is left out
// is not asked for. Source: RFC 7512 2.3.
struct Pkcs11Uri {
  std::optional<std::string> token;
  std::optional<std::string> manufacturer;
  std::optional<std::string> model;
  std::optional<std::string> serial;
  std::optional<std::string> object;
  std::optional<Bytes> id;

  // Errors: kInvalid (not of this form; an attribute twice, or one that we do not ask tokens for;
  // a pin or a module, which are configured apart; neither object nor id).
  static Result<Pkcs11Uri> Parse(std::string_view text);
  std::string Format() const;
};

}  // namespace mandat
