// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"
#include "service/unusual.h"

namespace mandat {

// Somebody has to look whether an incident is behind it. On disk: a task of duties.
inline constexpr std::string_view kLookIntoUnusualAccess = "look-into-unusual-access";

// What is unusual in an agreement now and was not noted yet. Nothing while its clock is not relied
// on: hours would be those of nobody. Blocks for as long as the trail takes to read.
// Errors: kUnavailable, kCorrupt.
Result<std::vector<UnusualFinding>> FindUnusual(const OpenAgreement& agreement,
                                                UnusualLimits limits);

// Journalled, and somebody owes a look within a day: an incident that nobody has judged, and no
// breach before somebody says so. Once for each credential, rule and day, also when that was met.
// Source: GDPR Art. 33(2).
void NoteUnusual(const std::shared_ptr<OpenAgreement>& agreement, const UnusualFinding& finding,
                 Done<Receipt> done);

}  // namespace mandat
