// SPDX-License-Identifier: Apache-2.0
#include "config/internal/places.h"

#include <filesystem>
#include <string_view>

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kS3 = "s3://";

// As it is called without links and detours; a place that is not there yet, as far as it is.
std::string Settled(const std::string& place) {
  if (place.starts_with(kS3)) {
    return place.ends_with('/') ? place : place + '/';
  }
  std::error_code error;
  const fs::path path = fs::weakly_canonical(fs::absolute(place), error);
  const std::string text = (error ? fs::absolute(place).lexically_normal() : path).generic_string();
  return text.ends_with('/') ? text : text + '/';
}

// The one is the other, or within it.
bool AreOnePlace(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty()) {
    return false;
  }
  const std::string a = Settled(one);
  const std::string b = Settled(other);
  return a.starts_with(b) || b.starts_with(a);
}

}  // namespace

std::string KeysPlaceFault(const Config& config) {
  const std::string& keys = config.backup.keys_target;
  if (AreOnePlace(keys, config.backup.target)) {
    return "copies of keys must not be where the data that they open is copied to: name a place "
           "apart from backup.target";
  }
  return AreOnePlace(keys, config.data.string())
             ? "copies of keys must not be in or around the data directory"
             : "";
}

}  // namespace mandat
