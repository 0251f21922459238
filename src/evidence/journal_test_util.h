// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "crypto/note.h"
#include "crypto/signer.h"
#include "crypto/tlog.h"
#include "crypto/tlog_test_util.h"
#include "evidence/source.h"
#include "format/certificate.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/proof.h"
#include "format/tile.h"

namespace mandat {

inline constexpr std::string_view kTestOrigin = "example.org/journal/acme";

// A signer whose seed anybody can guess.
inline Signer TestSigner(char first = 0) {
  Bytes seed;
  for (size_t i = 0; i < SecretBytes::kBytes; ++i) {
    seed.push_back(static_cast<char>(first + static_cast<char>(i)));
  }
  return Signer(SecretBytes(seed));
}

// The entry with this index of the test journal; the last of every ten is an erasure.
inline Entry TestEntry(uint64_t index) {
  const bool erasure = index % 10 == 9;
  Entry entry;
  entry.at = {1'774'880'400'000'000 + static_cast<int64_t>(index / 3) * 1'000'000};
  entry.actor = Bytes(8, static_cast<char>(0xa0 + index % 3));
  entry.act = erasure ? "erase" : "consult";
  entry.outcome = index % 7 == 3 && !erasure ? Outcome::kRefused : Outcome::kDone;
  entry.clause = erasure ? "9.1" : "7.2(b)";
  entry.agreement_version = 3;
  entry.purpose = erasure ? "" : "support";
  entry.collection = "guests";
  entry.units_count = erasure ? 41 : 1;
  entry.people_count = 1;
  entry.instruction = erasure ? "2026-014" : "";
  AppendBigEndian64(entry.salt, 0x5a17);
  AppendBigEndian64(entry.salt, index);
  entry.people_root = Bytes(Sha256(entry.salt).view());
  return entry;
}

// Files by path, in memory.
class MemorySource final : public JournalSource {
 public:
  explicit MemorySource(std::map<std::string, Bytes> held) : files(std::move(held)) {}

  Result<Bytes> Get(std::string_view path, size_t bytes_max) override {
    const auto found = files.find(std::string(path));
    if (found == files.end()) {
      return Fail(Error::NotFound("no such file in the journal"));
    }
    if (found->second.size() > bytes_max) {
      return Fail(Error::Corrupt("a file of the journal is longer than its kind can be"));
    }
    return found->second;
  }

  std::map<std::string, Bytes> files;
};

// A journal as a server would publish it, built by the definitions rather than step by step.
class TestJournal {
 public:
  explicit TestJournal(uint64_t size, std::string origin = std::string(kTestOrigin))
      : origin_(std::move(origin)), signer_(TestSigner()) {
    for (uint64_t i = 0; i < size; ++i) {
      Append(*TestEntry(i).Encode());
    }
  }

  void Append(Bytes entry) {
    leaves_.push_back(LeafHash(entry));
    entries_.push_back(std::move(entry));
  }

  uint64_t size() const { return entries_.size(); }
  const Bytes& entry(uint64_t index) const { return entries_[index]; }
  const Signer& signer() const { return signer_; }
  VerifierKey key() const { return VerifierKeyFor(origin_, signer_); }

  std::string SignedCheckpoint(uint64_t size) const {
    const Hash root = TreeHash(Slice(leaves_, 0, size));
    const Checkpoint checkpoint{origin_, size, Bytes(root.view()), {}};
    return *SignNote(checkpoint.Format(), origin_, signer_);
  }
  std::string SignedCheckpoint() const { return SignedCheckpoint(size()); }

  TlogProof Prove(uint64_t index) const {
    TlogProof proof{std::nullopt, index, {}, SignedCheckpoint()};
    for (const Hash& hash : ProveInclusion(leaves_, index)) {
      proof.hashes.emplace_back(hash.view());
    }
    return proof;
  }

  // A certificate of the erasure at an index, complete 35 days after it and issued on that day.
  Certificate Certify(uint64_t index) const {
    const Result<Entry> entry = Entry::Decode(entries_[index]);
    MANDAT_ASSERT(entry.has_value());
    const Instant complete = entry->at + std::chrono::days(35);
    Certificate certificate;
    certificate.fields = {
        {"certificate", "5f0c6a52-6f53-4c8e-9a53-0c1f6d2f7b11"},
        {"type", std::string(kCertificateDestruction)},
        {"agreement", "acme@" + std::to_string(entry->agreement_version)},
        {"agreement-hash", FormatHex(Sha256("the agreement").view())},
        {"clause", entry->clause},
        {"law", "GDPR Art. 28(3)(g)"},
        {"controller", "Acme Guest Houses, example.org"},
        {"processor", "Example Processing, example.com"},
        {"trigger", "request of a person"},
        {"instruction", entry->instruction.empty() ? "none" : entry->instruction},
        {"method", "cryptographic erasure: destruction of the keys of the person"},
        {"units", std::to_string(entry->units_count)},
        {"people", std::to_string(entry->people_count)},
        {"executed-at", entry->at.Format()},
        {"complete-at", complete.Format()},
        {"verification", "reading back each unit failed after the keys were destroyed"},
        {"residual", "none"},
        {"not-covered", "copies that the controller exported"},
        {"entry", std::to_string(index)},
        {"leaf", FormatHex(leaves_[index].view())},
        {"issued-at", complete.Format()},
        {"journal", origin_},
    };
    certificate.entry = entries_[index];
    certificate.proof = Prove(index);
    return certificate;
  }

  std::string Sign(const Certificate& certificate) const {
    return *SignNote(*certificate.Format(), origin_, signer_);
  }

  std::map<std::string, Bytes> Files() const {
    std::map<std::string, Bytes> files = {{"checkpoint", SignedCheckpoint()},
                                          {"vkey", key().Format() + "\n"}};
    for (const Tile& tile : AllTiles(size())) {
      Bytes& bytes = files[tile.Format()];
      for (uint32_t i = 0; i < tile.width; ++i) {
        AppendTo(bytes, tile.level, tile.index * kTileWidth + i);
      }
    }
    return files;
  }

  void WriteTo(const std::filesystem::path& directory) const {
    for (const auto& [path, bytes] : Files()) {
      std::filesystem::create_directories((directory / path).parent_path());
      std::ofstream(directory / path, std::ios::binary) << bytes;
    }
  }

 private:
  void AppendTo(Bytes& bytes, int level, uint64_t index) const {
    if (level == Tile::kEntries) {
      AppendToBundle(bytes, entries_[index]);
      return;
    }
    const uint64_t leaves_count = uint64_t{1} << (8 * level);
    bytes += TreeHash(Slice(leaves_, index * leaves_count, leaves_count)).view();
  }

  std::string origin_;
  Signer signer_;
  std::vector<Bytes> entries_;
  std::vector<Hash> leaves_;
};

}  // namespace mandat
