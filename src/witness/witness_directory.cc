// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "witness/internal/file_ends.h"
#include "witness/witness_home.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".new";

class WitnessDirectory final : public WitnessMemory {
 public:
  explicit WitnessDirectory(fs::path directory) : directory_(std::move(directory)) {}

  Result<std::optional<Bytes>> Load(const std::string& name) const override {
    std::error_code error;
    if (!fs::exists(directory_ / name, error) && !error) {
      return std::optional<Bytes>();
    }
    std::ifstream file(directory_ / name, std::ios::binary);
    Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (error || !file) {
      return Fail(Error::Unavailable("what the witness remembers cannot be read"));
    }
    return std::optional(std::move(bytes));
  }

  Status Save(const std::string& name, ByteView bytes) override {
    const fs::path unfinished = directory_ / (name + std::string(kUnfinished));
    const int fd = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = fd >= 0 && WriteToEnd(fd, bytes) && fsync(fd) == 0;
    const bool closed = fd >= 0 && close(fd) == 0;
    if (!written || !closed || rename(unfinished.c_str(), (directory_ / name).c_str()) != 0 ||
        !SyncDirectory(directory_)) {
      return Fail(Error::Unavailable("what the witness remembers cannot be written"));
    }
    return {};
  }

  Result<std::vector<std::string>> List() const override {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory_, error)) {
      const std::string name = entry.path().filename();
      if (!name.ends_with(kUnfinished)) {
        names.push_back(name);
      }
    }
    if (error) {
      return Fail(Error::Unavailable("what the witness remembers cannot be listed"));
    }
    return names;
  }

 private:
  const fs::path directory_;
};

}  // namespace

bool WriteToEnd(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool SyncDirectory(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && fsync(fd) == 0;
  if (fd >= 0) {
    close(fd);
  }
  return synced;
}

std::unique_ptr<WitnessMemory> OpenWitnessDirectory(fs::path directory) {
  return std::make_unique<WitnessDirectory>(std::move(directory));
}

}  // namespace mandat
