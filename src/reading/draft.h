// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "reading/contract_reading.h"

namespace mandat {

// A draft in the agreement language: the form that the contract is, and an agreement on it with
// what only the parties can fill in. Both are for a person to read, mend and confirm.
struct AgreementDraft {
  std::string form;
  std::string agreement;
};

// Every value stands with its clause and line, and a comment with confidence and rule; what was
// looked for and not found stands as `not-stated`. `name` is the form's name, `day` as YYYY-MM-DD
// when the agreement begins, `by` the program that reads. A text without a clause on personal data
// gives comments alone. Source: GDPR Art. 28(3).
AgreementDraft WriteDraft(const ContractReading& reading, std::string_view name,
                          std::string_view day, std::string_view by);

// The name that the language takes for a form, made from a file's name.
std::string DraftNameOf(std::string_view file_name);

}  // namespace mandat
