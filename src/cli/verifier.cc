// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/verifier.h"

#include "cli/internal/context.h"
#include "crypto/note.h"

namespace mandat {

Result<VerifierKey> KeyFrom(const std::string& given) {
  if (const Result<VerifierKey> key = ParseVerifierKey(given)) {
    return key;
  }
  const Result<Bytes> text = ReadWholeFile(given);
  if (!text) {
    return Fail(Error::Invalid("key is neither a verifier key nor a file that holds one"));
  }
  return ParseVerifierKey(std::string_view(*text).substr(0, text->find_last_not_of(" \r\n") + 1));
}

Result<std::optional<VerifierKey>> FindKey(const std::string& given) {
  if (given.empty()) {
    return std::optional<VerifierKey>();
  }
  MANDAT_TRY(VerifierKey key, KeyFrom(given));
  return std::optional(std::move(key));
}

Result<std::optional<TlogPolicy>> FindPolicy(const std::string& file) {
  if (file.empty()) {
    return std::optional<TlogPolicy>();
  }
  MANDAT_TRY(const Bytes text, ReadWholeFile(file));
  MANDAT_TRY(TlogPolicy policy, TlogPolicy::Parse(text));
  return std::optional(std::move(policy));
}

}  // namespace mandat
