// SPDX-License-Identifier: Apache-2.0
#pragma once

#define CRYPTOKI_GNU 1
#include <p11-kit/pkcs11.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

#include "base/result.h"

namespace mandat {

// A PKCS#11 library, loaded and started once in this process however many keys it holds.
// Source: PKCS 11 2.40 Base 5.4.
class Pkcs11Module {
 public:
  // Errors: kInvalid (no path), kUnavailable (not there, not a PKCS#11 library, does not start).
  static Result<std::shared_ptr<Pkcs11Module>> Load(const std::filesystem::path& library);
  ~Pkcs11Module();
  Pkcs11Module(const Pkcs11Module&) = delete;
  Pkcs11Module& operator=(const Pkcs11Module&) = delete;

  // One caller at a time: sessions of one application share their login. Threading: while held.
  std::mutex& mutex() { return mutex_; }
  const ck_function_list& calls() const { return *calls_; }
  // Stops and starts the library, so that it looks for its tokens anew; every session is closed.
  Status Restart();
  // Grows with each restart: sessions of an earlier epoch are gone.
  uint64_t epoch() const { return epoch_; }

 private:
  explicit Pkcs11Module(ck_function_list* calls) : calls_(calls) {}

  ck_function_list* calls_;
  std::mutex mutex_;
  uint64_t epoch_ = 0;
};

// What the token answered, as an error. `doing` is one phrase. Errors: kInvalid for a pin that is
// refused, kUnavailable for everything else.
Error Pkcs11Error(std::string_view doing, ck_rv_t answer);

}  // namespace mandat
