// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <system_error>

#include "crypto/hash.h"
#include "evidence/internal/dossier_reading.h"

namespace mandat::internal {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kManifestBytesMax = uint64_t{256} << 20;
constexpr uint64_t kFileBytesMax = uint64_t{64} << 20;

Result<Bytes> ReadFile(const fs::path& path, uint64_t bytes_max) {
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  if (error || size > bytes_max) {
    return Fail(error ? Error::Unavailable("a file cannot be read")
                      : Error::Corrupt("a file is longer than its kind can be"));
  }
  std::ifstream in(path, std::ios::binary);
  Bytes bytes(static_cast<size_t>(size), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!in) {
    return Fail(Error::Unavailable("a file cannot be read"));
  }
  return bytes;
}

}  // namespace

Result<DossierFiles> DossierFiles::Open(const fs::path& directory) {
  std::error_code error;
  DossierFiles files(directory);
  const fs::path manifest = directory / kDossierManifest;
  if (!fs::is_regular_file(fs::symlink_status(manifest, error))) {
    return Fail(Error::NotFound("there is no dossier: no " + std::string(kDossierManifest)));
  }
  MANDAT_TRY(const Bytes text, ReadFile(manifest, kManifestBytesMax));
  MANDAT_TRY(files.dossier_, Dossier::Parse(text));
  for (const Dossier::File& file : files.dossier_.files) {
    files.files_.emplace(file.name, file);
  }
  MANDAT_TRY_STATUS(files.CompareListing());
  return files;
}

// A link would lead out of what was handed over, and what is not listed is nobody's word.
Status DossierFiles::CompareListing() const {
  std::error_code error;
  size_t count = 0;
  fs::recursive_directory_iterator at(directory_, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::file_status status = at->symlink_status(error);
    if (error || fs::is_directory(status)) {
      continue;
    }
    const std::string name = at->path().lexically_relative(directory_).generic_string();
    if (!fs::is_regular_file(status)) {
      return Fail(Error::Corrupt(name + " is no plain file"));
    }
    if (name == kDossierManifest) {
      continue;
    }
    if (!Has(name)) {
      return Fail(Error::Corrupt(name + " is not in the manifest"));
    }
    ++count;
  }
  if (error) {
    return Fail(Error::Unavailable("the directory cannot be read"));
  }
  return count == files_.size() ? Status()
                                : Status(Fail(Error::Corrupt("a file of the manifest is missing")));
}

Result<Bytes> DossierFiles::Get(std::string_view name) const {
  const auto listed = files_.find(name);
  if (listed == files_.end()) {
    return Fail(Error::Corrupt("the dossier has no " + std::string(name)));
  }
  const Dossier::File& file = listed->second;
  MANDAT_TRY(Bytes bytes, ReadFile(directory_ / file.name, kFileBytesMax));
  if (bytes.size() != file.bytes || FormatHex(Sha256(bytes).view()) != file.sha256) {
    return Fail(Error::Corrupt("file is not what the manifest says"));
  }
  return bytes;
}

Result<std::vector<uint64_t>> DossierFiles::IndicesIn(
    std::string_view folder, const std::vector<std::string_view>& suffixes) const {
  std::vector<uint64_t> indices;
  const std::string prefix = std::string(folder) + "/";
  for (auto at = files_.lower_bound(prefix); at != files_.end() && at->first.starts_with(prefix);
       ++at) {
    const std::string_view name = std::string_view(at->first).substr(prefix.size());
    const auto suffix = std::ranges::find_if(
        suffixes, [name](std::string_view known) { return name.ends_with(known); });
    if (suffix == suffixes.end()) {
      return Fail(Error::Corrupt(at->first + " is no file of a dossier"));
    }
    const Result<uint64_t> index = ParseDecimal(name.substr(0, name.size() - suffix->size()));
    if (!index) {
      return Fail(Error::Corrupt(at->first + " is no file of a dossier"));
    }
    indices.push_back(*index);
  }
  std::ranges::sort(indices);
  const auto rest = std::ranges::unique(indices);
  indices.erase(rest.begin(), rest.end());
  return indices;
}

}  // namespace mandat::internal
