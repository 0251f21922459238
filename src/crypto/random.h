// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <random>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace mandat {

// Where chance comes from. Threading: any number of callers.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(char* out, size_t bytes) = 0;

  Bytes Draw(size_t bytes) {
    Bytes out(bytes, '\0');
    Fill(out.data(), bytes);
    return out;
  }
  SecretBytes DrawSecret() {
    SecretBytes secret;
    Fill(secret.data(), SecretBytes::kBytes);
    return secret;
  }
};

// The operating system's generator through OpenSSL. Small requests are served from a block per
// thread, because one call costs as much as sealing a kilobyte.
class SystemRandom final : public Random {
 public:
  void Fill(char* out, size_t bytes) override;
};

// The same bytes for the same seed: for tests and the simulator only, never for keys that matter.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : engine_(seed) {}
  void Fill(char* out, size_t bytes) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace mandat
