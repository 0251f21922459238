// SPDX-License-Identifier: Apache-2.0
#include "crash/scenario.h"

#include <algorithm>

namespace mandat {

bool Scenario::Ready() {
  if (world_.is_open() && !world_.sound()) {
    world_.Close();
  }
  for (int i = 0; i < 2 && !world_.is_open(); ++i) {
    [[maybe_unused]] const Status opened = world_.Open();
  }
  return world_.is_open();
}

void Scenario::Ask(Act act) {
  if (!Ready()) {
    return;
  }
  const bool is_read = act.kind == Act::Kind::kRead;
  const size_t number = world_.Ask(std::move(act));
  world_.Settle();
  if (!is_read && world_.witness().answer(number).kind == Answer::Kind::kUnknown && Ready()) {
    world_.AskAgain(number);
    world_.Settle();
  }
}

void Scenario::House(void (CrashWorld::*act)()) {
  if (Ready()) {
    (world_.*act)();
    world_.Settle();
  }
}

void Scenario::Run() {
  const uint32_t one = people_ + 1;
  const uint32_t two = people_ + 2;
  people_ += 2;
  if (Ready()) {
    world_.Activate(++version_);
    world_.Settle();
  }
  Ask({Act::Kind::kRegister, one, 0, {}});
  Ask({Act::Kind::kPut, one, 0, R"({"name":"one"})"});
  Ask({Act::Kind::kPut, one, 0, R"({"name":"one, altered"})"});
  Ask({Act::Kind::kRead, one, 0, {}});
  Ask({Act::Kind::kRegister, two, 0, {}});
  House(&CrashWorld::Rewrap);
  Ask({Act::Kind::kPut, two, 1, R"({"line":"two"})"});
  Ask({Act::Kind::kErasePerson, one, 0, {}});
  House(&CrashWorld::Publish);
  Ask({Act::Kind::kPut, two, 0, R"({"name":"two"})"});
  Ask({Act::Kind::kEraseRecord, two, 1, {}});
  Ask({Act::Kind::kRead, two, 0, {}});
}

void Scenario::RunKinds() {
  const uint32_t one = people_ + 1;
  const uint32_t two = people_ + 2;
  people_ += 2;
  constexpr uint32_t kSeries = Witness::kSeries;
  constexpr uint32_t kBlob = Witness::kBlob;
  Ask({Act::Kind::kRegister, one, 0, {}});
  Ask({Act::Kind::kRegister, two, 0, {}});
  Ask({Act::Kind::kPut, one, kSeries, "1=10 2=20 3=30"});
  Ask({Act::Kind::kPut, one, kSeries, "2=21 4=40"});
  Ask({Act::Kind::kPut, one, kBlob, std::string(70'000, 'a')});
  Ask({Act::Kind::kRead, one, kSeries, {}});
  Ask({Act::Kind::kRead, one, kBlob, {}});
  Ask({Act::Kind::kPut, two, kSeries, "5=50"});
  Ask({Act::Kind::kPut, two, kBlob, "first"});
  Ask({Act::Kind::kPut, two, kBlob, "second"});
  Ask({Act::Kind::kErasePerson, two, 0, {}});
  Ask({Act::Kind::kEraseRecord, one, kBlob, {}});
  Ask({Act::Kind::kEraseRecord, one, kSeries, {}});
}

}  // namespace mandat
