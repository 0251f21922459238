// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "store/store.h"

namespace mandat {

// The directory of one agreement: named stores and a few small files beside them. Names are chosen
// by us, never by callers. Threading: none, except that stores once opened follow their own rules.
class Home {
 public:
  virtual ~Home() = default;

  // Opens a store, making it if it is not there. Errors: kUnavailable (locked by another process,
  // no space, no right), kCorrupt.
  virtual Result<std::unique_ptr<Store>> OpenStore(const std::string& name) = 0;
  // Removes a closed store with all its files; nothing there is fine.
  virtual Status RemoveStore(const std::string& name) = 0;
  virtual Result<std::vector<std::string>> ListStores() const = 0;

  virtual Result<std::optional<Bytes>> ReadFile(const std::string& name) const = 0;
  // After it returns the file holds exactly these bytes, crash or not; before, the old ones.
  virtual Status WriteFile(const std::string& name, ByteView bytes) = 0;
  // Overwrites the bytes in home, syncs, and removes the file; nothing there is fine.
  // Gap: the medium below the file system may keep old blocks (docs/limits.md#4).
  virtual Status ShredFile(const std::string& name) = 0;
};

}  // namespace mandat
