// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "outbound/event_sink.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kMode = 0640;  // whoever collects it is of the group
constexpr size_t kTornBytesMax = 64 << 10;

class FileSink final : public EventSink {
 public:
  explicit FileSink(FileSinkSettings settings) : settings_(std::move(settings)) {}
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;
  ~FileSink() override { Close(); }

  Status Open() {
    Close();
    file_ = open(settings_.path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, kMode);
    struct stat seen{};
    if (file_ < 0 || fstat(file_, &seen) != 0) {
      return Trouble("cannot be opened");
    }
    bytes_ = static_cast<uint64_t>(seen.st_size);
    MANDAT_TRY_STATUS(SyncDirectory());
    return RemoveTornLine();
  }

  Status Take(const std::vector<std::string>& lines) override {
    if (file_ < 0 || !IsInPlace()) {
      MANDAT_TRY_STATUS(Confirm());
      MANDAT_TRY_STATUS(Open());
    }
    std::string all;
    for (const std::string& line : lines) {
      all += line;
      all += '\n';
    }
    if (bytes_ != 0 && bytes_ + all.size() > settings_.bytes_max) {
      MANDAT_TRY_STATUS(PutAside());
    }
    if (const Status written = Write(all); !written) {
      // The lines that were written in part are written again.
      (void)ftruncate(file_, static_cast<off_t>(bytes_));
      Close();
      return written;
    }
    bytes_ += all.size();
    return {};
  }

  Status Confirm() override {
    return file_ < 0 || fdatasync(file_) == 0 ? Status() : Trouble("cannot be synced");
  }

 private:
  Status Trouble(std::string_view what) const {
    const std::string why = std::generic_category().message(errno);
    return Fail(Error::Unavailable(settings_.path.string() + " " + std::string(what) + ": " + why));
  }

  void Close() {
    if (file_ >= 0) {
      close(file_);
      file_ = -1;
    }
  }

  // Another program may have moved it away.
  bool IsInPlace() const {
    struct stat ours{};
    struct stat there{};
    return fstat(file_, &ours) == 0 && stat(settings_.path.c_str(), &there) == 0 &&
           ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
  }

  // The name must outlive a crash as the lines do.
  Status SyncDirectory() const {
    const int directory =
        open(settings_.path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
      return Trouble("is in no directory that can be synced");
    }
    const bool is_synced = fsync(directory) == 0;
    const Status synced = is_synced ? Status() : Trouble("cannot be synced with its directory");
    close(directory);
    return synced;
  }

  // What a crash left of a line: it comes again as a whole.
  Status RemoveTornLine() {
    const size_t tail = static_cast<size_t>(std::min<uint64_t>(bytes_, kTornBytesMax));
    std::string last(tail, '\0');
    const ssize_t got = pread(file_, last.data(), tail, static_cast<off_t>(bytes_ - tail));
    if (got != static_cast<ssize_t>(tail)) {
      return Trouble("cannot be read");
    }
    const size_t end = last.rfind('\n');
    const size_t torn = end == std::string::npos ? tail : tail - end - 1;
    if (torn != 0 && ftruncate(file_, static_cast<off_t>(bytes_ - torn)) != 0) {
      return Trouble("cannot be cut behind its last line");
    }
    bytes_ -= torn;
    return {};
  }

  Status Write(std::string_view left) const {
    while (!left.empty()) {
      const ssize_t written = write(file_, left.data(), left.size());
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written <= 0) {
        return Trouble("cannot be written");
      }
      left.remove_prefix(static_cast<size_t>(written));
    }
    return {};
  }

  // Synced first: what was taken must not be lost with the name.
  Status PutAside() {
    MANDAT_TRY_STATUS(Confirm());
    const auto numbered = [this](size_t number) {
      return fs::path(settings_.path.string() + "." + std::to_string(number));
    };
    std::error_code ignored;  // one that is not there
    for (size_t number = settings_.kept_max; number > 1; --number) {
      fs::rename(numbered(number - 1), numbered(number), ignored);
    }
    std::error_code error;
    fs::rename(settings_.path, numbered(1), error);
    if (error) {
      return Fail(
          Error::Unavailable(settings_.path.string() + " cannot be put aside: " + error.message()));
    }
    return Open();
  }

  const FileSinkSettings settings_;
  int file_ = -1;
  uint64_t bytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<EventSink>> OpenFileSink(FileSinkSettings settings) {
  auto sink = std::make_unique<FileSink>(std::move(settings));
  MANDAT_TRY_STATUS(sink->Open());
  return std::unique_ptr<EventSink>(std::move(sink));
}

}  // namespace mandat
