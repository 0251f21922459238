// SPDX-License-Identifier: Apache-2.0
#include "crash/faulty_file_system.h"

#include <rocksdb/system_clock.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/assert.h"

namespace mandat {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

namespace {

constexpr uint64_t kSectorBytes = 512;

// The diagnostic log and the lock of a database.
bool IsData(const std::string& name) {
  return !fs::path(name).filename().string().starts_with("LO");
}

bool HoldsData(const std::string& directory) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (IsData(entry.path())) {
      return true;
    }
  }
  return false;
}

std::string DirectoryOf(const std::string& name) {
  return fs::path(name).parent_path().lexically_normal().string();
}

std::string Normal(const std::string& name) {
  const fs::path path = fs::path(name).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).string();  // a last slash says nothing
}

// True for a file whose appended sectors reach the disk in order. A database refuses to open when
// the unsynced tail of its MANIFEST has a hole (docs/limits.md); the file systems that it runs on
// leave none, because they let a file grow only over what they have written.
bool GrowsInOrder(const std::string& name) {
  return fs::path(name).filename().string().starts_with("MANIFEST");
}

void MoveFile(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  MANDAT_ASSERT(!error);
}

}  // namespace

class FaultyWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyWritableFile(FaultyFileSystem& disk, std::unique_ptr<rocksdb::FSWritableFile> file,
                     FaultyFileSystem::ContentPtr content)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), content_(std::move(content)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    const std::lock_guard lock(disk_.mutex_);
    const FaultyFileSystem::Step step = disk_.Next();
    if (step.act) {
      IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, debug);
      if (!status.ok()) {
        return status;
      }
      content_->written += data.size();
      if (step.sync) {
        content_->synced = content_->written;
      }
    }
    return step.report ? IOStatus::OK() : FaultyFileSystem::Trouble();
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    const std::lock_guard lock(disk_.mutex_);
    if (disk_.off_) {
      return FaultyFileSystem::Trouble();
    }
    content_->written = std::min(content_->written, size);
    content_->synced = std::min(content_->synced, size);
    return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard lock(disk_.mutex_);
    const FaultyFileSystem::Step step = disk_.Next();
    if (step.act) {
      content_->synced = content_->written;
    }
    return step.report ? IOStatus::OK() : FaultyFileSystem::Trouble();
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }
  void PrepareWrite(size_t, size_t, const IOOptions&, IODebugContext*) override {}
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  FaultyFileSystem& disk_;
  const FaultyFileSystem::ContentPtr content_;
};

class FaultyDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  FaultyDirectory(FaultyFileSystem& disk, std::unique_ptr<rocksdb::FSDirectory> directory,
                  std::string name)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), name_(std::move(name)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    const std::lock_guard lock(disk_.mutex_);
    const FaultyFileSystem::Step step = disk_.Next();
    if (step.act) {
      disk_.SyncDirectory(name_);
    }
    return step.report ? IOStatus::OK() : FaultyFileSystem::Trouble();
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  FaultyFileSystem& disk_;
  const std::string name_;
};

namespace {

class FaultySequentialFile final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  FaultySequentialFile(const FaultyFileSystem& disk,
                       std::unique_ptr<rocksdb::FSSequentialFile> file)
      : FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk) {}

  IOStatus Read(size_t bytes, const IOOptions& options, rocksdb::Slice* result, char* scratch,
                IODebugContext* debug) override {
    return disk_.is_off()
               ? IOStatus::IOError("power is off")
               : FSSequentialFileOwnerWrapper::Read(bytes, options, result, scratch, debug);
  }

 private:
  const FaultyFileSystem& disk_;
};

class FaultyRandomAccessFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  FaultyRandomAccessFile(const FaultyFileSystem& disk,
                         std::unique_ptr<rocksdb::FSRandomAccessFile> file)
      : FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk) {}

  IOStatus Read(uint64_t offset, size_t bytes, const IOOptions& options, rocksdb::Slice* result,
                char* scratch, IODebugContext* debug) const override {
    return disk_.is_off() ? IOStatus::IOError("power is off")
                          : FSRandomAccessFileOwnerWrapper::Read(offset, bytes, options, result,
                                                                 scratch, debug);
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, size_t count, const IOOptions& options,
                     IODebugContext* debug) override {
    return disk_.is_off()
               ? IOStatus::IOError("power is off")
               : FSRandomAccessFileOwnerWrapper::MultiRead(requests, count, options, debug);
  }

 private:
  const FaultyFileSystem& disk_;
};

}  // namespace

