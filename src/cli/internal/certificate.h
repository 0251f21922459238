// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/internal/commands.h"
#include "cli/internal/life.h"

namespace mandat {

// Everything must outlive the parsing.
void AddCertificateCommands(CLI::App* group, const Context& context, EvidenceOptions& options,
                            const AddCommand& add);

}  // namespace mandat
