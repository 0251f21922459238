// SPDX-License-Identifier: Apache-2.0
#include "keyring/root_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "keyring/internal/wrap.h"

namespace mandat {
namespace {

constexpr size_t kFileBytes = SecretBytes::kBytes * 2 + 1;

// Reads at most one byte more than a key file holds.
Result<Bytes> ReadKeyFile(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Fail(errno == ENOENT ? Error::NotFound("root key file does not exist")
                                : Error::Unavailable("root key file cannot be read"));
  }
  struct stat info{};
  Bytes text(kFileBytes + 1, '\0');
  const bool known = fstat(fd, &info) == 0;
  const ssize_t bytes = read(fd, text.data(), text.size());
  close(fd);
  if (!known || bytes < 0) {
    return Fail(Error::Unavailable("root key file cannot be read"));
  }
  text.resize(static_cast<size_t>(bytes));
  if (!S_ISREG(info.st_mode) || (info.st_mode & 077) != 0) {
    Wipe(text);
    return Fail(Error::Invalid("root key file must have mode 0600 and be a regular file"));
  }
  return text;
}

}  // namespace

Result<RootKey> RootKey::Load(const std::filesystem::path& file) {
  MANDAT_TRY(Bytes text, ReadKeyFile(file));
  if (text.size() != kFileBytes || text.back() != '\n') {
    Wipe(text);
    return Fail(Error::Invalid("root key file must hold 64 hexadecimal digits and a line feed"));
  }
  Result<Bytes> bytes = ParseHex(std::string_view(text).substr(0, kFileBytes - 1));
  Wipe(text);
  if (!bytes) {
    return Fail(Error::Invalid("root key file must hold 64 hexadecimal digits and a line feed"));
  }
  SecretBytes secret(*bytes);
  Wipe(*bytes);
  return RootKey(std::move(secret));
}

Status RootKey::CreateFile(const std::filesystem::path& file, Random& random) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
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

Bytes RootKey::id() const {
  return Bytes(HmacSha256(secret_.view(), {"mandat root key id v1"}).view().substr(0, 8));
}

Bytes RootKey::Wrap(const SecretBytes& key, std::string_view name, Random& random) const {
  return WrapKey(secret_, key, name, random);
}

Result<SecretBytes> RootKey::Unwrap(ByteView wrapped, std::string_view name) const {
  Result<SecretBytes> key = UnwrapKey(secret_, wrapped, name);
  if (!key) {
    return Fail(Error::Corrupt("key cannot be unwrapped: another root key, or a damaged file"));
  }
  return key;
}

}  // namespace mandat
