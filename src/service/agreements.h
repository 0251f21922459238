// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>

#include "base/workers.h"
#include "service/clock_watch.h"
#include "service/open_agreement.h"
#include "store/homes.h"
#include "store/rocks/rocks_store.h"

namespace mandat {

// The data directory: `system/`, `agreements/<id>/`, and the file VERSION. Agreements are opened
// when they are first asked for or have something to do, and closed again when others need their
// place. Which there are is known without looking at the disk. Invariant (agreements do not meet):
// each has its own directory, databases, keys and journal, and opening one holds back nobody else.
// Threading: any number of callers.
class DueHints;

class Agreements {
 public:
  struct Settings {
    std::filesystem::path data;
    size_t cache_bytes = size_t{1} << 30;
    size_t write_buffer_bytes = size_t{256} << 20;
    rocksdb::Env* env = nullptr;  // replaces the file system in tests
    ClockWatch::Settings clock;
    size_t open_max = kOpenMax;
  };
  // As many are kept open; more only as long as more are in use at the same time.
  static constexpr size_t kOpenMax = 256;

  // Errors: kUnavailable (in use by another server, read-only, no space), kCorrupt (of a newer
  // version, damaged, made under another root key).
  static Result<std::unique_ptr<Agreements>> Open(const Settings& settings,
                                                  const Environment& environment);
  // The same in another place than a directory.
  static Result<std::unique_ptr<Agreements>> Open(std::unique_ptr<Homes> homes,
                                                  const Environment& environment,
                                                  ClockWatch::Settings clock = {},
                                                  size_t open_max = kOpenMax);
  // Waits until nothing is in flight, and remembers when each has to be opened for its clocks.
  // Requires: no call any more.
  ~Agreements();

  // Opens it unless it is open; may wait for the disk. Errors: kNotFound, and those of
  // OpenAgreement::Open.
  Result<std::shared_ptr<OpenAgreement>> Find(const AgreementId& id);
  // Null if that would have to wait, or fail. Never waits for the disk.
  std::shared_ptr<OpenAgreement> FindOpen(const AgreementId& id);
  // Opens it, making its directory if it is not there. Errors: kInvalid (a reserved id).
  Result<std::shared_ptr<OpenAgreement>> FindOrMake(const AgreementId& id);
  bool Has(const AgreementId& id) const;
  std::vector<AgreementId> List() const;
  // Whether an agreement may have a reminder or a deadline before an instant; never wrong about a
  // no. Cheap: does not open it.
  bool MayFireBefore(const AgreementId& id, Instant at) const;
  // Those that are open now, for the workers that visit them.
  std::vector<std::shared_ptr<OpenAgreement>> Opened() const;
  // Opens those that have something to do by an instant; tells those that could not be opened.
  std::vector<std::pair<AgreementId, Error>> OpenDue(Instant now, const std::stop_token& stop = {});
  // Closes those that were not asked for longest, until no more than `open_max` are open. What is
  // in use, or has something to do within seconds, stays. Done by itself, sooner or later.
  void CloseIdle();
  // When something has to be done for an agreement that nobody asks for.
  static Result<std::optional<Instant>> NextOf(const OpenAgreement& agreement);
  const RootKey& root() const { return environment_.root; }
  // Of one agreement, open or not, or of the system: its key files under the root key. Opens
  // nothing; who asks for one that is closed waits. Errors: as MoveKeyFiles, ReadKeyFiles.
  Result<size_t> MoveToRoot(const AgreementId& id);
  Result<KeyFilesStanding> KeyFilesOf(const AgreementId& id);
  // Set while the root key is being replaced.
  std::atomic<bool>& is_rotating() { return is_rotating_; }
  OpenAgreement& system() { return *system_; }
  const std::shared_ptr<OpenAgreement>& shared_system() { return system_; }
  ClockWatch& clock() { return *clock_; }

 private:
  // One that is open, or on its way there or back.
  struct Slot {
    std::shared_ptr<OpenAgreement> open;  // null while it is being opened or closed
    bool is_closing = false;
    uint64_t asked = 0;  // grows with each time that somebody asks; 0: nobody has
  };

  Agreements(std::unique_ptr<Homes> homes, const Environment& environment, size_t open_max);

  Status CheckVersion() const;
  enum class Wish : uint8_t { kFind, kMake, kVisit };  // kVisit: nobody asks, something is due
  Result<std::shared_ptr<OpenAgreement>> OpenAt(const AgreementId& id, Wish wish);
  Result<std::shared_ptr<OpenAgreement>> OpenNow(const AgreementId& id, Wish wish);
  // Null if there is nothing to be closed.
  std::shared_ptr<OpenAgreement> TakeIdle();
  void Close(std::shared_ptr<OpenAgreement> idle);
  size_t OpenCount() const;  // Requires: the lock
  // `opened` with the keyring of one that is open, else `closed` with its home, to itself.
  template <class Answer, class Opened, class Closed>
  Result<Answer> WithKeys(const AgreementId& id, Opened opened, Closed closed);

  const std::unique_ptr<Homes> homes_;
  const size_t open_max_;
  ClockTrust trust_;
  const Environment environment_;
  std::unique_ptr<ClockWatch> clock_;
  std::shared_ptr<OpenAgreement> system_;
  std::unique_ptr<DueHints> hints_;

  mutable std::mutex mutex_;         // never held over the disk
  std::condition_variable settled_;  // a slot was filled or went
  std::set<AgreementId> known_;
  std::set<AgreementId> unsure_;  // known, not open, and without a hint
  std::map<AgreementId, Slot> slots_;
  uint64_t asked_ = 0;
  bool closing_ = false;  // CloseIdle is under way, or waits for its worker
  std::unique_ptr<Workers> closer_;
  std::atomic<bool> is_rotating_ = false;
};

}  // namespace mandat
