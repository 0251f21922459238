// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "service/open_agreement.h"

namespace mandat {

// All that is known of the life of an agreement, as of now.
Bytes FormatLife(const OpenAgreement& agreement);

}  // namespace mandat
