// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/disk_homes.h"

#include <algorithm>

#include "store/rocks/disk_home.h"

namespace mandat {

namespace fs = std::filesystem;

Result<std::unique_ptr<Home>> DiskHomes::Open(const std::string& name) {
  const fs::path path = name.empty() ? data_ : data_ / name;
  MANDAT_TRY(std::unique_ptr<DiskHome> home, DiskHome::Open(path, budget_, env_));
  return std::unique_ptr<Home>(std::move(home));
}

bool DiskHomes::Exists(const std::string& name) const {
  std::error_code error;
  return fs::exists(data_ / name, error);
}

std::vector<std::string> DiskHomes::List(const std::string& above) const {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& child : fs::directory_iterator(data_ / above, error)) {
    if (child.is_directory(error)) {
      names.push_back(child.path().filename().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace mandat
