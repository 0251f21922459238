// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "archive/target.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAside = ".new";

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

// What the last failed call of the system says, as far as an operator can do something about it.
Error Trouble(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return Error::Unavailable("backup directory is full");
    case EACCES:
    case EPERM:
    case EROFS:
      return Error::Unavailable("backup directory may not be written or read");
    default:
      return Error::Unavailable("backup directory cannot be written or read");
  }
}

bool WriteAll(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
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
         (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) && SyncDirectory(path.parent_path());
}

class DirectoryTarget final : public Target {
 public:
  explicit DirectoryTarget(fs::path path) : path_(std::move(path)) {}

  Status Put(const std::string& name, ByteView bytes) override {
    MANDAT_TRY(const fs::path path, PathOf(name));
    if (!MakeDirectories(path.parent_path())) {
      return Fail(Trouble(errno));
    }
    const fs::path aside = path.string() + std::string(kAside);
    {
      const Descriptor file(open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      if (!file.ok() || !WriteAll(file.get(), bytes) || fsync(file.get()) != 0) {
        const int error = errno;
        unlink(aside.c_str());  // what is full must not stay full of halves
        return Fail(Trouble(error));
      }
    }
    if (rename(aside.c_str(), path.c_str()) != 0 || !SyncDirectory(path.parent_path())) {
      return Fail(Trouble(errno));
    }
    return {};
  }

  Result<std::optional<Bytes>> Get(const std::string& name) override {
    MANDAT_TRY(const fs::path path, PathOf(name));
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok()) {
      return errno == ENOENT ? Result<std::optional<Bytes>>(std::nullopt)
                             : Result<std::optional<Bytes>>(Fail(Trouble(errno)));
    }
    Bytes bytes;
    Bytes block(size_t{1} << 18, '\0');
    while (true) {
      const ssize_t count = read(file.get(), block.data(), block.size());
      if (count < 0 && errno != EINTR) {
        return Fail(Trouble(errno));
      }
      if (count == 0) {
        return std::optional<Bytes>(std::move(bytes));
      }
      if (count > 0) {
        bytes.append(block.data(), static_cast<size_t>(count));
      }
    }
  }

  Result<std::vector<std::string>> List(const std::string& prefix) override {
    std::vector<std::string> names;
    const size_t slash = prefix.rfind('/');
    const fs::path from = slash == std::string::npos ? path_ : path_ / prefix.substr(0, slash);
    std::error_code error;
    fs::recursive_directory_iterator entry(from, error);
    if (error == std::errc::no_such_file_or_directory) {
      return names;
    }
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string name = entry->path().lexically_relative(path_).generic_string();
      std::error_code ignored;
      if (entry->is_regular_file(ignored) && name.starts_with(prefix) && !name.ends_with(kAside)) {
        names.push_back(name);
      }
    }
    if (error) {
      return Fail(Trouble(error.value()));
    }
    std::ranges::sort(names);
    return names;
  }

  Status Remove(const std::string& name) override {
    MANDAT_TRY(const fs::path path, PathOf(name));
    // The beginning of it, when a crash cut it off, goes too: no list names that.
    for (const std::string& file : {path.string() + std::string(kAside), path.string()}) {
      if (unlink(file.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) {
        return Fail(Trouble(errno));
      }
    }
    rmdir(path.parent_path().c_str());  // stays while something else is in it
    return {};
  }

 private:
  Result<fs::path> PathOf(const std::string& name) const {
    if (!IsObjectName(name) || name.ends_with(kAside)) {
      return Fail(Error::Invalid("not the name of an object of a backup"));
    }
    return path_ / name;
  }

  const fs::path path_;
};

}  // namespace

Result<std::unique_ptr<Target>> OpenDirectoryTarget(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  if (!MakeDirectories(whole)) {
    return Fail(Trouble(errno));
  }
  return std::unique_ptr<Target>(std::make_unique<DirectoryTarget>(whole));
}

}  // namespace mandat
