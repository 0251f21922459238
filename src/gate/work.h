// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "format/entry.h"
#include "gate/permit.h"
#include "gate/release.h"
#include "gate/versions.h"
#include "keyring/keyring.h"
#include "store/store.h"

namespace mandat {

// What an act adds to its journal entry, where it stands as counts, salted roots and hashes; and
// what it adds to the trail beside it.
struct Facts {
  uint64_t units_count = 0;
  uint64_t people_count = 0;
  Bytes salt;         // 16 bytes when people_root was made with it; else drawn by the gate
  Bytes people_root;  // root over salted person tags
  std::vector<SubjectId> people;  // in the order of the tags; for the trail alone, never in clear
  Bytes sealed_hash;              // SHA-256 over sealed bytes
  std::string detail;
};

// The batch that an act takes part in, as seen from the agreement's sequencer.
struct BatchContext {
  Instant at;          // the batch's instant: everything in it is decided and valid then
  EntryIndex entry;    // index that this act's entry will have
  Staging& staging;    // effects go in here; reads from it see what the batch will have done
  Versions& versions;  // to be touched for all that changes
  std::vector<SubjectId>& shred_subjects;  // keys to destroy once the batch is durable
  std::vector<Bucket>& shred_buckets;
  std::vector<NamedKey>& shred_named;
};

// Names a request that may be sent twice. Only keyed hashes are kept, and no body.
struct Idempotency {
  Bytes key_tag;       // keyed hash of caller and Idempotency-Key
  Bytes request_hash;  // keyed hash of the request
};

// One operation on its way through the gate: made by a use case, decided at its batch's instant,
// put into the journal, and finished exactly once. Threading: made on any thread, then owned by the
// gate; Act, Committed and Finish run on the agreement's sequencer.
class Work {
 public:
  // An act on personal data, decided by the mandate.
  Work(Operation operation, Bytes actor)
      : operation_(std::move(operation)), actor_(std::move(actor)) {}
  virtual ~Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  const Operation& operation() const { return operation_; }
  const Bytes& actor() const { return actor_; }
  const std::optional<Idempotency>& idempotency() const { return idempotency_; }
  void set_idempotency(Idempotency idempotency) { idempotency_ = std::move(idempotency); }

  // Writes come behind the reads of a batch, so that every read sees the state before it.
  virtual bool writes() const = 0;

  // Allowed at the batch's instant: checks a read again, or stages the effect of a write. An error
  // stages nothing; kNotFound, kShredded and kRefused (a person's data is restricted, objected to
  // or held) are journalled, other kinds are not.
  virtual Result<Facts> Act(Permit permit, BatchContext& context) = 0;

  // What an answer to the same idempotency key will need: ids and versions, never bodies.
  virtual Bytes ReplayNote() const { return {}; }

  // Called exactly once: the entry is durable, or the error says why not (its `entry` is set when a
  // refusal was journalled).
  virtual void Finish(Result<Release> release) = 0;

 private:
  Operation operation_;
  Bytes actor_;
  std::optional<Idempotency> idempotency_;
};

// An act of the house, not on personal data: activation, re-wrapping, expiry. Not decided by the
// mandate, journalled all the same. It is the only act of its batch.
class HouseWork {
 public:
  explicit HouseWork(Bytes actor) : actor_(std::move(actor)) {}
  virtual ~HouseWork() = default;
  HouseWork(const HouseWork&) = delete;
  HouseWork& operator=(const HouseWork&) = delete;

  const Bytes& actor() const { return actor_; }

  // Stages effects and fills act, clause, version, counts and detail of the entry; false when there
  // is nothing to do and nothing to journal.
  virtual Result<bool> Act(Entry& entry, BatchContext& context) = 0;
  // Runs once the batch is durable, before Finish. An error is passed on to Finish.
  virtual Status Committed() { return {}; }
  virtual void Finish(Result<Release> release) = 0;

 private:
  Bytes actor_;
};

}  // namespace mandat
