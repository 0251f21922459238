// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "service/caller.h"

namespace mandat {

// Makes the index rows anew that a schema in force asks for and units from before do not have:
// in bounded batches beside requests, each journalled. Searches by them are refused until it is
// done. What a crash or the end of the process interrupts goes on where it was. At once when
// nothing is owed; gives the last batch's receipt, if there was one. Errors: kUnavailable.
void KeepIndex(const std::shared_ptr<OpenAgreement>& agreement, Done<std::optional<Receipt>> done);

// When it is to be done: at once, or when another schema comes into force; nullopt: never, as
// things are.
std::optional<Instant> NextIndexing(const OpenAgreement& agreement);

}  // namespace mandat
