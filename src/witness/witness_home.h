// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/signer.h"
#include "witness/witness.h"

namespace mandat {

// The directory of one witness: `key` (name and seed, mode 0600), `logs/` with one file a log, and
// `lock`. Threading: one caller at a time.
class WitnessHome {
 public:
  // Makes directory and key. Errors: kInvalid (not a key name), kConflict (there is a key already),
  // kUnavailable.
  static Result<std::unique_ptr<WitnessHome>> Make(const std::filesystem::path& directory,
                                                   const std::string& name, Random& random);
  // Errors: kNotFound (no witness was made there), kInvalid (others may read the key, or it is
  // damaged), kUnavailable.
  static Result<std::unique_ptr<WitnessHome>> Open(const std::filesystem::path& directory);
  ~WitnessHome();
  WitnessHome(const WitnessHome&) = delete;
  WitnessHome& operator=(const WitnessHome&) = delete;

  Witness& witness() { return *witness_; }
  // Held until the end: two that cosign from one directory could cosign two histories.
  // Errors: kConflict (somebody else holds it), kUnavailable.
  Status Lock();

 private:
  WitnessHome(std::filesystem::path directory, const std::string& name, SecretBytes seed);

  const std::filesystem::path directory_;
  const Signer signer_;
  const std::unique_ptr<WitnessMemory> memory_;
  const std::unique_ptr<Witness> witness_;
  int lock_ = -1;
};

// A directory of small files, each written beside its place, synced and renamed.
std::unique_ptr<WitnessMemory> OpenWitnessDirectory(std::filesystem::path directory);

}  // namespace mandat
