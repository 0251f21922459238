// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/workers.h"
#include "service/agreements.h"
#include "service/caller.h"

namespace mandat {

// What a rotation did.
struct RootRotated {
  Bytes root;      // id of the root key in force
  Bytes previous;  // id of the one before, under which nothing is any more
  uint64_t files_count = 0;
  uint64_t agreements_count = 0;  // in which there were such files
  Receipt receipt;
};

// Takes the next root key from the configuration, wraps every key file of every agreement and of
// the system anew under it, one agreement a turn of the desk, and journals it in the system's
// journal. The key before opens what is not moved yet; after a crash or an error it is called
// again and goes on. Requests go on meanwhile.
// Errors: kConflict (one is under way; no previous root key is configured; the configured one is
// not in force), kInvalid, kNotFound (the new key), kCorrupt (a file opens under neither),
// kUnavailable. Source: GDPR Art. 32(1)(a).
void RotateRoot(Agreements& agreements, Workers& desk, Bytes actor, Done<RootRotated> done);

// Where the keys of an agreement stand.
struct KeysOf {
  std::string agreement;  // "system" for the house's own
  Result<KeyFilesStanding> files;
  bool is_open = false;
  bool is_busy = false;                // being wrapped anew, or copied; of open ones
  std::optional<Instant> last_rewrap;  // of open ones
  bool rewrap_due = false;             // of open ones
};
struct KeysReport {
  Bytes root;
  std::optional<Bytes> previous;
  std::vector<KeysOf> agreements;
};
// Reads the key files of all; waits for the disk.
KeysReport ReportKeys(Agreements& agreements);

}  // namespace mandat
