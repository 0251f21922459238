// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

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

// The one or the other: what begins with `http://` or `https://` is a URL.
Result<std::unique_ptr<JournalSource>> OpenSource(std::string_view place, UrlOptions options);

}  // namespace mandat
