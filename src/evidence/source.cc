// SPDX-License-Identifier: Apache-2.0
#include "evidence/source.h"

#include <utility>

namespace mandat {

Result<std::unique_ptr<JournalSource>> OpenSource(std::string_view place, UrlOptions options,
                                                  const Progress& progress) {
  if (place.starts_with("http://") || place.starts_with("https://")) {
    return OpenUrlSource(place, std::move(options));
  }
  const std::filesystem::path path(place);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return OpenDirectorySource(path);
  }
  return OpenArchiveSource(path, progress);
}

}  // namespace mandat
