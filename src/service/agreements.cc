// SPDX-License-Identifier: Apache-2.0
#include "service/agreements.h"

#include <algorithm>

#include "store/rocks/disk_home.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSystem = "system";
constexpr std::string_view kVersionFile = "VERSION";
constexpr std::string_view kVersionPrefix = "mandat data ";
constexpr std::string_view kVersion = "1";

}  // namespace

Result<std::unique_ptr<Agreements>> Agreements::Open(const Settings& settings,
                                                     const Environment& environment) {
  std::unique_ptr<Agreements> agreements(new Agreements(
      settings, environment, RocksBudget::Make(settings.cache_bytes, settings.write_buffer_bytes)));
  MANDAT_TRY_STATUS(agreements->CheckVersion());
  MANDAT_TRY(const AgreementId system, AgreementId::Parse(kSystem));
  // Its database's lock is the lock of the whole data directory.
  MANDAT_TRY(std::unique_ptr<DiskHome> home,
             DiskHome::Open(settings.data / kSystem, agreements->budget_, settings.env));
  MANDAT_TRY(agreements->system_, OpenAgreement::Open(std::move(home), system, environment));
  return agreements;
}

Agreements::~Agreements() = default;

// The file is written first, so that a directory made by a newer version is never misread.
Status Agreements::CheckVersion() const {
  MANDAT_TRY(std::unique_ptr<DiskHome> home, DiskHome::Open(settings_.data, budget_));
  MANDAT_TRY(const std::optional<Bytes> text, home->ReadFile(std::string(kVersionFile)));
  const std::string expected = std::string(kVersionPrefix) + std::string(kVersion) + "\n";
  if (!text) {
    return home->WriteFile(std::string(kVersionFile), expected);
  }
  if (*text == expected) {
    return {};
  }
  return Fail(Error::Corrupt(text->starts_with(kVersionPrefix)
                                 ? "data directory was made by another version of mandat"
                                 : "data directory has a damaged VERSION file"));
}

Result<std::shared_ptr<OpenAgreement>> Agreements::Find(const AgreementId& id) {
  return OpenAt(id, false);
}

Result<std::shared_ptr<OpenAgreement>> Agreements::FindOrMake(const AgreementId& id) {
  return OpenAt(id, true);
}

Result<std::shared_ptr<OpenAgreement>> Agreements::OpenAt(const AgreementId& id, bool make) {
  if (id.text() == kSystem) {
    return Fail(Error::NotFound("no such agreement"));
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(id); found != open_.end()) {
    if (found->second->gate().sound()) {
      return found->second;
    }
    // A commit ended with an unknown outcome: only a fresh start can tell what is on disk. Whoever
    // still holds the old one will be told "unavailable" and let go.
    if (found->second.use_count() > 1) {
      return Fail(Error::Unavailable("agreement is being opened anew"));
    }
    open_.erase(found);
  }
  const fs::path path = settings_.data / "agreements" / id.text();
  std::error_code error;
  if (!make && !fs::exists(path, error)) {
    return Fail(Error::NotFound("no such agreement"));
  }
  MANDAT_TRY(std::unique_ptr<DiskHome> home, DiskHome::Open(path, budget_, settings_.env));
  MANDAT_TRY(std::shared_ptr<OpenAgreement> open,
             OpenAgreement::Open(std::move(home), id, environment_));
  open_.emplace(id, open);
  return open;
}

std::vector<AgreementId> Agreements::List() const {
  std::vector<AgreementId> ids;
  std::error_code error;
  for (const fs::directory_entry& child :
       fs::directory_iterator(settings_.data / "agreements", error)) {
    Result<AgreementId> id = AgreementId::Parse(child.path().filename().string());
    if (id && child.is_directory()) {
      ids.push_back(std::move(*id));
    }
  }
  std::ranges::sort(ids);
  return ids;
}

std::vector<std::shared_ptr<OpenAgreement>> Agreements::Opened() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<OpenAgreement>> opened;
  for (const auto& [id, open] : open_) {
    if (open->gate().sound()) {
      opened.push_back(open);
    }
  }
  return opened;
}

}  // namespace mandat
