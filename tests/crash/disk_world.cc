// SPDX-License-Identifier: Apache-2.0
#include "crash/disk_world.h"

#include <stdlib.h>

#include <algorithm>
#include <random>
#include <thread>

#include "base/assert.h"
#include "store/rocks/disk_home.h"

namespace mandat {
namespace {

constexpr size_t kClients = 3;
constexpr uint64_t kActsPerClient = 30;
constexpr size_t kOpenRequestsMax = 12;
constexpr uint32_t kPeopleInUse = 6;  // clients meet on the newest people
constexpr uint64_t kOpeningSteps = 60;

// What is put: a record, a few points or the content of a blob, mostly of one segment.
std::string BodyOf(uint32_t record, uint64_t mark, std::mt19937_64& random) {
  if (record == Witness::kSeries) {
    Points points;
    for (uint64_t i = 0; i <= random() % 4; ++i) {
      points[static_cast<uint32_t>(random() % Witness::kMinutes)] = static_cast<int64_t>(mark + i);
    }
    return FormatPoints(points);
  }
  if (record == Witness::kBlob) {
    return std::to_string(mark) + std::string(random() % (random() % 4 == 0 ? 90'000 : 900), 'b');
  }
  return R"({"name":")" + std::to_string(mark) + std::string(random() % 600, 'n') + R"("})";
}

}  // namespace

ScratchDirectory::ScratchDirectory() {
  const std::filesystem::path memory = "/dev/shm";
  const std::filesystem::path parent =
      std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  std::string name = (parent / "mandat-crash-XXXXXX").string();
  MANDAT_ASSERT(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

uint64_t BaseSeed() {
  const char* text = getenv("MANDAT_CRASH_SEED");
  return text == nullptr ? 1 : strtoull(text, nullptr, 10);
}

DiskWorld::DiskWorld(uint64_t seed, size_t write_buffer_bytes)
    : disk_(std::make_shared<FaultyFileSystem>(scratch_.path() / "graveyard")),
      env_(MakeFaultyEnv(disk_)),
      budget_(RocksBudget::Make(size_t{8} << 20, write_buffer_bytes)),
      world_([this] { return DiskHome::Open(home(), budget_, env_.get()); }, seed) {}

DiskWorld::~DiskWorld() { world_.Close(); }

void DiskWorld::LosePower(uint64_t seed) {
  disk_->PowerOff();
  world_.Close();
  disk_->Damage(seed);
}

std::vector<Harm> DiskWorld::OpenAndExamine() {
  if (const Status opened = world_.Open(); !opened) {
    return {{Harm::Kind::kLost, "does not open: " + opened.error().message}};
  }
  return Judge(world_).Examine();
}

std::vector<Harm> DiskWorld::CrashOnce(uint64_t seed) {
  std::mt19937_64 random(seed);
  const bool while_opening = world_.is_open() && random() % 4 == 0;
  if (while_opening) {
    world_.Close();
  }
  const uint64_t before = disk_->steps();
  disk_->Plan(DiskFault::kPowerLoss,
              1 + random() % (while_opening ? kOpeningSteps : steps_per_load_ * 3 / 4));
  if (world_.is_open() || world_.Open()) {
    RunLoad(random());
  }
  if (disk_->is_off()) {
    ++crashes_under_way_;
  } else {
    steps_per_load_ = std::max<uint64_t>(disk_->steps() - before, kOpeningSteps);
  }
  LosePower(random());
  return OpenAndExamine();
}

void DiskWorld::RunLoad(uint64_t seed) {
  if (!world_.agreement().mandate()) {
    world_.Activate(1);
    world_.Settle();
  }
  std::vector<std::jthread> clients;
  for (uint64_t i = 0; i < kClients; ++i) {
    clients.emplace_back([this, seed, i] { RunClient(seed + i); });
  }
}

// Sends without waiting, up to a bound, so that batches form.
void DiskWorld::RunClient(uint64_t seed) {
  std::mt19937_64 random(seed);
  for (uint64_t i = 0; i < kActsPerClient && !disk_->is_off(); ++i) {
    world_.Settle(kOpenRequestsMax);
    const uint32_t newest = people_.load();
    const uint32_t person =
        newest - static_cast<uint32_t>(random() % std::min(newest, kPeopleInUse));
    const auto record = static_cast<uint32_t>(random() % Witness::kUnitsPerPerson);
    const uint64_t choice = random() % 1000;
    if (choice < 120) {
      world_.Ask({Act::Kind::kRegister, people_.fetch_add(1) + 1, 0, {}});
    } else if (choice < 600) {
      world_.Ask({Act::Kind::kPut, person, record, BodyOf(record, seed + i, random)});
    } else if (choice < 880) {
      world_.Ask({Act::Kind::kRead, person, record, {}});
    } else if (choice < 940) {
      world_.Ask({Act::Kind::kErasePerson, person, 0, {}});
    } else if (choice < 970) {
      world_.Ask({Act::Kind::kEraseRecord, person, record, {}});
    } else if (choice < 990) {
      world_.Publish();
    } else if (choice < 996) {
      world_.Rewrap();
    } else {
      world_.Activate(versions_.fetch_add(1) + 1);
    }
  }
}

}  // namespace mandat
