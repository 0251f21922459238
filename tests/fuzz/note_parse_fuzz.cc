// SPDX-License-Identifier: Apache-2.0
// Notes, checkpoints, proofs and certificates: what parses formats to the same text.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "crypto/note.h"
#include "format/certificate.h"
#include "format/checkpoint.h"
#include "format/credentials.h"
#include "format/proof.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const std::string_view input(reinterpret_cast<const char*>(data), bytes);
  if (const auto note = mandat::Note::Parse(input)) {
    MANDAT_ASSERT(note->Format() == input);
  }
  (void)mandat::Checkpoint::Parse(input);
  if (const auto proof = mandat::TlogProof::Parse(input)) {
    MANDAT_ASSERT(proof->Format() == input);
  }
  (void)mandat::Certificate::Parse(input);
  (void)mandat::ParseCredentials(input);
  if (const auto key = mandat::VerifierKey::Parse(input)) {
    MANDAT_ASSERT(key->Format() == input);
    (void)mandat::OpenNote(input, {*key});
  }
  return 0;
}
