// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/array.hpp>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

// The files of an export of one person.

inline constexpr std::string_view kExportManifest = "manifest.json";
inline constexpr std::string_view kExportState = "state.json";  // only while one is under way

// The new bytes, or the old ones. Errors: kUnavailable.
Status WriteOver(const std::filesystem::path& path, std::string_view bytes);
// Cuts a file back to what is known to be whole before it grows. Errors: kUnavailable.
Status AppendAt(const std::filesystem::path& path, uint64_t offset, std::string_view bytes);

// File, bytes and SHA-256 of each, in the order of names: of what lies there, not of what was meant
// to. Errors: kNotFound.
Result<boost::json::array> HashesOfExport(const std::filesystem::path& directory);
// One hash over all: of lines of hash, two blanks and name, as sha256sum writes them.
std::string HashOfExport(const boost::json::array& files);

}  // namespace mandat
