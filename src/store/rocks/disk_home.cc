// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/disk_home.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace mandat {
namespace {

namespace fs = std::filesystem;

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }
  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

bool WriteAll(int fd, ByteView bytes) {
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
  const Descriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.ok() && fsync(directory.get()) == 0;
}

// Makes what is missing, level by level, each of them for us alone and durable in its parent.
bool MakeDirectories(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return true;
  }
  return path.has_relative_path() && MakeDirectories(path.parent_path()) &&
         mkdir(path.c_str(), 0700) == 0 && SyncDirectory(path.parent_path());
}

constexpr std::string_view kStoreSuffix = ".db";
// The one store whose commits are followed. A log of keys that outlives its store's tables would
// keep copies of what was destroyed.
constexpr std::string_view kFollowedStore = "data";

}  // namespace

Result<std::unique_ptr<DiskHome>> DiskHome::Open(const fs::path& path, const RocksBudget& budget,
                                                 rocksdb::Env* env) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  if (!MakeDirectories(whole) || !SyncDirectory(whole.parent_path())) {
    return Fail(Error::Unavailable("data directory cannot be made"));
  }
  return std::unique_ptr<DiskHome>(new DiskHome(path, budget, env));
}

Result<std::unique_ptr<Store>> DiskHome::OpenStore(const std::string& name) {
  RocksBudget budget = budget_;
  if (name != kFollowedStore) {
    budget.log_kept_mib = 0;
  }
  return OpenRocksStore(path_ / (name + std::string(kStoreSuffix)), budget, env_);
}

Status DiskHome::RemoveStore(const std::string& name) {
  std::error_code error;
  fs::remove_all(path_ / (name + std::string(kStoreSuffix)), error);
  if (error || !SyncDirectory(path_)) {
    return Fail(Error::Unavailable("store cannot be removed"));
  }
  return {};
}

Result<std::vector<std::string>> DiskHome::ListStores() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename();
    if (entry.is_directory() && name.ends_with(kStoreSuffix)) {
      names.push_back(name.substr(0, name.size() - kStoreSuffix.size()));
    }
  }
  if (error) {
    return Fail(Error::Unavailable("data directory cannot be listed"));
  }
  return names;
}

Result<std::optional<Bytes>> DiskHome::ReadFile(const std::string& name) const {
  std::error_code error;
  if (!fs::exists(path_ / name, error) && !error) {
    return std::optional<Bytes>();
  }
  std::ifstream file(path_ / name, std::ios::binary);
  Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (error || !file) {
    return Fail(Error::Unavailable("file cannot be read"));
  }
  return std::optional<Bytes>(std::move(bytes));
}

Status DiskHome::WriteFile(const std::string& name, ByteView bytes) {
  const fs::path fresh = path_ / (name + ".new");
  {
    const Descriptor file(open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file.ok() || !WriteAll(file.get(), bytes) || fsync(file.get()) != 0) {
      return Fail(Error::Unavailable("file cannot be written"));
    }
  }
  if (rename(fresh.c_str(), (path_ / name).c_str()) != 0 || !SyncDirectory(path_)) {
    return Fail(Error::Unavailable("file cannot be written"));
  }
  return {};
}

Status DiskHome::ShredFile(const std::string& name) {
  const fs::path path = path_ / name;
  struct stat info{};
  if (stat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? Status() : Status(Fail(Error::Unavailable("file cannot be read")));
  }
  {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    const Bytes nothing(static_cast<size_t>(info.st_size), '\0');
    if (!file.ok() || !WriteAll(file.get(), nothing) || fsync(file.get()) != 0) {
      return Fail(Error::Unavailable("file cannot be destroyed"));
    }
  }
  if (unlink(path.c_str()) != 0 || !SyncDirectory(path_)) {
    return Fail(Error::Unavailable("file cannot be destroyed"));
  }
  return {};
}

}  // namespace mandat
