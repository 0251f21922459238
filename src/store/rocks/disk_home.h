// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "store/home.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// A directory on disk: RocksDB databases in sub-directories, small files beside them, all
// 0700/0600.
class DiskHome final : public Home {
 public:
  // Makes the directory if it is not there. Errors: kUnavailable.
  static Result<std::unique_ptr<DiskHome>> Open(const std::filesystem::path& path,
                                                const RocksBudget& budget,
                                                rocksdb::Env* env = nullptr);

  Result<std::unique_ptr<Store>> OpenStore(const std::string& name) override;
  Status RemoveStore(const std::string& name) override;
  Result<std::vector<std::string>> ListStores() const override;
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override;
  Status WriteFile(const std::string& name, ByteView bytes) override;
  Status ShredFile(const std::string& name) override;

 private:
  DiskHome(std::filesystem::path path, RocksBudget budget, rocksdb::Env* env)
      : path_(std::move(path)), budget_(std::move(budget)), env_(env) {}

  std::filesystem::path path_;
  RocksBudget budget_;
  rocksdb::Env* env_;
};

}  // namespace mandat
