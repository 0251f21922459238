// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/result.h"

namespace mandat {

// Room that is kept on the disk for what must go on when it is full: erasure, restriction, holds,
// expiry, and the journal of all of them. It is a file beside the data, given up when the disk is
// nearly full, from when on no more data are taken (see RocksBudget::no_room), and made again when
// there is room. Source: GDPR Art. 17(1); GDPR Art. 32(1)(b).
// Threading: Look from one thread; no_room from any.
class DiskReserve {
 public:
  static constexpr uint64_t kBytes = uint64_t{64} << 20U;
  // How many bytes a process without privileges may still write. Errors: kUnavailable.
  using Room = std::function<Result<uint64_t>()>;

  // `room` is asked for the disk of `directory`.
  DiskReserve(std::filesystem::path directory, Room room, uint64_t bytes = kBytes);
  explicit DiskReserve(const std::filesystem::path& directory);

  // To be called now and then. Returns true when the answer of no_room changed.
  bool Look();
  bool is_low() const { return *low_; }
  std::shared_ptr<const std::atomic<bool>> no_room() const { return low_; }

 private:
  bool Make() const;

  const std::filesystem::path file_;
  const Room room_;
  const uint64_t bytes_;
  const std::shared_ptr<std::atomic<bool>> low_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace mandat
