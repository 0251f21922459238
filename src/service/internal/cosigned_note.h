// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "format/note.h"

namespace mandat {

// A published checkpoint and the cosignatures that came for it, all verified. On disk: a signed
// note, in the file `cosigned` beside `checkpoint`.
class CosignedNote {
 public:
  struct Cosignature {
    VerifierKey key;
    NoteSignature line;
    Instant at;
  };

  // Errors: kCorrupt (not a checkpoint that the log signed).
  static Result<CosignedNote> Open(std::string note, const VerifierKey& log,
                                   const std::vector<VerifierKey>& witnesses);

  const std::string& text() const { return text_; }
  uint64_t size() const { return size_; }
  const std::string& root() const { return root_; }  // 32 bytes
  const std::vector<Cosignature>& cosignatures() const { return cosignatures_; }
  const Cosignature* FindBy(const VerifierKey& witness) const;
  // Instead of an earlier one by the same witness.
  void Add(Cosignature cosignature);
  // Takes over what is there of the same checkpoint.
  void AddAllOf(const CosignedNote& other);

  // The log's signature first, then cosignatures in the order of `witnesses`.
  std::string Format(const std::vector<VerifierKey>& witnesses) const;

 private:
  std::string text_;
  uint64_t size_ = 0;
  std::string root_;
  std::vector<NoteSignature> by_log_;
  std::vector<Cosignature> cosignatures_;
};

}  // namespace mandat
