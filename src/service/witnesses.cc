// SPDX-License-Identifier: Apache-2.0
#include "service/witnesses.h"

#include <algorithm>
#include <utility>

#include "crypto/note.h"
#include "service/internal/witness_room.h"
#include "service/note_witness.h"

namespace mandat {
namespace {

constexpr std::string_view kCosignedFile = "cosigned";
constexpr std::string_view kSystem = "system";

std::string HomeOf(const AgreementId& id) {
  return id.text() == kSystem ? id.text() : "agreements/" + id.text();
}

}  // namespace

Witnesses::Witnesses(Settings settings, WitnessLine& line, std::unique_ptr<Homes> homes,
                     Agreements& agreements, const TimeSource& time, Trouble trouble)
    : settings_(std::move(settings)),
      line_(line),
      homes_(std::move(homes)),
      agreements_(agreements),
      time_(time),
      trouble_(std::move(trouble)) {
  for (const WitnessPeer& peer : settings_.peers) {
    peers_.push_back(std::make_unique<Peer>(Peer{.config = peer}));
    threads_.push_back(std::make_unique<Workers>(1));
  }
}

Witnesses::~Witnesses() { Close(); }

void Witnesses::Close() {
  std::unique_lock lock(mutex_);
  closing_ = true;
  idle_.wait(lock, [this] { return under_way_ == 0; });
}

bool Witnesses::LooksAt(const AgreementId& agreement) const {
  return std::ranges::any_of(settings_.peers,
                             [&](const WitnessPeer& peer) { return peer.LooksAt(agreement); });
}

std::vector<VerifierKey> Witnesses::Keys() const {
  std::vector<VerifierKey> keys;
  for (const WitnessPeer& peer : settings_.peers) {
    keys.push_back(peer.key);
  }
  return keys;
}

void Witnesses::Visit(const std::shared_ptr<OpenAgreement>& agreement) {
  if (LooksAt(agreement->id()) && IsDue(*agreement, time_.Now())) {
    Begin(agreement, nullptr);
  }
}

void Witnesses::Report() {
  for (Matter& matter : MattersAt(time_.Now())) {
    Tell(std::move(matter));
  }
}

bool Witnesses::IsDue(OpenAgreement& agreement, Instant now) const {
  const uint64_t size = agreement.journal().head().size;
  const std::lock_guard lock(mutex_);
  const auto found = rooms_.find(agreement.id());
  if (closing_ || size == 0 || found == rooms_.end()) {
    return !closing_ && size != 0;
  }
  const Room& room = *found->second;
  return !room.running && room.settled != size &&
         (!room.asked || now - *room.asked >= settings_.every);
}

void Witnesses::Ask(const std::shared_ptr<OpenAgreement>& agreement,
                    Done<CosignedCheckpoint> done) {
  Begin(agreement, std::move(done));
}

// Who asks while a round is under way waits for the next: the one under way may be of a checkpoint
// that is too old for it.
void Witnesses::Begin(const std::shared_ptr<OpenAgreement>& agreement,
                      Done<CosignedCheckpoint> done) {
  std::unique_lock lock(mutex_);
  if (closing_) {
    lock.unlock();
    if (done) {
      done(Fail(Error::Unavailable("the server is stopping")));
    }
    return;
  }
  std::unique_ptr<Room>& room = rooms_[agreement->id()];
  if (!room) {
    room = std::make_unique<Room>();
  }
  if (room->running) {
    if (done) {
      room->waiting.push_back(std::move(done));
    }
    return;
  }
  auto round = std::make_shared<Round>();
  round->agreement = agreement;
  if (done) {
    round->dones.push_back(std::move(done));
  }
  Launch(*room, std::move(round));
}

// Requires: the lock.
void Witnesses::Launch(Room& room, std::shared_ptr<Round> round) {
  room.running = true;
  ++under_way_;
  starter_.Post([this, round = std::move(round)] { Start(round); });
}

void Witnesses::Start(const std::shared_ptr<Round>& round) {
  Journal& journal = round->agreement->journal();
  Result<std::string> published = journal.Publish();
  if (!published) {
    return End(round, Fail(std::move(published).error()));
  }
  const Result<VerifierKey> log = ParseVerifierKey(journal.verifier_key());
  if (!log) {
    return End(round, Fail(log.error()));
  }
  round->log = *log;
  round->published = std::move(*published);
  Result<CosignedNote> note = CosignedNote::Open(round->published, round->log, {});
  if (!note) {
    return End(round, Fail(std::move(note).error()));
  }
  round->note = std::move(*note);
  LoadCosigned(*round);
  const std::vector<size_t> chosen = Choose(*round);
  if (chosen.empty()) {
    return Finish(round);
  }
  for (const size_t peer : chosen) {
    threads_[peer]->Post([this, peer, round] { AskOne(peer, round); });
  }
}

// Whom to ask about this checkpoint: those who look at the journal, have not cosigned it, and could
// be reached lately.
std::vector<size_t> Witnesses::Choose(Round& round) {
  const Instant now = time_.Now();
  const std::lock_guard lock(mutex_);
  Room& room = *rooms_[round.agreement->id()];
  room.asked = now;
  if (room.cosigned) {
    round.note->AddAllOf(*room.cosigned);
  }
  std::vector<size_t> chosen;
  for (size_t i = 0; i < peers_.size(); ++i) {
    const Peer& peer = *peers_[i];
    if (!peer.config.LooksAt(round.agreement->id()) || round.note->FindBy(peer.config.key)) {
      continue;
    }
    if (peer.rests_until && *peer.rests_until > now) {
      Pair& pair = room.pairs[i];
      pair.waits_since = pair.waits_since.value_or(now);
      continue;
    }
    chosen.push_back(i);
  }
  round.open = chosen.size();
  return chosen;
}

// What was cosigned before a start. Lost, it is asked for again.
void Witnesses::LoadCosigned(const Round& round) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(rooms_[round.agreement->id()]->is_loaded, true)) {
      return;
    }
  }
  const AgreementId& id = round.agreement->id();
  const Result<std::unique_ptr<Home>> home = homes_->Open(HomeOf(id));
  Result<std::optional<Bytes>> bytes = home ? (*home)->ReadFile(std::string(kCosignedFile))
                                            : Result<std::optional<Bytes>>(Fail(home.error()));
  if (!bytes || !*bytes) {
    return;
  }
  Result<CosignedNote> cosigned = CosignedNote::Open(std::move(**bytes), round.log, Keys());
  if (!cosigned) {
    return trouble_("cosigned checkpoint is damaged, and asked for again", id.text());
  }
  const std::lock_guard lock(mutex_);
  Room& room = *rooms_[id];
  for (size_t i = 0; i < peers_.size(); ++i) {
    if (const auto* cosignature = cosigned->FindBy(peers_[i]->config.key)) {
      Pair& pair = room.pairs[i];
      pair.there = pair.cosigned = cosigned->size();
      pair.cosigned_at = cosignature->at;
    }
  }
  room.cosigned = std::move(*cosigned);
}

