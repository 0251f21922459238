// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.h"

#include <openssl/crypto.h>
#include <sys/mman.h>

#include <cstring>
#include <mutex>
#include <vector>

#include "base/assert.h"

namespace mandat {
namespace {

// Slots of 32 bytes from locked pages. Pages are never given back, so a wiped slot is reused.
class SecretPool {
 public:
  char* Take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      AddPages();
    }
    char* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  void Give(char* slot) {
    Wipe(slot, SecretBytes::kBytes);
    const std::lock_guard lock(mutex_);
    free_.push_back(slot);
  }

 private:
  static constexpr size_t kChunkBytes = size_t{256} * 1024;

  void AddPages() {
    void* pages =
        mmap(nullptr, kChunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MANDAT_ASSERT(pages != MAP_FAILED);
    // Locking may be limited (RLIMIT_MEMLOCK); keeping keys out of dumps must not fail.
    (void)mlock(pages, kChunkBytes);
    MANDAT_ASSERT(madvise(pages, kChunkBytes, MADV_DONTDUMP) == 0);
    auto* at = static_cast<char*>(pages);
    for (size_t i = 0; i < kChunkBytes; i += SecretBytes::kBytes) {
      free_.push_back(at + i);
    }
  }

  std::mutex mutex_;
  std::vector<char*> free_;
};

SecretPool& Pool() {
  static auto* pool = new SecretPool;  // never destroyed: keys may outlive static destruction
  return *pool;
}

}  // namespace

SecretBytes::SecretBytes() : data_(Pool().Take()) { std::memset(data_, 0, kBytes); }

SecretBytes::SecretBytes(ByteView bytes) : data_(Pool().Take()) {
  MANDAT_ASSERT(bytes.size() == kBytes);
  std::memcpy(data_, bytes.data(), kBytes);
}

SecretBytes::~SecretBytes() {
  if (data_ != nullptr) {
    Pool().Give(data_);
  }
}

ByteView SecretBytes::view() const {
  MANDAT_ASSERT(data_ != nullptr);
  return {data_, kBytes};
}

void Wipe(void* at, size_t bytes) { OPENSSL_cleanse(at, bytes); }

}  // namespace mandat
