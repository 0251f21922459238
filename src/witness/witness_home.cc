// SPDX-License-Identifier: Apache-2.0
#include "witness/witness_home.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "witness/internal/file_ends.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// On disk: this line, the name, and the seed of the key in hexadecimal.
constexpr std::string_view kTitle = "mandat witness key v1\n";
constexpr std::string_view kKeyFile = "key";
constexpr std::string_view kLogs = "logs";
constexpr std::string_view kLockFile = "lock";
constexpr size_t kKeyFileBytesMax = 1024;

struct WitnessSecret {
  std::string name;
  SecretBytes seed;
};

Error WrongForm() { return Error::Invalid("the key file of the witness is damaged"); }

Result<WitnessSecret> ParseKey(std::string_view text) {
  const size_t name_end = text.find('\n', kTitle.size());
  if (!text.starts_with(kTitle) || name_end == std::string_view::npos || !text.ends_with('\n')) {
    return Fail(WrongForm());
  }
  std::string name(text.substr(kTitle.size(), name_end - kTitle.size()));
  text.remove_prefix(name_end + 1);
  text.remove_suffix(text.empty() ? 0 : 1);
  Result<Bytes> seed = ParseHex(text);
  if (!seed || seed->size() != SecretBytes::kBytes || !IsKeyName(name)) {
    return Fail(WrongForm());
  }
  WitnessSecret secret{std::move(name), SecretBytes(*seed)};
  Wipe(*seed);
  return secret;
}

Result<WitnessSecret> ReadKey(const fs::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Fail(errno == ENOENT ? Error::NotFound("no witness was made in this directory")
                                : Error::Unavailable("the key of the witness cannot be read"));
  }
  struct stat info{};
  Bytes text(kKeyFileBytesMax, '\0');
  const bool known = fstat(fd, &info) == 0;
  const ssize_t bytes = read(fd, text.data(), text.size());
  close(fd);
  if (!known || bytes < 0) {
    return Fail(Error::Unavailable("the key of the witness cannot be read"));
  }
  if (!S_ISREG(info.st_mode) || (info.st_mode & 077) != 0) {
    Wipe(text);
    return Fail(Error::Invalid("the key file of the witness must have mode 0600"));
  }
  Result<WitnessSecret> secret =
      ParseKey(std::string_view(text).substr(0, static_cast<size_t>(bytes)));
  Wipe(text);
  return secret;
}

Status WriteKey(const fs::path& file, const std::string& name, const SecretBytes& seed) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Fail(errno == EEXIST ? Error::Conflict("there is a witness already, and it is kept")
                                : Error::Unavailable("the key of the witness cannot be made"));
  }
  Bytes text = std::string(kTitle) + name + "\n" + FormatHex(seed.view()) + "\n";
  const bool written = WriteToEnd(fd, text) && fsync(fd) == 0;
  Wipe(text);
  close(fd);
  return written ? Status() : Status(Fail(Error::Unavailable("the key cannot be written")));
}

}  // namespace

WitnessHome::WitnessHome(fs::path directory, const std::string& name, SecretBytes seed)
    : directory_(std::move(directory)),
      signer_(std::move(seed)),
      memory_(OpenWitnessDirectory(directory_ / kLogs)),
      witness_(std::make_unique<Witness>(name, signer_, *memory_)) {}

WitnessHome::~WitnessHome() {
  if (lock_ >= 0) {
    close(lock_);
  }
}

Result<std::unique_ptr<WitnessHome>> WitnessHome::Make(const fs::path& directory,
                                                       const std::string& name, Random& random) {
  if (!IsKeyName(name)) {
    return Fail(Error::Invalid("a name must not have spaces, `+` or control characters"));
  }
  std::error_code error;
  fs::create_directories(directory / kLogs, error);
  if (error || chmod(directory.c_str(), 0700) != 0) {
    return Fail(Error::Unavailable("the directory of the witness cannot be made"));
  }
  const SecretBytes seed = random.DrawSecret();
  MANDAT_TRY_STATUS(WriteKey(directory / kKeyFile, name, seed));
  if (!SyncDirectory(directory)) {
    return Fail(Error::Unavailable("the directory of the witness cannot be synced"));
  }
  return Open(directory);
}

Result<std::unique_ptr<WitnessHome>> WitnessHome::Open(const fs::path& directory) {
  MANDAT_TRY(WitnessSecret secret, ReadKey(directory / kKeyFile));
  return std::unique_ptr<WitnessHome>(
      new WitnessHome(directory, secret.name, std::move(secret.seed)));
}

Status WitnessHome::Lock() {
  const fs::path file = directory_ / kLockFile;
  lock_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) {
    return Fail(Error::Unavailable("the directory of the witness cannot be locked"));
  }
  return flock(lock_, LOCK_EX | LOCK_NB) == 0
             ? Status()
             : Status(Fail(Error::Conflict("another witness serves from this directory")));
}

}  // namespace mandat
