// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "keyring/root_holder.h"

namespace mandat {

// Whether a configured root key is in a token: it begins with `pkcs11:`.
bool IsPkcs11Uri(std::string_view root);

// An AES-256 key in a token, that wraps with AES-GCM inside it (CKM_AES_GCM) and never leaves it.
// `uri` names the key (RFC 7512), `module` is the token's library, `pin_file` holds the user's pin.
// A token that was away is spoken to again when it is back; a pin that was refused is not tried a
// second time, so that the token does not lock.
// Errors: kInvalid (URI, pin file, pin, a key that could leave the token or is no AES-256 key, no
// AES-GCM), kNotFound (no such key), kConflict (more than one), kUnavailable (the library or token
// is not there). Source: RFC 7512 2.3; PKCS 11 2.40 Base 5, Current Mechanisms 2.12.
Result<std::shared_ptr<const RootHolder>> OpenPkcs11Root(const std::string& uri,
                                                         const std::filesystem::path& module,
                                                         const std::filesystem::path& pin_file);

// Makes such a key, sensitive and not extractable, and returns the URI that names it. `uri` names
// token and object. Errors: as above; kConflict (an object of this name is there and is kept).
Result<std::string> MakePkcs11Root(const std::string& uri, const std::filesystem::path& module,
                                   const std::filesystem::path& pin_file, Random& random);

}  // namespace mandat
