// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <string_view>

namespace mandat {

inline std::string Repeated(std::string_view piece, size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) {
    out += piece;
  }
  return out;
}

// In zlib's format (RFC 1950), without a sum at its end, which no reader of PDF asks for.
inline std::string Deflated(std::string_view bytes) {
  constexpr size_t kGzipHead = 10;
  constexpr size_t kGzipFoot = 8;
  std::string out(bytes.size() / 100 + (size_t{1} << 16), '\0');
  size_t used = 0;
  archive* gzip = archive_write_new();
  archive_write_add_filter_gzip(gzip);
  archive_write_set_format_raw(gzip);
  archive_write_open_memory(gzip, out.data(), out.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(gzip, entry);
  archive_write_data(gzip, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_close(gzip);
  archive_write_free(gzip);
  return "\x78\x9C" + out.substr(kGzipHead, used - kGzipHead - kGzipFoot);
}

}  // namespace mandat