namespace {

class RestlessClock final : public rocksdb::SystemClockWrapper {
 public:
  RestlessClock() : SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "RestlessClock"; }
  void SleepForMicroseconds(int) override {}
};

class FaultyEnv final : public rocksdb::EnvWrapper {
 public:
  explicit FaultyEnv(std::unique_ptr<rocksdb::Env> env) : EnvWrapper(std::move(env)) {
    system_clock_ = std::make_shared<RestlessClock>();
  }
  const char* Name() const override { return "FaultyEnv"; }
  void SleepForMicroseconds(int) override {}
};

}  // namespace

std::unique_ptr<rocksdb::Env> MakeFaultyEnv(std::shared_ptr<FaultyFileSystem> disk) {
  return std::make_unique<FaultyEnv>(rocksdb::NewCompositeEnv(std::move(disk)));
}

FaultyFileSystem::FaultyFileSystem(fs::path graveyard)
    : FileSystemWrapper(rocksdb::FileSystem::Default()), graveyard_(std::move(graveyard)) {
  fs::create_directories(graveyard_);
}

void FaultyFileSystem::Plan(DiskFault fault, uint64_t nth) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  fault_in_ = nth;
}

uint64_t FaultyFileSystem::steps() const {
  const std::lock_guard lock(mutex_);
  return steps_;
}

bool FaultyFileSystem::is_off() const {
  const std::lock_guard lock(mutex_);
  return off_;
}

void FaultyFileSystem::PowerOff() {
  const std::lock_guard lock(mutex_);
  off_ = true;
}

// The power may go just before or just after the step itself.
FaultyFileSystem::Step FaultyFileSystem::Next() {
  if (off_) {
    return {false, false, false};
  }
  ++steps_;
  if (fault_in_ == 0 || --fault_in_ > 0) {
    return {true, false, true};
  }
  switch (std::exchange(fault_, DiskFault::kNone)) {
    case DiskFault::kNone:
      return {true, false, true};
    case DiskFault::kLost:
      return {false, false, false};
    case DiskFault::kKept:
      return {true, true, false};
    case DiskFault::kPowerLoss:
      off_ = true;
      return {steps_ % 2 == 0, false, false};
  }
  Stop("unknown fault");
}

IOStatus FaultyFileSystem::Trouble() { return IOStatus::IOError("disk failed as planned"); }

FaultyFileSystem::ContentPtr FaultyFileSystem::Track(const std::string& name, bool fresh) {
  ContentPtr& content = files_[Normal(name)];
  if (fresh || !content) {
    content = std::make_shared<Content>();
    std::error_code error;
    const uint64_t size = fs::file_size(name, error);
    content->written = content->synced = fresh || error ? 0 : size;
  }
  return content;
}

// Takes a file out of its directory; a later Undo can bring it back.
std::string FaultyFileSystem::Bury(const std::string& name) {
  std::string grave = (graveyard_ / std::to_string(++graves_)).string();
  MoveFile(name, grave);
  return grave;
}

void FaultyFileSystem::SyncDirectory(const std::string& directory) {
  for (const Change& change : changes_[directory]) {
    if (!change.grave.empty()) {
      fs::remove(change.grave);
    }
  }
  changes_[directory].clear();
}

IOStatus FaultyFileSystem::NewWritableFile(const std::string& name, const FileOptions& options,
                                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                                           IODebugContext* debug) {
  if (!IsData(name)) {
    return FileSystemWrapper::NewWritableFile(name, options, file, debug);
  }
  const std::lock_guard lock(mutex_);
  const Step step = Next();
  if (step.act) {
    Change change{Change::Kind::kCreate, Normal(name), {}, {}, {}};
    if (fs::exists(name)) {
      change.buried = Track(name, false);
      change.grave = Bury(name);
    }
    std::unique_ptr<rocksdb::FSWritableFile> inner;
    IOStatus status = FileSystemWrapper::NewWritableFile(name, options, &inner, debug);
    if (!status.ok()) {
      return status;
    }
    *file = std::make_unique<FaultyWritableFile>(*this, std::move(inner), Track(name, true));
    changes_[DirectoryOf(name)].push_back(std::move(change));
    if (step.sync) {
      SyncDirectory(DirectoryOf(name));
    }
  }
  if (!step.report) {
    file->reset();
    return Trouble();
  }
  return IOStatus::OK();
}

