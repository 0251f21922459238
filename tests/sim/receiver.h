// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>

#include "outbound/transport.h"
#include "sim/chance.h"
#include "sim/plant.h"
#include "sim/trouble.h"

namespace mandat::sim {

// Whoever notices are sent to, over channels that fail in every way they can, and what arrived.
// Invariant: a second arrival of a notice says that it may be one.
// Threading: Send from one thread at a time; everything else while nothing is under way.
class Receiver final : public Transport {
 public:
  Receiver(uint64_t seed, Plant plant, Trouble& trouble)
      : chance_(seed), plant_(plant), trouble_(trouble) {}

  Delivery Send(const Parcel& parcel) override;

  // Nothing goes through; or everything does.
  void SetOutage(bool is_out) { is_out_ = is_out; }
  void SetSound(bool is_sound) { is_sound_ = is_sound; }
  // Called between the arrival of a notice and the answer to it.
  void SetInterrupt(std::function<void()> interrupt) { interrupt_ = std::move(interrupt); }

  size_t ArrivalsOf(const std::string& notice) const {
    const auto found = arrivals_.find(notice);
    return found == arrivals_.end() ? 0 : found->second;
  }
  size_t arrivals_count() const { return arrivals_count_; }
  size_t attempts_count() const { return attempts_count_; }
  size_t duplicates_count() const { return duplicates_count_; }

 private:
  void Arrive(const Parcel& parcel);
  Delivery Answer(const Parcel& parcel, uint64_t fate);

  Chance chance_;
  const Plant plant_;
  Trouble& trouble_;
  bool is_out_ = false;
  bool is_sound_ = false;
  std::function<void()> interrupt_;
  std::map<std::string, size_t> arrivals_;
  size_t arrivals_count_ = 0;
  size_t attempts_count_ = 0;
  size_t duplicates_count_ = 0;
};

}  // namespace mandat::sim