void Witnesses::AskOne(size_t peer, const std::shared_ptr<Round>& round) {
  uint64_t old_size = 0;
  bool is_resting = false;
  {
    const Instant now = time_.Now();
    const std::lock_guard lock(mutex_);
    old_size = rooms_[round->agreement->id()]->pairs[peer].there;
    const std::optional<Instant>& rests = peers_[peer]->rests_until;
    is_resting = closing_ || (rests && *rests > now);
  }
  Answer answer;
  if (is_resting) {
    answer.there = old_size;
    answer.trouble = "could not be reached";
  } else {
    answer = Converse(*peers_[peer], *round, old_size);
  }
  Take(peer, round, std::move(answer));
}

void Witnesses::Take(size_t peer, const std::shared_ptr<Round>& round, Answer answer) {
  const Instant now = time_.Now();
  bool is_last = false;
  {
    const std::lock_guard lock(mutex_);
    Pair& pair = rooms_[round->agreement->id()]->pairs[peer];
    pair.there = answer.there;
    pair.objects = answer.objects;
    pair.trouble = std::move(answer.trouble);
    if (answer.was_silent) {
      peers_[peer]->rests_until = now + settings_.every;
    }
    if (answer.cosignature) {
      pair.cosigned = round->note->size();
      pair.cosigned_at = answer.cosignature->at;
      pair.waits_since.reset();
      pair.has_answered = true;
      round->note->Add(std::move(*answer.cosignature));
      round->has_more = true;
    } else {
      pair.waits_since = pair.waits_since.value_or(now);
    }
    is_last = --round->open == 0;
  }
  if (is_last) {
    Finish(round);
  }
}

