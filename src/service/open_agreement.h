// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/limits.h"
#include "gate/gate.h"
#include "journal/journal.h"
#include "keyring/keyring.h"
#include "life/life.h"
#include "store/home.h"
#include "trail/trail.h"
#include "vault/blobs.h"
#include "vault/series.h"
#include "vault/vault.h"

namespace mandat {

// What every open agreement of the process shares. All must outlive them.
struct Environment {
  const RootKey& root;
  const TimeSource& time;
  Random& random;
  Workers& workers;                   // sequencers run here
  std::string origin;                 // journals are named `<origin>/<agreement id>`
  const ClockTrust* trust = nullptr;  // null: the clock is always right
  Limits limits = {};
  std::chrono::hours rewrap_every{1};  // at the earliest, behind the last re-wrap
};

// What was recorded about an agreement, and in which entry each event stands.
struct LifeBook {
  Life life;
  std::vector<EntryIndex> entries;
};

// Everything of one agreement while it is open: data, keys, journal and the one writer. The
// system's own directory has the same shape, without a mandate.
class OpenAgreement {
 public:
  // Opens or makes the agreement in `home`, finishes what a crash interrupted, and loads the
  // agreement in force if there is one. Errors: kCorrupt, kUnavailable.
  static Result<std::shared_ptr<OpenAgreement>> Open(std::unique_ptr<Home> home, AgreementId id,
                                                     const Environment& environment);

  // Waits until nothing is in flight: works refer to their agreement without owning it.
  ~OpenAgreement();

  const AgreementId& id() const { return id_; }
  Keyring& keyring() { return *keyring_; }
  const Keyring& keyring() const { return *keyring_; }
  Journal& journal() { return *journal_; }
  const Journal& journal() const { return *journal_; }
  Gate& gate() const { return *gate_; }
  Vault& vault() { return *vault_; }
  const Vault& vault() const { return *vault_; }
  Blobs& blobs() { return *blobs_; }
  Series& series() { return *series_; }
  const Store& store() const { return *store_; }
  // Who is behind the entries of the journal. Threading: beside everything else.
  Trail trail() const { return Trail(*store_, *keyring_, journal_->name()); }
  Random& random() { return random_; }
  const Limits& limits() const { return limits_; }
  // Until when purges, shreds and deemed consents may go: behind `now` while a jump of the clock
  // waits for somebody, and never ahead of the clock, which may have been put right again while
  // agreement time stays where it had come. Invariant (agreement time never goes back).
  Instant Settled(Instant now) const {
    now = std::min(now, time_.Now());
    return trust_ != nullptr ? trust_->Settled(now) : now;
  }
  bool clock_waits() const { return trust_ != nullptr && trust_->is_waiting(); }
  // Errors: kUnavailable. Threading: beside everything else.
  Status ReclaimStore() { return store_->Reclaim(); }
  // It waits for what is in flight: who goes on in batches stops.
  bool is_closing() const { return closing_; }
  // When expiry, indexing, a re-wrap or reclaiming is due at the earliest; nullopt: never, as
  // things are.
  Result<std::optional<Instant>> NextHousekeeping() const;
  // Somebody was erased, in this entry: to be looked at again by VerifyErasures.
  void OweLook(const SubjectId& subject, EntryIndex erasure);
  std::vector<std::pair<SubjectId, EntryIndex>> TakeLooks();
  // Null until a version has been activated.
  std::shared_ptr<const Mandate> mandate() const { return gate_->mandate(); }
  // Never null. Threading: any number of callers.
  std::shared_ptr<const LifeBook> life_book() const;
  // Called by the house work that recorded events, once they are durable. A null schedule leaves
  // the agreement without a mandate.
  void SetLife(std::shared_ptr<const LifeBook> book,
               std::shared_ptr<const MandateSchedule> schedule);

 private:
  OpenAgreement(std::unique_ptr<Home> home, AgreementId id, const Environment& environment)
      : home_(std::move(home)),
        id_(std::move(id)),
        random_(environment.random),
        time_(environment.time),
        trust_(environment.trust),
        limits_(environment.limits),
        rewrap_every_(environment.rewrap_every),
        life_(std::make_shared<const LifeBook>(LifeBook{Life(id_), {}})) {}

  Status CheckKeyFiles() const;
  Status LoadLife();
  Result<ProposedTexts> LoadTexts(const Event& event) const;
  Status CheckAgainstJournal(const LifeBook& book) const;

  std::unique_ptr<Home> home_;
  const AgreementId id_;
  Random& random_;
  const TimeSource& time_;
  const ClockTrust* const trust_;
  const Limits limits_;
  const std::chrono::hours rewrap_every_;
  std::unique_ptr<Keyring> keyring_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Blobs> blobs_;    // attached to the vault
  std::unique_ptr<Series> series_;  // attached to the vault
  mutable std::mutex life_mutex_;
  std::shared_ptr<const LifeBook> life_;
  std::atomic<bool> closing_ = false;
  std::mutex looks_mutex_;
  std::vector<std::pair<SubjectId, EntryIndex>> looks_;  // in memory alone: ids must not outlive
};

// The three texts of an agreement version as they were activated.
struct AgreementTexts {
  std::string form;
  std::string instance;
  std::string schema;
};

// Where the hash of an activated version stays, in hexadecimal, for as long as the agreement.
Bytes VersionHashRow(uint32_t version);
// The index of the entry that records the activation, 8 bytes.
Bytes ActivationRow(uint32_t version);

// Parses and compiles all three. Findings instead when one of them has errors.
struct Compiled {
  std::shared_ptr<const Mandate> mandate;  // null when there are findings
  std::vector<Finding> findings;
  std::string rendered;  // the findings with the text underlined
};
Compiled CompileAgreement(const AgreementTexts& texts);

// The events by which texts that both parties accepted elsewhere come into force at once: the
// evidence is what the agreement says of its acceptance. `now` is when they are recorded.
// Source: GDPR Art. 28(9).
std::vector<Event> EventsOfActivation(const Mandate& mandate, const TextHashes& texts, Instant now);
TextHashes HashesOf(const AgreementTexts& texts);

// SHA-256 over the canonical forms of agreement and schema: identifies what is in force.
Hash VersionHash(const Agreement& agreement, const ServiceSchema& schema);
inline Hash VersionHash(const Mandate& mandate) {
  return VersionHash(mandate.agreement(), mandate.schema());
}

}  // namespace mandat
