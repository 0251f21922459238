// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <mutex>

#include "service/open_agreement.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// The data directory: `system/`, `agreements/<id>/`, and the file VERSION. Agreements are opened
// when they are first asked for. Invariant (agreements do not meet): each has its own directory,
// databases, keys and journal. Threading: any number of callers.
class Agreements {
 public:
  struct Settings {
    std::filesystem::path data;
    size_t cache_bytes = size_t{1} << 30;
    size_t write_buffer_bytes = size_t{256} << 20;
    rocksdb::Env* env = nullptr;  // replaces the file system in tests
  };

  // Errors: kUnavailable (in use by another server, read-only, no space), kCorrupt (of a newer
  // version, damaged, made under another root key).
  static Result<std::unique_ptr<Agreements>> Open(const Settings& settings,
                                                  const Environment& environment);
  // Waits until nothing is in flight. Requires: no call any more.
  ~Agreements();

  // Errors: kNotFound, and those of OpenAgreement::Open.
  Result<std::shared_ptr<OpenAgreement>> Find(const AgreementId& id);
  // Opens it, making its directory if it is not there. Errors: kInvalid (a reserved id).
  Result<std::shared_ptr<OpenAgreement>> FindOrMake(const AgreementId& id);
  std::vector<AgreementId> List() const;
  // Those that are open now, for the workers that visit them.
  std::vector<std::shared_ptr<OpenAgreement>> Opened() const;
  OpenAgreement& system() { return *system_; }

 private:
  Agreements(Settings settings, const Environment& environment, RocksBudget budget)
      : settings_(std::move(settings)), environment_(environment), budget_(std::move(budget)) {}

  Status CheckVersion() const;
  Result<std::shared_ptr<OpenAgreement>> OpenAt(const AgreementId& id, bool make);

  const Settings settings_;
  const Environment environment_;
  const RocksBudget budget_;
  std::shared_ptr<OpenAgreement> system_;
  mutable std::mutex mutex_;
  std::map<AgreementId, std::shared_ptr<OpenAgreement>> open_;
};

}  // namespace mandat
