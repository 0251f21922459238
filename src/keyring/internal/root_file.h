// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace mandat {

// The whole of a file that only its owner may touch, of at most `bytes_max`; of a longer one, one
// byte more. `what` names it in errors. Errors: kInvalid (readable by others, not a regular file),
// kNotFound, kUnavailable.
Result<Bytes> ReadPrivateFile(const std::filesystem::path& path, size_t bytes_max,
                              std::string_view what);

// The file of a root key; see RootKey::Load and RootKey::CreateFile.
Result<SecretBytes> ReadRootFile(const std::filesystem::path& path);
Status MakeRootFile(const std::filesystem::path& path, Random& random);

}  // namespace mandat
