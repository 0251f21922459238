// SPDX-License-Identifier: Apache-2.0
//
// Takes the data of one agreement back to an earlier instant, and never its journal.
// Guarantees: nothing can be opened before the ledger was replayed; who was erased and what expired
// since does not come back; the journal goes on with an entry that says so. A restore that was
// interrupted leaves an agreement that does not open, and can be run again. A journal whose end is
// lost goes on as another log only where that is asked for, and says so in its first entry.
// Trusts: the root key's holder; neither of the targets.
#pragma once

#include <optional>
#include <string>

#include "backup/rebuild.h"
#include "backup/replay.h"

namespace mandat {

struct RestoreSettings {
  std::string owner;             // the agreement
  std::string origin;            // of its journal
  std::optional<Instant> until;  // nullopt: the newest state that the backup has
  std::optional<Bytes> keys;     // a copy of the keys, for a home that has none
  // The journal's last entries are lost for good: closes that log and begins another behind it.
  bool new_origin = false;
  std::string seen;  // a checkpoint that somebody else kept; empty: none is named
};

// What a restore or a drill did, for people and for the record.
struct RestoreReport {
  std::string owner;
  bool is_drill = false;
  std::string present;           // where journal and holds came from: "home", "ledger", "data"
  std::optional<Instant> until;  // as asked for
  Instant data_at;               // the commit that the data is as of
  Instant at;                    // of the restore
  uint64_t chain = 0;
  uint64_t packs_count = 0;
  uint64_t bytes = 0;
  uint64_t journal_size = 0;  // entries of the journal that goes on
  Replayed replayed;
  std::optional<uint64_t> entry;  // of the journal, that records it
  std::string closed;             // the loss, when a log was closed; else empty
  uint64_t lost_count = 0;        // entries of it that are lost

  // One JSON object, with the same bytes for the same report.
  std::string Json() const;
};

// Into a home that nobody has open. `ledger` may be null when the home has its journal and ledger.
// Errors: kNotFound (no backup of that instant, no keys), kConflict (there is no ledger as new as
// what is known of the journal), kInvalid (`seen` is no checkpoint of it), kCorrupt, kUnavailable.
// Source: GDPR Art. 32(1)(c).
Result<RestoreReport> RestoreAgreement(Home& home, const RootKey& root, Target& data,
                                       Target* ledger, Random& random, Instant now,
                                       const RestoreSettings& settings);

// The same into `scratch`, which is thrown away by the caller, beside the agreement itself: proves
// that the backup can be restored, and changes nothing. `present` is the agreement's own store.
// Source: GDPR Art. 32(1)(d).
Result<RestoreReport> DrillRestore(const Store& present, const Keyring& keyring, Home& scratch,
                                   Target& data, const SecretBytes& key, Instant now,
                                   const RestoreSettings& settings);

}  // namespace mandat