// Durable before anybody is given it.
void Witnesses::Finish(const std::shared_ptr<Round>& round) {
  const AgreementId& id = round->agreement->id();
  if (round->has_more) {
    const Result<std::unique_ptr<Home>> home = homes_->Open(HomeOf(id));
    const Status written =
        home ? (*home)->WriteFile(std::string(kCosignedFile), round->note->Format(Keys()))
             : Status(Fail(home.error()));
    if (!written) {
      trouble_("cosigned checkpoint cannot be kept", written.error().message);
    }
  }
  End(round, OutcomeOf(*round));
}

CosignedCheckpoint Witnesses::OutcomeOf(const Round& round) const {
  CosignedCheckpoint outcome;
  outcome.note = round.note->Format(Keys());
  const std::lock_guard lock(mutex_);
  const Room& room = *rooms_.at(round.agreement->id());
  for (size_t i = 0; i < peers_.size(); ++i) {
    const WitnessPeer& peer = peers_[i]->config;
    if (!peer.LooksAt(round.agreement->id())) {
      continue;
    }
    const auto* cosignature = round.note->FindBy(peer.key);
    const auto pair = room.pairs.find(i);
    outcome.witnesses.push_back(
        {peer.name, peer.key.name,
         cosignature != nullptr ? std::optional(cosignature->at) : std::nullopt,
         cosignature == nullptr && pair != room.pairs.end() ? pair->second.trouble : ""});
  }
  return outcome;
}

void Witnesses::End(const std::shared_ptr<Round>& round, Result<CosignedCheckpoint> outcome) {
  std::vector<Done<CosignedCheckpoint>> refused;
  {
    const std::lock_guard lock(mutex_);
    Room& room = *rooms_[round->agreement->id()];
    room.running = false;
    if (outcome) {
      const bool all = std::ranges::all_of(
          outcome->witnesses, [](const WitnessSaid& said) { return said.cosigned_at.has_value(); });
      room.settled = all ? std::optional(round->note->size()) : std::nullopt;
      if (!round->note->cosignatures().empty()) {
        room.cosigned = *round->note;
      }
    }
    if (closing_) {
      refused = std::exchange(room.waiting, {});
    } else if (!room.waiting.empty()) {
      auto next = std::make_shared<Round>();
      next->agreement = round->agreement;
      next->dones = std::exchange(room.waiting, {});
      Launch(room, std::move(next));
    }
  }
  for (Done<CosignedCheckpoint>& done : round->dones) {
    done(outcome);
  }
  for (Done<CosignedCheckpoint>& done : refused) {
    done(Fail(Error::Unavailable("the server is stopping")));
  }
  const std::lock_guard lock(mutex_);
  --under_way_;
  idle_.notify_all();
}

std::vector<WitnessState> Witnesses::States() const {
  const std::lock_guard lock(mutex_);
  std::vector<WitnessState> states;
  for (const auto& [id, room] : rooms_) {
    for (const auto& [peer, pair] : room->pairs) {
      states.push_back({peers_[peer]->config.name, id.text(), pair.cosigned, pair.cosigned_at,
                        pair.waits_since, pair.objects, pair.trouble});
    }
  }
  return states;
}

// Requires: the lock.
bool Witnesses::IsSilent(size_t peer, Instant now) const {
  return std::ranges::any_of(rooms_, [&](const auto& one) {
    const auto pair = one.second->pairs.find(peer);
    return pair != one.second->pairs.end() && !pair->second.objects && pair->second.waits_since &&
           now - *pair->second.waits_since >= settings_.silent_after;
  });
}

Witnesses::Standing Witnesses::Overall() const {
  const Instant now = time_.Now();
  const std::lock_guard lock(mutex_);
  if (peers_.empty()) {
    return Standing::kNone;
  }
  bool is_silent = false;
  for (size_t i = 0; i < peers_.size(); ++i) {
    const bool objects = std::ranges::any_of(rooms_, [i](const auto& one) {
      const auto pair = one.second->pairs.find(i);
      return pair != one.second->pairs.end() && pair->second.objects;
    });
    if (objects) {
      return Standing::kObjecting;
    }
    is_silent = is_silent || IsSilent(i, now);
  }
  return is_silent ? Standing::kSilent : Standing::kCosigning;
}

}  // namespace mandat
