// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <utility>

#include "evidence/source.h"

namespace mandat {
namespace {

class DirectorySource final : public JournalSource {
 public:
  explicit DirectorySource(std::filesystem::path directory) : directory_(std::move(directory)) {}

  Result<Bytes> Get(std::string_view path, size_t bytes_max) override {
    const std::filesystem::path file = directory_ / path;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
      return Fail(Error::NotFound("no such file in the journal"));
    }
    const uintmax_t size = std::filesystem::file_size(file, error);
    if (error) {
      return Fail(Error::Unavailable("a file of the journal cannot be read"));
    }
    if (size > bytes_max) {
      return Fail(Error::Corrupt("a file of the journal is longer than its kind can be"));
    }
    std::ifstream in(file, std::ios::binary);
    Bytes bytes(static_cast<size_t>(size), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (!in) {
      return Fail(Error::Unavailable("a file of the journal cannot be read"));
    }
    return bytes;
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace

Result<std::unique_ptr<JournalSource>> OpenDirectorySource(const std::filesystem::path& directory) {
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) {
    return Fail(Error::NotFound("there is no such directory"));
  }
  return std::unique_ptr<JournalSource>(std::make_unique<DirectorySource>(directory));
}

}  // namespace mandat
