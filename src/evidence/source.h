// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// Told now and then how much of how much was read.
using Progress = std::function<void(uint64_t done, uint64_t total)>;

// Where a published journal is read from, file by file. Trusted for nothing: every byte is verified
// by whoever asked for it.
class JournalSource {
 public:
  virtual ~JournalSource() = default;

  // A file by its path within the journal, e.g. `tile/0/000`. Requires: a relative path without
  // "..". Errors: kNotFound, kUnavailable, kCorrupt (longer than bytes_max).
  virtual Result<Bytes> Get(std::string_view path, size_t bytes_max) = 0;
};

// A directory with the layout of tlog-tiles. Errors: kNotFound.
Result<std::unique_ptr<JournalSource>> OpenDirectorySource(const std::filesystem::path& directory);

// A tar file, as it is or compressed with gzip, or a zip file: unpacked into memory. The journal
// may stand in any directory of it; what is not of a journal is skipped. `progress` counts bytes of
// the file. Errors: kNotFound (no such file, or no journal in it), kInvalid (several journals, or
// more than bytes_max unpacked), kCorrupt (cannot be unpacked, or holds a file twice).
inline constexpr uint64_t kArchiveBytesMax = uint64_t{1} << 30;
Result<std::unique_ptr<JournalSource>> OpenArchiveSource(const std::filesystem::path& file,
                                                         const Progress& progress = {},
                                                         uint64_t bytes_max = kArchiveBytesMax);

struct UrlOptions {
  std::optional<std::string>
      token;  // sent as a bearer token, never over plain http to another host
  long connect_seconds_max = 10;
  long silence_seconds_max = 30;  // without a single byte
};

// A URL prefix, http or https; follows redirects within the same host only.
// Errors: kInvalid (not such a URL, or a token that would travel in clear).
// Threading: one caller.
Result<std::unique_ptr<JournalSource>> OpenUrlSource(std::string_view prefix, UrlOptions options);

// False where OpenUrlSource always fails with kInvalid, since the program was built without it.
bool ReadsUrls();

// One of the three: what begins with `http://` or `https://` is a URL, what is a file an archive.
Result<std::unique_ptr<JournalSource>> OpenSource(std::string_view place, UrlOptions options,
                                                  const Progress& progress = {});

}  // namespace mandat
