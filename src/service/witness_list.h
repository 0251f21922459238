// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "format/note.h"

namespace mandat {

// A witness that the operator asks for cosignatures.
struct WitnessPeer {
  std::string name;                     // a-z, 0-9 and "-": what duties and certificates call it
  VerifierKey key;                      // of its cosignatures
  std::string address;                  // prefix of its requests, without a slash at the end
  std::vector<std::string> agreements;  // whose journals it is shown; empty: all, the system's too

  // Invariant (agreements do not meet): a witness of one customer does not learn of another.
  bool LooksAt(const AgreementId& agreement) const;
};

// One witness a line: name, verifier key, address, and the agreements that it is shown. Empty lines
// and those that begin with "#" are left out. Errors: kInvalid, with the line.
Result<std::vector<WitnessPeer>> ParseWitnessList(std::string_view text);

}  // namespace mandat
