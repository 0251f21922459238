// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "service/open_agreement.h"

namespace mandat::sim {

// One agreement of the world. Everybody in it is fictitious.
struct Cast {
  std::string id;
  std::string form;  // which of the forms below
  bool is_small = true;
};

// A small desk whose contract has a number of every kind, over 30 days of retention.
AgreementTexts SmallTexts(const std::string& id, uint32_t version);
// One of the contracts in agreements/, with its fictitious customer. `name` is e.g. "opinum".
// Requires: one of the five.
AgreementTexts RealTexts(const std::string& name, uint32_t version);

inline AgreementTexts TextsOf(const Cast& cast, uint32_t version) {
  return cast.is_small ? SmallTexts(cast.id, version) : RealTexts(cast.form, version);
}

}  // namespace mandat::sim
