// SPDX-License-Identifier: Apache-2.0
//
// What legal holds keep from being erased, expired or overwritten.
// Guarantees: exactly what a hold names is kept, sealed under that hold's own key, until it ends;
// then the key is destroyed. Source: GDPR Art. 17(3).
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "agreement/schema.h"
#include "base/ids.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "mandate/standing.h"
#include "store/store.h"
#include "vault/plaintext.h"

namespace mandat {

// One thing that the vault keeps: a record, a series or a blob of a collection.
struct UnitRef {
  std::string collection;
  RecordId id;
  std::vector<SubjectId> subjects;  // everybody it is about; the first is whom it is kept under
};

// One part of something held: the body of a record, a chunk of a series, a segment of a blob.
struct HeldPart {
  std::string hold;
  SubjectId subject;
  std::string collection;
  RecordId id;
  Bytes part;  // as StageKeep was given it
  Plaintext body;
};

struct Inspection;

// Threading: SetHolds and the Stage functions from the agreement's sequencer; reads from any
// thread.
class Holds {
 public:
  Holds(const Store& store, Keyring& keyring, Random& random, std::string owner)
      : store_(store), keyring_(keyring), random_(random), owner_(std::move(owner)) {}

  // The holds of the agreement in force, whenever they change.
  void SetHolds(std::vector<Hold> holds);
  // What a hold's `subjects` and `units` say of a person and of a unit.
  static std::string TagOf(const Keyring& keyring, const SubjectId& subject);
  static std::string TagOf(const Keyring& keyring, std::string_view collection,
                           const RecordId& unit);
  // True if nothing is held: then nobody needs to ask further.
  bool empty() const;

  // Ids of the holds that name a unit at `at`; a hold on a category of data means units of
  // collections that have it. `declared` is the unit's collection; null: the schema has it no more.
  std::vector<std::string> On(const UnitRef& unit, const Collection* declared, Instant at) const;

  // Keeps one part under each of the holds, before whatever ends it. Asking again for the same part
  // replaces it. `part` names it within its unit, e.g. the version, a chunk, a segment.
  Status StageKeep(const std::vector<std::string>& holds, const UnitRef& unit, ByteView part,
                   ByteView body, BatchContext& context) const;

  // One page of what a hold keeps, behind `after` (the row key of the last part). Opening it is an
  // operation of its own, decided and journalled by the caller.
  struct Page {
    std::vector<HeldPart> parts;
    Bytes last;
    bool more = false;
  };
  Result<Page> Read(const Permit& permit, const std::string& hold,
                    const std::optional<Bytes>& after, size_t limit) const;

  // Holds that are over at `at` and still have a key.
  Result<std::vector<std::string>> Ended(Instant at) const;
  // When the next hold that keeps something ends; nullopt: none does.
  Result<std::optional<Instant>> NextEnd() const;
  // Removes what ended holds kept and asks for the destruction of their keys. Gives how many parts
  // and holds went.
  Result<std::pair<uint64_t, uint64_t>> StageEnd(Instant at, BatchContext& context,
                                                 size_t limit) const;
  // Opens every copy there is. Errors: kUnavailable.
  Status Inspect(Inspection& found) const;
  // Of one hold: how many parts it keeps.
  Result<uint64_t> Count(const std::string& hold) const;

 private:
  std::shared_ptr<const std::vector<Hold>> holds() const;
  Result<SecretBytes> KeyOf(const std::string& hold) const;

  const Store& store_;
  Keyring& keyring_;
  Random& random_;
  const std::string owner_;
  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Hold>> holds_ = std::make_shared<const std::vector<Hold>>();
};

}  // namespace mandat
