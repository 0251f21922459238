// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/world.h"

namespace mandat::sim {

// What people do with an agreement; which of it, and how, is left to chance. Each looks at what was
// answered beside what World::Do looks at.

// acts_docket.cc
void ActHappen(World& world, Room& room);
void ActChangeDuty(World& world, Room& room);
// acts_notices.cc
void ActContact(World& world, Room& room);
void ActSendNotice(World& world, Room& room);
void ActAnswerNotice(World& world, Room& room);
// acts_people.cc: agreements with the small form only
void ActRegister(World& world, Room& room);
void ActPut(World& world, Room& room);
void ActRead(World& world, Room& room);
void ActErase(World& world, Room& room);
// What is erased was not under a hold on its collection, or with no name on any.
void RequireMayErase(World& world, const Room& room, const std::string& collection,
                     const std::optional<Instant>& erased);
// acts_letters.cc: the same
void ActPutLetter(World& world, Room& room);
void ActReadLetter(World& world, Room& room);
void ActMark(World& world, Room& room);
// acts_holds.cc, acts_series.cc, acts_blobs.cc, acts_batch.cc: the same
void ActHold(World& world, Room& room);
void ActReadHeld(World& world, Room& room);
void ActAppendPoints(World& world, Room& room);
void ActReadPoints(World& world, Room& room);
void ActEraseSeries(World& world, Room& room);
void ActUpload(World& world, Room& room);
void ActReadFile(World& world, Room& room);
void ActEraseFile(World& world, Room& room);
void ActPutBatch(World& world, Room& room);
// acts_life.cc
void ActActivate(World& world, Room& room);
void ActRecordEvent(World& world, Room& room);
void ActEnd(World& world, Room& room);

}  // namespace mandat::sim
