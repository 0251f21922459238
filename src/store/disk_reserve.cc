// SPDX-License-Identifier: Apache-2.0
#include "store/disk_reserve.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "reserve";

Result<uint64_t> RoomOf(const fs::path& directory) {
  std::error_code error;
  const fs::space_info space = fs::space(directory, error);
  return error ? Result<uint64_t>(Fail(Error::Unavailable("the disk does not tell its room")))
               : Result<uint64_t>(space.available);
}

// A small disk keeps a sixteenth of itself.
uint64_t BytesFor(const fs::path& directory) {
  std::error_code error;
  const fs::space_info space = fs::space(directory, error);
  return error ? DiskReserve::kBytes : std::min<uint64_t>(DiskReserve::kBytes, space.capacity / 16);
}

}  // namespace

DiskReserve::DiskReserve(fs::path directory, Room room, uint64_t bytes)
    : file_(std::move(directory) / kName), room_(std::move(room)), bytes_(bytes) {}

DiskReserve::DiskReserve(const fs::path& directory)
    : DiskReserve(directory, [directory] { return RoomOf(directory); }, BytesFor(directory)) {}

// True if the room is really taken, not only promised.
bool DiskReserve::Make() const {
  const int file = open(file_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) {
    return false;
  }
  const bool is_made = posix_fallocate(file, 0, static_cast<off_t>(bytes_)) == 0;
  close(file);
  std::error_code ignored;
  if (!is_made) {
    fs::remove(file_, ignored);
  }
  return is_made;
}

bool DiskReserve::Look() {
  const Result<uint64_t> room = room_();
  if (!room) {
    return false;
  }
  std::error_code ignored;
  const bool was_low = *low_;
  if (!was_low && *room < bytes_ / 2) {
    *low_ = true;
    fs::remove(file_, ignored);
  } else if (was_low && *room >= 2 * bytes_ && Make()) {
    *low_ = false;
  } else if (!was_low && *room >= 2 * bytes_ && !fs::exists(file_, ignored)) {
    Make();
  }
  return *low_ != was_low;
}

}  // namespace mandat
