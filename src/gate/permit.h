// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "gate/observation.h"
#include "mandate/mandate.h"

namespace mandat {

// Proof that one operation was decided and allowed by the mandate in force at an instant.
//
// Invariant (one door): only Gate makes one. Whoever asks for a Permit by value therefore cannot be
// called on an undecided operation. It means *decided*; that the decision is durable is a Release.
class Permit {
 public:
  Permit(Permit&&) = default;
  Permit& operator=(Permit&&) = default;

  const Operation& operation() const { return *operation_; }
  const Mandate& mandate() const { return *mandate_; }
  const ClauseRef& clause() const { return mandate_->clause(clause_); }
  Instant at() const { return at_; }
  // Set when the mandate forbids it and the agreement is being observed: what it would have
  // refused.
  const std::optional<Observed>& observed() const { return observed_; }

 private:
  friend class Gate;

  // `operation` outlives the permit: both belong to the same Work.
  Permit(const Operation& operation, std::shared_ptr<const Mandate> mandate, ClauseId clause,
         Instant at)
      : operation_(&operation), mandate_(std::move(mandate)), clause_(clause), at_(at) {}
  Permit(const Operation& operation, std::shared_ptr<const Mandate> mandate, Observed observed,
         Instant at)
      : Permit(operation, std::move(mandate), observed.would_refuse().clause, at) {
    observed_ = observed;
  }

  const Operation* operation_;
  std::shared_ptr<const Mandate> mandate_;
  ClauseId clause_;
  Instant at_;
  std::optional<Observed> observed_;
};

}  // namespace mandat
