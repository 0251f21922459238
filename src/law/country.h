// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mandat {

// True for an officially assigned alpha-2 code in upper case, e.g. "BE".
// Source: ISO 3166-1 5.
bool IsCountry(std::string_view code);

// True for the 27 Member States.
// Source: TEU Art. 52(1).
bool IsMemberState(std::string_view code);

}  // namespace mandat
