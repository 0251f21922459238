// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "store/home.h"

namespace mandat {

// What a commit does when its turn has come to fail.
enum class CommitFault : uint8_t {
  kNone,
  kRefuse,       // clean failure: not committed, the store goes on
  kUnknownLost,  // outcome unknown; the batch is not there
  kUnknownKept,  // outcome unknown; the batch is there
};

// A place in memory whose commits and file writes can be made to fail: the world's edge in tests.
// Everything in it outlives the stores opened from it, as a disk would.
// Threading: as Home; faults may be set from any thread.
class MemoryHome final : public Home {
 public:
  // The nth commit from now (1 is the next), over all stores of this home, fails in this way. After
  // an unknown outcome every commit fails until the store is opened anew.
  void FailCommit(CommitFault fault, int nth = 1);
  // The nth file write or shred from now fails; with `keep` it happens all the same.
  void FailFile(bool keep, int nth = 1);
  int commits() const;
  // Every byte of every store and file, for tests that play an attacker.
  Bytes Everything() const;

  Result<std::unique_ptr<Store>> OpenStore(const std::string& name) override;
  Status RemoveStore(const std::string& name) override;
  Result<std::vector<std::string>> ListStores() const override;
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override;
  Status WriteFile(const std::string& name, ByteView bytes) override;
  Status ShredFile(const std::string& name) override;

  using Rows = std::map<Bytes, Bytes, std::less<>>;
  struct Disk {
    using Spaces = std::array<std::shared_ptr<Rows>, kSpacesCount>;

    mutable std::mutex mutex;
    // The newest commits of each store, within a bound, for whoever follows.
    struct Kept {
      uint64_t before;  // number of the commit before it
      uint64_t at;
      Batch batch;
    };
    struct Log {
      std::deque<Kept> kept;
      size_t bytes = 0;
      uint64_t newest = 0;
    };
    std::map<std::string, Spaces> stores;
    std::map<std::string, Log> logs;
    std::map<std::string, Bytes> files;
    CommitFault fault = CommitFault::kNone;
    int fault_in = 0;
    bool file_fault_keeps = false;
    int file_fault_in = 0;
    int commits = 0;
  };

 private:
  // 0 when it should go on, 1 to fail and lose, 2 to fail and keep.
  int FileFaultNow();

  std::shared_ptr<Disk> disk_ = std::make_shared<Disk>();
};

}  // namespace mandat
