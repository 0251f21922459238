// SPDX-License-Identifier: Apache-2.0
//
// One provision of law or of a standard, in the one form in which code, findings and documents
// cite. Guarantees: what parses prints back byte for byte. Trusts: nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mandat {

// An instrument of law/sources.txt and the smallest unit of it that is meant:
// `GDPR Art. 28(3)(a)`, `Dec. 2021/915 Cl. 7.1`, `RFC 6962 2.1`, `C2SP tlog-tiles`.
//
// Not a clause of a customer's agreement (that is ClauseRef).
class LegalRef {
 public:
  // Legal acts need a unit; standards may be cited as a whole. Errors: kInvalid.
  static Result<LegalRef> Parse(std::string_view text);

  const std::string& instrument() const { return instrument_; }  // e.g. "Reg. 1182/71"
  const std::string& unit() const { return unit_; }              // e.g. "Art. 3(4)"; may be empty
  std::string Format() const { return unit_.empty() ? instrument_ : instrument_ + " " + unit_; }

  friend bool operator==(const LegalRef&, const LegalRef&) = default;

 private:
  LegalRef(std::string instrument, std::string unit)
      : instrument_(std::move(instrument)), unit_(std::move(unit)) {}

  std::string instrument_;
  std::string unit_;
};

}  // namespace mandat
