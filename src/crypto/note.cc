// SPDX-License-Identifier: Apache-2.0
#include "crypto/note.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr size_t kTimeBytes = 8;
constexpr uint64_t kSecondsMax =
    static_cast<uint64_t>(std::numeric_limits<int64_t>::max() / kMicrosPerSecond);

std::string CosignedMessage(std::string_view text, uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

Status ValidateKey(const VerifierKey& key) {
  if (key.type != kNoteTypeEd25519 && key.type != kNoteTypeCosignature) {
    return Fail(Error::Invalid("verifier key is of a type that cannot be verified here"));
  }
  if (!IsKeyName(key.name) || key.public_key.size() != kPublicKeyBytes ||
      key.key_id != KeyId(key.name, key.type, key.public_key)) {
    return Fail(Error::Invalid("verifier key does not match its own id"));
  }
  return {};
}

// The verified signature, or kCorrupt.
Result<VerifiedNote::Signature> Verify(std::string_view text, const VerifierKey& key,
                                       ByteView signature) {
  VerifiedNote::Signature verified{key, std::nullopt};
  std::string message(text);
  if (key.type == kNoteTypeCosignature) {
    if (signature.size() != kTimeBytes + kSignatureBytes ||
        ReadBigEndian64(signature) > kSecondsMax) {
      return Fail(Error::Corrupt("note has a malformed cosignature by a known key"));
    }
    const uint64_t seconds = ReadBigEndian64(signature);
    message = CosignedMessage(text, seconds);
    verified.cosigned_at = Instant{static_cast<int64_t>(seconds) * kMicrosPerSecond};
    signature.remove_prefix(kTimeBytes);
  }
  if (!VerifySignature(key.public_key, message, signature)) {
    return Fail(Error::Corrupt("note has a wrong signature by a known key"));
  }
  return verified;
}

}  // namespace

uint32_t KeyId(std::string_view name, uint8_t type, ByteView public_key) {
  const char tail[] = {'\n', static_cast<char>(type)};
  return ReadBigEndian32(Sha256({name, ByteView(tail, sizeof tail), public_key}).view());
}

VerifierKey VerifierKeyFor(std::string_view name, const Signer& signer, uint8_t type) {
  MANDAT_ASSERT(IsKeyName(name));
  return {std::string(name), KeyId(name, type, signer.public_key()), type, signer.public_key()};
}

Result<VerifierKey> ParseVerifierKey(std::string_view text) {
  MANDAT_TRY(VerifierKey key, VerifierKey::Parse(text));
  MANDAT_TRY_STATUS(ValidateKey(key));
  return key;
}

Result<std::string> SignNote(std::string_view text, std::string_view name, const Signer& signer) {
  if (!IsNoteText(text) || !IsKeyName(name)) {
    return Fail(Error::Invalid("text or key name is not fit for a signed note"));
  }
  const uint32_t id = KeyId(name, kNoteTypeEd25519, signer.public_key());
  return Note{std::string(text), {{std::string(name), id, signer.Sign(text)}}}.Format();
}

NoteSignature CosignNote(std::string_view text, std::string_view name, Instant at,
                         const Signer& signer) {
  MANDAT_ASSERT(IsKeyName(name) && at.micros >= 0);
  const auto seconds = static_cast<uint64_t>(at.micros / kMicrosPerSecond);
  Bytes signature;
  AppendBigEndian64(signature, seconds);
  signature += signer.Sign(CosignedMessage(text, seconds));
  return {std::string(name), KeyId(name, kNoteTypeCosignature, signer.public_key()), signature};
}

bool VerifiedNote::IsSignedBy(const VerifierKey& key) const {
  return std::ranges::any_of(signatures, [&](const Signature& one) { return one.key == key; });
}

Result<VerifiedNote> OpenNote(std::string_view note, const std::vector<VerifierKey>& known) {
  for (const VerifierKey& key : known) {
    MANDAT_TRY_STATUS(ValidateKey(key));
  }
  MANDAT_TRY(Note parsed, Note::Parse(note));
  VerifiedNote verified{std::move(parsed.text), {}};
  for (const NoteSignature& signature : parsed.signatures) {
    for (const VerifierKey& key : known) {
      if (key.name == signature.name && key.key_id == signature.key_id) {
        MANDAT_TRY(auto one, Verify(verified.text, key, signature.signature));
        verified.signatures.push_back(std::move(one));
      }
    }
  }
  if (verified.signatures.empty()) {
    return Fail(Error::Corrupt("note has no signature by a known key"));
  }
  return verified;
}

}  // namespace mandat
