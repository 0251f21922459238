// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "evidence/policy.h"
#include "format/note.h"

namespace mandat {

// What the commands that verify are told of whom to believe.

// A verifier key as text, or a file that holds it. Errors: kInvalid.
Result<VerifierKey> KeyFrom(const std::string& given);
// The same; nothing when nothing was given.
Result<std::optional<VerifierKey>> FindKey(const std::string& given);
// Errors: kNotFound, kInvalid (not a policy).
Result<std::optional<TlogPolicy>> FindPolicy(const std::string& file);

}  // namespace mandat
