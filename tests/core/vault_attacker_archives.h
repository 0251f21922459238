// SPDX-License-Identifier: Apache-2.0
// What lies around beside a database: its write-ahead logs, kept or not, and what was backed up.
#pragma once

#include <string>
#include <vector>

#include "core/erasure_attacker.h"

namespace attack {

// Every row that was ever put, of the logs (`*.log`) in a directory and below it, whether their
// database opens or not. What was removed later is there too.
std::vector<Row> ReadLogs(const std::string& directory);

// Every row in the packs of a backup target below a directory, of data and of ledgers, opened with
// nothing but the root key (docs/reference/backup-format.md). What does not open is passed over.
std::vector<Row> ReadBackups(View root, const std::string& directory);

}  // namespace attack
