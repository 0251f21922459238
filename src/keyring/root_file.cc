// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/root_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr size_t kFileBytes = SecretBytes::kBytes * 2 + 1;

Error WrongForm() {
  return Error::Invalid("root key file must hold 64 hexadecimal digits and a line feed");
}

}  // namespace

Result<Bytes> ReadPrivateFile(const std::filesystem::path& path, size_t bytes_max,
                              std::string_view what) {
  const std::string name(what);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Fail(errno == ENOENT ? Error::NotFound(name + " does not exist")
                                : Error::Unavailable(name + " cannot be read"));
  }
  struct stat info{};
  Bytes text(bytes_max + 1, '\0');
  const bool known = fstat(fd, &info) == 0;
  const ssize_t bytes = read(fd, text.data(), text.size());
  close(fd);
  if (!known || bytes < 0) {
    return Fail(Error::Unavailable(name + " cannot be read"));
  }
  text.resize(static_cast<size_t>(bytes));
  if (!S_ISREG(info.st_mode) || (info.st_mode & 077) != 0) {
    Wipe(text);
    return Fail(Error::Invalid(name + " must have mode 0600 and be a regular file"));
  }
  return text;
}

Result<SecretBytes> ReadRootFile(const std::filesystem::path& path) {
  MANDAT_TRY(Bytes text, ReadPrivateFile(path, kFileBytes, "root key file"));
  if (text.size() != kFileBytes || text.back() != '\n') {
    Wipe(text);
    return Fail(WrongForm());
  }
  Result<Bytes> bytes = ParseHex(std::string_view(text).substr(0, kFileBytes - 1));
  Wipe(text);
  if (!bytes) {
    return Fail(WrongForm());
  }
  SecretBytes secret(*bytes);
  Wipe(*bytes);
  return secret;
}

Status MakeRootFile(const std::filesystem::path& path, Random& random) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Fail(errno == EEXIST ? Error::Conflict("root key file exists and is kept")
                                : Error::Unavailable("root key file cannot be made"));
  }
  const SecretBytes secret = random.DrawSecret();
  Bytes text = FormatHex(secret.view()) + "\n";
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  Wipe(text);
  close(fd);
  return written ? Status() : Status(Fail(Error::Unavailable("root key file cannot be written")));
}

}  // namespace mandat
