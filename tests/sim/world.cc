// SPDX-License-Identifier: Apache-2.0
#include "sim/world.h"

#include <cstdio>

#include "sim/marks.h"

namespace mandat::sim {
namespace {

constexpr std::string_view kOrigin = "mandat.example/journal";

}  // namespace

World::World(uint64_t seed, Plant plant)
    : chance_(seed),
      disk_(plant),
      time_(*Instant::Parse("2026-03-02T09:00:00Z")),
      edge_time_(time_),
      random_(seed + 1),
      root_(SecretBytes(Bytes(SecretBytes::kBytes, 'r'))),
      receiver_(seed + 2, plant, trouble_),
      workers_(1),
      senders_(1),
      system_room_(std::make_unique<Room>(*AgreementId::Parse("system"), Cast{"system", "", true},
                                          trouble_, receiver_)) {}

World::~World() { Close(); }

void World::Note(std::string_view what) {
  if (is_verbose_) {
    std::printf("%s %.*s\n", time_.Now().Format().c_str(), static_cast<int>(what.size()),
                what.data());
  }
}

std::string World::HomeOf(const Room& room) const {
  return &room == system_room_.get() ? "system" : "agreements/" + room.book.id().text();
}

Room* World::FindRoom(const AgreementId& id) {
  for (const std::unique_ptr<Room>& room : rooms_) {
    if (room->book.id() == id) {
      return room.get();
    }
  }
  return nullptr;
}

void World::Settle() {
  for (Workers* workers : {&senders_, &workers_}) {
    std::mutex mutex;
    std::condition_variable reached;
    bool is_reached = false;
    workers->Post([&] {
      const std::lock_guard lock(mutex);
      is_reached = true;
      reached.notify_one();
    });
    std::unique_lock lock(mutex);
    reached.wait(lock, [&is_reached] { return is_reached; });
  }
}

void World::Start() {
  const Environment environment{root_, edge_time_, random_, workers_, std::string(kOrigin)};
  Result<std::unique_ptr<Agreements>> opened = Agreements::Open(disk_.MakeHomes(), environment);
  if (!opened) {
    return trouble_.Require(false, "what was closed or crashed opens again",
                            opened.error().message);
  }
  agreements_ = std::move(*opened);
  // One round a visit, so that a visit is a known number of entries.
  postman_ = std::make_unique<Postman>(templates_, Postman::Channels{&receiver_, &receiver_},
                                       Postman::Patience{.at_once = 1000}, random_, senders_,
                                       [this](const AgreementId& id, const Error& error) {
                                         RequireNoLeak(error.message, "what the postman says");
                                         Note(id.text() + " postman: " + error.message);
                                       });
  needs_start_ = false;
  Look(*system_room_, agreements_->shared_system());
}

void World::Close() {
  if (postman_) {
    postman_->Drain();
    Settle();
    postman_.reset();
  }
  agreements_.reset();
}

void World::Restart(std::chrono::microseconds stood) {
  time_.Restart(time_.Now() + watch_.back() + stood);
  Start();
  if (is_running()) {
    watch_.Started(time_.Now(), agreements_->clock().waiting().has_value());
  }
}

void World::RequireNoLeak(std::string_view text, std::string_view where) {
  if (const auto mark = FindMark(text, Marks::kAll)) {
    trouble_.Require(false, "no personal data leaks sideways",
                     std::string(*mark) + " in " + std::string(where));
  }
  if (const std::optional<std::string> leak = disk_.TakeLeak()) {
    trouble_.Require(false, "no personal data leaks sideways", *leak);
  }
}

void World::Crash() {
  Note("crash");
  ++counts_.crashes;
  postman_->Drain();
  Settle();
  disk_.SetPower(false);
  Close();
  disk_.SetPower(true);
  if (disk_.Damage()) {
    Note("damaged");
  }
}

void World::SetFault(const std::string& home, uint64_t within) {
  ++counts_.faults;
  constexpr auto kFaults = std::to_array<CommitFault>(
      {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept});
  const CommitFault fault = chance_.PickOf(kFaults);
  disk_.HomeOf(home).FailCommit(fault, 1 + static_cast<int>(chance_.Below(within)));
}

void World::ClearFaults() {
  disk_.HomeOf("system").FailCommit(CommitFault::kNone, 0);
  disk_.HomeOf("system").FailFile(false, 0);
  for (const std::unique_ptr<Room>& room : rooms_) {
    disk_.HomeOf(HomeOf(*room)).FailCommit(CommitFault::kNone, 0);
    disk_.HomeOf(HomeOf(*room)).FailFile(false, 0);
  }
}

std::shared_ptr<OpenAgreement> World::Enter(Room& room) {
  std::shared_ptr<OpenAgreement> agreement;
  if (&room == system_room_.get()) {
    agreement = agreements_->shared_system();
  } else {
    Result<std::shared_ptr<OpenAgreement>> found = agreements_->FindOrMake(room.book.id());
    if (!found) {
      trouble_.Require(needs_start_, "what was closed or crashed opens again",
                       room.book.id().text() + ": " + found.error().message);
      return nullptr;
    }
    agreement = std::move(*found);
  }
  Look(room, agreement);
  return agreement;
}

// Opened anew, it is as it was, but for what an act of unknown outcome left.
void World::Look(Room& room, const std::shared_ptr<OpenAgreement>& agreement) {
  if (room.seen.lock() == agreement) {
    return;
  }
  room.seen = agreement;
  const size_t grew = room.book.SurveyAnew(*agreement, time_.Now());
  if (grew > 0 && room.if_kept && room.book.is_newest_done()) {
    (*room.if_kept)();
  }
  room.if_kept.reset();
  room.book.Audit(*agreement, chance_);
}

void World::Conclude(Room& room, Limits limits, const Error* error, std::optional<bool> is_sound,
                     std::function<void()> done, Instant wall) {
  if (is_sound == false) {
    // Nobody knows: the store is asked, once.
    ++counts_.unknown;
    room.book.ExpectUnknown(limits.most, wall);
    if (done) {
      room.if_kept.emplace(std::move(done));
    }
    if (&room == system_room_.get()) {
      needs_start_ = true;
      return;
    }
    Settle();  // whoever still answers lets go of it
    Enter(room);
    return;
  }
  const std::shared_ptr<OpenAgreement> agreement = Enter(room);
  if (!agreement) {
    return;
  }
  if (error == nullptr) {
    room.book.Survey(*agreement, limits, wall);
    if (done) {
      done();
    }
    return;
  }
  ++counts_.refused;
  const size_t noted = error->entry ? 1 : 0;  // the refusal itself
  room.book.Survey(*agreement, {noted, noted + limits.partial}, wall);
}

}  // namespace mandat::sim
