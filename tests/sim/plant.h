// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace mandat::sim {

// What goes wrong at the world's edge on purpose, to see that it is noticed.
enum class Plant : uint8_t {
  kNone,
  kLostClock,        // a crash loses the row of the next reminder
  kDoubleFiring,     // a crash brings back a reminder that has fired
  kEarlyFiring,      // the time source is ahead while clocks fire
  kLostNotice,       // a crash loses a notice's place in the queue
  kThrownAway,       // a channel says "accepted" and throws the notice away
  kSilentDuplicate,  // a channel delivers and says that it did not
  kLostCommit,       // a crash loses a commit that was answered
  kTimeBack,         // a crash loses how far agreement time had come
  kHeldLost,         // a crash loses what a hold keeps
  kMarkLost,         // a crash loses a restriction
  kSharedLost,       // a crash loses a record that somebody of its people is still in
  kHistoryBack,      // a crash brings back earlier versions of what was erased
  kIndexBack,        // a crash brings back rows of the blind index
  kIndexLost,        // a crash loses rows of the blind index
  kErasedBack,       // a crash brings back the key and the records of an erased person
  kChunkLost,        // a crash loses a chunk of points
  kChunkBack,        // a crash brings back chunks of what was erased or is over
  kSegmentLost,      // a crash loses a segment of a blob
  kUploadLost,       // a crash loses how far an upload had come
  kHeldUnitLost,     // a crash loses what a hold on a person, a unit or a collection keeps
  kBatchTorn,        // a crash loses one record of a batch
  kLeak,             // what is sent out names a person
};

struct PlantName {
  Plant plant;
  std::string_view name;
};
inline constexpr auto kPlantNames = std::to_array<PlantName>({
    {Plant::kLostClock, "lost-clock"},     {Plant::kDoubleFiring, "double-firing"},
    {Plant::kEarlyFiring, "early-firing"}, {Plant::kLostNotice, "lost-notice"},
    {Plant::kThrownAway, "thrown-away"},   {Plant::kSilentDuplicate, "silent-duplicate"},
    {Plant::kLostCommit, "lost-commit"},   {Plant::kTimeBack, "time-back"},
    {Plant::kHeldLost, "held-lost"},       {Plant::kMarkLost, "mark-lost"},
    {Plant::kSharedLost, "shared-lost"},   {Plant::kHistoryBack, "history-back"},
    {Plant::kIndexBack, "index-back"},     {Plant::kIndexLost, "index-lost"},
    {Plant::kErasedBack, "erased-back"},   {Plant::kChunkLost, "chunk-lost"},
    {Plant::kChunkBack, "chunk-back"},     {Plant::kSegmentLost, "segment-lost"},
    {Plant::kUploadLost, "upload-lost"},   {Plant::kHeldUnitLost, "held-unit-lost"},
    {Plant::kBatchTorn, "batch-torn"},     {Plant::kLeak, "leak"},
});

inline std::string_view NameOf(Plant plant) {
  for (const PlantName& row : kPlantNames) {
    if (row.plant == plant) {
      return row.name;
    }
  }
  return "none";
}
inline std::optional<Plant> FindPlant(std::string_view name) {
  for (const PlantName& row : kPlantNames) {
    if (row.name == name) {
      return row.plant;
    }
  }
  return std::nullopt;
}

}  // namespace mandat::sim
