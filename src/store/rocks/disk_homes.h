// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "store/homes.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// A data directory: one directory for each home.
class DiskHomes final : public Homes {
 public:
  DiskHomes(std::filesystem::path data, RocksBudget budget, rocksdb::Env* env)
      : data_(std::move(data)), budget_(std::move(budget)), env_(env) {}

  Result<std::unique_ptr<Home>> Open(const std::string& name) override;
  bool Exists(const std::string& name) const override;
  std::vector<std::string> List(const std::string& above) const override;

 private:
  const std::filesystem::path data_;
  const RocksBudget budget_;
  rocksdb::Env* const env_;
};

}  // namespace mandat
