// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "crypto/note.h"
#include "crypto/tlog_test_util.h"
#include "format/checkpoint.h"
#include "witness/memory.h"

namespace mandat {

inline Instant WitnessTime(int64_t seconds) { return {seconds * 1'000'000}; }

// A memory whose next write can be made to fail, done or not.
class FaultyMemory final : public WitnessMemory {
 public:
  enum class Fault : uint8_t { kNone, kLose, kKeep };

  Result<std::optional<Bytes>> Load(const std::string& name) const override {
    const auto found = files.find(name);
    return found == files.end() ? std::optional<Bytes>() : std::optional(found->second);
  }
  Status Save(const std::string& name, ByteView bytes) override {
    const Fault now = std::exchange(fault, Fault::kNone);
    if (now != Fault::kLose) {
      files[name] = Bytes(bytes);
    }
    return now == Fault::kNone ? Status() : Status(Fail(Error::Unavailable("the disk is full")));
  }
  Result<std::vector<std::string>> List() const override {
    std::vector<std::string> names;
    for (const auto& [name, bytes] : files) {
      names.push_back(name);
    }
    return names;
  }

  std::map<std::string, Bytes> files;
  Fault fault = Fault::kNone;
};

// A log of numbered leaves, which signs whatever it is told to.
class NumberedLog {
 public:
  explicit NumberedLog(std::string name, char seed = 's', std::string history = "leaf")
      : name_(std::move(name)),
        history_(std::move(history)),
        signer_(SecretBytes(Bytes(32, seed))) {}

  VerifierKey key() const { return VerifierKeyFor(name_, signer_); }

  std::vector<Hash> Leaves(size_t count) const {
    std::vector<Hash> leaves;
    for (size_t i = 0; i < count; ++i) {
      leaves.push_back(LeafHash(history_ + std::to_string(i)));
    }
    return leaves;
  }
  std::string TextAt(size_t size) const {
    return Checkpoint{name_, size, Bytes(TreeHash(Leaves(size)).view()), {}}.Format();
  }
  std::string NoteAt(size_t size) const { return *SignNote(TextAt(size), name_, signer_); }

  // The request that an honest log sends.
  std::string Ask(size_t old_size, size_t size) const {
    const std::vector<Hash> proof = old_size == 0 || old_size >= size
                                        ? std::vector<Hash>()
                                        : ProveConsistency(Leaves(size), old_size);
    return AskWith(old_size, proof, NoteAt(size));
  }
  static std::string AskWith(size_t old_size, const std::vector<Hash>& proof,
                             const std::string& note) {
    std::string body = "old " + std::to_string(old_size) + "\n";
    for (const Hash& hash : proof) {
      body += FormatBase64(hash.view()) + "\n";
    }
    return body + "\n" + note;
  }

 private:
  const std::string name_;
  const std::string history_;
  const Signer signer_;
};

}  // namespace mandat