IOStatus FaultyFileSystem::ReopenWritableFile(const std::string& name, const FileOptions& options,
                                              std::unique_ptr<rocksdb::FSWritableFile>* file,
                                              IODebugContext* debug) {
  const std::lock_guard lock(mutex_);
  if (off_ || !fs::exists(name)) {
    return Trouble();
  }
  std::unique_ptr<rocksdb::FSWritableFile> inner;
  IOStatus status = FileSystemWrapper::ReopenWritableFile(name, options, &inner, debug);
  if (status.ok()) {
    *file = std::make_unique<FaultyWritableFile>(*this, std::move(inner), Track(name, false));
  }
  return status;
}

IOStatus FaultyFileSystem::ReuseWritableFile(const std::string&, const std::string&,
                                             const FileOptions&,
                                             std::unique_ptr<rocksdb::FSWritableFile>*,
                                             IODebugContext*) {
  return IOStatus::NotSupported("nothing is written that is not watched");
}

IOStatus FaultyFileSystem::NewRandomRWFile(const std::string&, const FileOptions&,
                                           std::unique_ptr<rocksdb::FSRandomRWFile>*,
                                           IODebugContext*) {
  return IOStatus::NotSupported("nothing is written that is not watched");
}

IOStatus FaultyFileSystem::NewSequentialFile(const std::string& name, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                             IODebugContext* debug) {
  if (is_off()) {
    return Trouble();
  }
  std::unique_ptr<rocksdb::FSSequentialFile> inner;
  IOStatus status = FileSystemWrapper::NewSequentialFile(name, options, &inner, debug);
  if (status.ok()) {
    *file = std::make_unique<FaultySequentialFile>(*this, std::move(inner));
  }
  return status;
}

IOStatus FaultyFileSystem::NewRandomAccessFile(const std::string& name, const FileOptions& options,
                                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                               IODebugContext* debug) {
  if (is_off()) {
    return Trouble();
  }
  std::unique_ptr<rocksdb::FSRandomAccessFile> inner;
  IOStatus status = FileSystemWrapper::NewRandomAccessFile(name, options, &inner, debug);
  if (status.ok()) {
    *file = std::make_unique<FaultyRandomAccessFile>(*this, std::move(inner));
  }
  return status;
}

IOStatus FaultyFileSystem::NewDirectory(const std::string& name, const IOOptions& options,
                                        std::unique_ptr<rocksdb::FSDirectory>* directory,
                                        IODebugContext* debug) {
  if (is_off()) {
    return Trouble();
  }
  std::unique_ptr<rocksdb::FSDirectory> inner;
  IOStatus status = FileSystemWrapper::NewDirectory(name, options, &inner, debug);
  if (status.ok()) {
    *directory = std::make_unique<FaultyDirectory>(*this, std::move(inner), Normal(name));
  }
  return status;
}

IOStatus FaultyFileSystem::GetChildren(const std::string& directory, const IOOptions& options,
                                       std::vector<std::string>* names, IODebugContext* debug) {
  return is_off() ? Trouble() : FileSystemWrapper::GetChildren(directory, options, names, debug);
}

IOStatus FaultyFileSystem::DeleteFile(const std::string& name, const IOOptions& options,
                                      IODebugContext* debug) {
  if (!IsData(name)) {
    return FileSystemWrapper::DeleteFile(name, options, debug);
  }
  const std::lock_guard lock(mutex_);
  const Step step = Next();
  if (step.act) {
    if (!fs::exists(name)) {
      return IOStatus::PathNotFound(name);
    }
    Change change{Change::Kind::kRemove, Normal(name), {}, {}, Track(name, false)};
    change.grave = Bury(name);
    files_.erase(Normal(name));
    changes_[DirectoryOf(name)].push_back(std::move(change));
    if (step.sync) {
      SyncDirectory(DirectoryOf(name));
    }
  }
  return step.report ? IOStatus::OK() : Trouble();
}

