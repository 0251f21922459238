// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "reading/contract_reading.h"

namespace mandat {

// The reading as JSON: docs/reference/contract-reading.md. Equal readings give equal bytes.
std::string FormatReading(const ContractReading& reading);

}  // namespace mandat
