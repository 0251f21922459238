// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "evidence/internal/bundle_reading.h"
#include "evidence/report.h"
#include "evidence/source.h"
#include "format/checkpoint.h"
#include "format/note.h"

namespace mandat::internal {

// The key of a log under whose name, with a number behind it, another one goes on; nothing when
// `origin` is no such name. The secret is the same.
std::optional<VerifierKey> KeyOfEarlierLog(const VerifierKey& key, std::string_view origin);

// Follows each link to a log that was closed: its last known checkpoint, where it is published,
// must be signed by the key, and be the one that the entry committed to. Says in the report what
// was verified, or what failed.
Status AddLosses(Report& report, JournalSource& source, const VerifierKey& key,
                 const std::vector<Lost>& losses);

// An older checkpoint of a log that was closed: `is_prefix` when the journal begins as it says.
// Otherwise what it speaks of beyond must be what the journal says is lost.
Status AddOlderOfClosed(Report& report, const Checkpoint& older, bool is_prefix,
                        const std::vector<Lost>& losses);

}  // namespace mandat::internal
