// SPDX-License-Identifier: Apache-2.0
#include "sim/receiver.h"

#include <utility>

#include "sim/marks.h"

namespace mandat::sim {

void Receiver::Arrive(const Parcel& parcel) {
  size_t& arrived = arrivals_[parcel.notice];
  trouble_.Require(arrived == 0 || parcel.possible_duplicate,
                   "a second arrival says that it may be one",
                   "notice " + parcel.notice + ", attempt " + std::to_string(parcel.attempt));
  duplicates_count_ += arrived > 0 ? 1 : 0;
  ++arrived;
  ++arrivals_count_;
}

Delivery Receiver::Send(const Parcel& parcel) {
  ++attempts_count_;
  const std::string told = plant_ == Plant::kLeak ? std::string(8, kPersonByte) : std::string();
  for (const std::string& text : {parcel.subject, parcel.body + told, parcel.address}) {
    const auto mark = FindMark(text, Marks::kAll);
    trouble_.Require(!mark, "no personal data leaks sideways", mark.value_or(""));
  }
  trouble_.Require(!parcel.subject.empty() && !parcel.body.empty() && !parcel.address.empty(),
                   "what leaves the house has an address and a text", parcel.notice);
  if (is_sound_) {
    Arrive(parcel);
    return {Dispatch::kAccepted, "250 ok", {}};
  }
  if (is_out_) {
    return {Dispatch::kTransient, "451 try later", {}};
  }
  return Answer(parcel, chance_.Below(100));
}

Delivery Receiver::Answer(const Parcel& parcel, uint64_t fate) {
  if (fate < 62) {
    if (plant_ == Plant::kThrownAway && fate < 8) {
      return {Dispatch::kAccepted, "250 ok", {}};
    }
    Arrive(parcel);
    return {Dispatch::kAccepted, "250 ok", {}};
  }
  if (fate < 72) {
    return {Dispatch::kTransient, "451 try later", {}};
  }
  if (fate < 76) {
    return {Dispatch::kTransient, "HTTP 503", std::chrono::seconds(60 * chance_.Below(600))};
  }
  if (fate < 81) {
    return {Dispatch::kPermanent, "550 no such user ada@example.org", {}};
  }
  if (fate < 88) {  // arrived, and the answer was lost
    Arrive(parcel);
    return {plant_ == Plant::kSilentDuplicate ? Dispatch::kTransient : Dispatch::kUnknown,
            "connection lost",
            {}};
  }
  if (fate < 93) {
    return {Dispatch::kUnknown, "connection lost", {}};
  }
  // The machine stops between the arrival and the record of it, or before the arrival.
  if (fate < 97 || !interrupt_) {
    Arrive(parcel);
  }
  if (interrupt_) {
    std::exchange(interrupt_, nullptr)();
  }
  return {Dispatch::kAccepted, "250 ok", {}};
}

}  // namespace mandat::sim
