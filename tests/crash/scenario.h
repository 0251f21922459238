// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "crash/crash_world.h"

namespace mandat {

// The same acts in the same order, each with its own commit, for one new person after the other:
// activate, register, put, alter, read, erase a record and a person, re-wrap, publish.
//
// A client that gets no answer to a write asks again once, after the agreement was opened anew when
// it asked for that; the house does not. What cannot be opened twice in a row is given up.
class Scenario {
 public:
  explicit Scenario(CrashWorld& world) : world_(world) {}

  // Runs it once, with people that it has not used before.
  void Run();
  // The same for series and blobs of one new person: add points, correct one, read, upload,
  // replace, read, erase each of them, and a person who has both.
  void RunKinds();

  // Opens the agreement if it is not open, or not sound. False when there is no agreement to talk
  // to.
  bool Ready();

 private:
  void Ask(Act act);
  void House(void (CrashWorld::*act)());

  CrashWorld& world_;
  uint32_t people_ = 0;
  uint32_t version_ = 0;
};

}  // namespace mandat
