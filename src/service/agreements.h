// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <mutex>

#include "service/clock_watch.h"
#include "service/open_agreement.h"
#include "store/homes.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// The data directory: `system/`, `agreements/<id>/`, and the file VERSION. Agreements are opened
// when they are first asked for. Invariant (agreements do not meet): each has its own directory,
// databases, keys and journal. Threading: any number of callers.
class DueHints;

class Agreements {
 public:
  struct Settings {
    std::filesystem::path data;
    size_t cache_bytes = size_t{1} << 30;
    size_t write_buffer_bytes = size_t{256} << 20;
    rocksdb::Env* env = nullptr;  // replaces the file system in tests
    ClockWatch::Settings clock;
  };

  // Errors: kUnavailable (in use by another server, read-only, no space), kCorrupt (of a newer
  // version, damaged, made under another root key).
  static Result<std::unique_ptr<Agreements>> Open(const Settings& settings,
                                                  const Environment& environment);
  // The same in another place than a directory.
  static Result<std::unique_ptr<Agreements>> Open(std::unique_ptr<Homes> homes,
                                                  const Environment& environment,
                                                  ClockWatch::Settings clock = {});
  // Waits until nothing is in flight, and remembers when each has to be opened for its clocks.
  // Requires: no call any more.
  ~Agreements();

  // Errors: kNotFound, and those of OpenAgreement::Open.
  Result<std::shared_ptr<OpenAgreement>> Find(const AgreementId& id);
  // Opens it, making its directory if it is not there. Errors: kInvalid (a reserved id).
  Result<std::shared_ptr<OpenAgreement>> FindOrMake(const AgreementId& id);
  std::vector<AgreementId> List() const;
  // Whether an agreement may have a reminder or a deadline before an instant; never wrong about a
  // no. Cheap: does not open it.
  bool MayFireBefore(const AgreementId& id, Instant at) const;
  // Those that are open now, for the workers that visit them.
  std::vector<std::shared_ptr<OpenAgreement>> Opened() const;
  // Opens those that have something to do by an instant; tells those that could not be opened.
  std::vector<std::pair<AgreementId, Error>> OpenDue(Instant now);
  OpenAgreement& system() { return *system_; }
  const std::shared_ptr<OpenAgreement>& shared_system() { return system_; }
  ClockWatch& clock() { return *clock_; }

 private:
  Agreements(std::unique_ptr<Homes> homes, const Environment& environment);

  Status CheckVersion() const;
  Result<std::shared_ptr<OpenAgreement>> OpenAt(const AgreementId& id, bool make);

  const std::unique_ptr<Homes> homes_;
  ClockTrust trust_;
  const Environment environment_;
  std::unique_ptr<ClockWatch> clock_;
  std::shared_ptr<OpenAgreement> system_;
  mutable std::mutex mutex_;
  std::unique_ptr<DueHints> hints_;
  std::map<AgreementId, std::shared_ptr<OpenAgreement>> open_;
};

}  // namespace mandat
