// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.h"

#include <openssl/rand.h>

#include <cstring>

#include "base/assert.h"

namespace mandat {
namespace {

// Served bytes are wiped at once, so that a later look at memory cannot tell what was drawn.
struct Block {
  static constexpr size_t kBytes = 4096;
  char bytes[kBytes];
  size_t used = kBytes;
  ~Block() { Wipe(bytes, kBytes); }
};

void FillFromSystem(char* out, size_t bytes) {
  const int ok = RAND_bytes(reinterpret_cast<unsigned char*>(out), static_cast<int>(bytes));
  MANDAT_ASSERT(ok == 1);
}

}  // namespace

void SystemRandom::Fill(char* out, size_t bytes) {
  thread_local Block block;
  if (bytes > Block::kBytes / 4) {
    FillFromSystem(out, bytes);
    return;
  }
  if (block.used + bytes > Block::kBytes) {
    FillFromSystem(block.bytes, Block::kBytes);
    block.used = 0;
  }
  std::memcpy(out, block.bytes + block.used, bytes);
  Wipe(block.bytes + block.used, bytes);
  block.used += bytes;
}

void SeededRandom::Fill(char* out, size_t bytes) {
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < bytes; ++i) {
    out[i] = static_cast<char>(engine_() & 0xff);
  }
}

}  // namespace mandat