IOStatus FaultyFileSystem::RenameFile(const std::string& from, const std::string& to,
                                      const IOOptions& options, IODebugContext* debug) {
  if (!IsData(from)) {
    return FileSystemWrapper::RenameFile(from, to, options, debug);
  }
  const std::lock_guard lock(mutex_);
  const Step step = Next();
  if (step.act) {
    Change change{Change::Kind::kRename, Normal(from), Normal(to), {}, {}};
    if (fs::exists(to)) {
      change.buried = Track(to, false);
      change.grave = Bury(to);
    }
    ContentPtr moved = Track(from, false);
    MoveFile(from, to);
    files_.erase(change.name);
    files_[change.new_name] = std::move(moved);
    changes_[DirectoryOf(to)].push_back(std::move(change));
    if (step.sync) {
      SyncDirectory(DirectoryOf(to));
    }
  }
  return step.report ? IOStatus::OK() : Trouble();
}

IOStatus FaultyFileSystem::LinkFile(const std::string&, const std::string&, const IOOptions&,
                                    IODebugContext*) {
  return IOStatus::NotSupported("nothing is written that is not watched");
}

// A database that was removed as a whole does not come back, nor into one of the same name.
void FaultyFileSystem::ForgetRemoved(const std::string& directory) {
  if (!HoldsData(directory)) {
    SyncDirectory(directory);
    std::erase_if(files_, [&](const auto& file) { return DirectoryOf(file.first) == directory; });
  }
}

IOStatus FaultyFileSystem::CreateDirIfMissing(const std::string& name, const IOOptions& options,
                                              IODebugContext* debug) {
  const std::lock_guard lock(mutex_);
  if (off_) {
    return Trouble();
  }
  ForgetRemoved(Normal(name));
  return FileSystemWrapper::CreateDirIfMissing(name, options, debug);
}

void FaultyFileSystem::Undo(const Change& change) {
  switch (change.kind) {
    case Change::Kind::kCreate:
      fs::remove(change.name);
      files_.erase(change.name);
      break;
    case Change::Kind::kRename:
      MoveFile(change.new_name, change.name);
      files_[change.name] = std::move(files_[change.new_name]);
      files_.erase(change.new_name);
      break;
    case Change::Kind::kRemove:
      break;
  }
  if (!change.grave.empty()) {
    const std::string& back = change.kind == Change::Kind::kRename ? change.new_name : change.name;
    MoveFile(change.grave, back);
    files_[back] = change.buried;
  }
}

uint64_t FaultyFileSystem::UndoChanges(std::vector<Change>& changes, std::mt19937_64& random) {
  uint64_t kept = 0;
  switch (random() % 3) {
    case 0:
      break;
    case 1:
      kept = random() % (changes.size() + 1);
      break;
    default:
      kept = changes.size();
  }
  const uint64_t undone = changes.size() - kept;
  while (changes.size() > kept) {
    Undo(changes.back());
    changes.pop_back();
  }
  return undone;
}

// Does to the bytes behind the last sync what a power loss may do.
bool FaultyFileSystem::Tear(const std::string& name, const Content& content,
                            std::mt19937_64& random) {
  const uint64_t loose = content.written - content.synced;
  const uint64_t torn = content.synced + random() % (loose + 1);
  switch (random() % (GrowsInOrder(name) ? 4 : 5)) {
    case 0:
      fs::resize_file(name, content.synced);
      return true;
    case 1:
      fs::resize_file(name, torn);
      return true;
    case 2:
      fs::resize_file(name, std::max(content.synced, torn / kSectorBytes * kSectorBytes));
      return true;
    case 3:
      return false;  // all of it had reached the disk by itself
    default:
      break;
  }
  std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
  for (uint64_t begin = content.synced; begin < content.written;) {
    const uint64_t end = std::min((begin / kSectorBytes + 1) * kSectorBytes, content.written);
    if (random() % 2 == 0) {
      file.seekp(static_cast<std::streamoff>(begin));
      file << std::string(end - begin, '\0');
    }
    begin = end;
  }
  MANDAT_ASSERT(file.good());
  return true;
}

uint64_t FaultyFileSystem::Damage(uint64_t seed) {
  const std::lock_guard lock(mutex_);
  std::mt19937_64 random(seed);
  uint64_t harmed = 0;
  for (auto& [directory, changes] : changes_) {
    ForgetRemoved(directory);
    harmed += UndoChanges(changes, random);
    SyncDirectory(directory);
  }
  for (const auto& [name, content] : files_) {
    if (content->written > content->synced && fs::exists(name)) {
      harmed += Tear(name, *content, random) ? 1 : 0;
    }
  }
  files_.clear();
  changes_.clear();
  fault_ = DiskFault::kNone;
  fault_in_ = 0;
  off_ = false;
  return harmed;
}

}  // namespace mandat
