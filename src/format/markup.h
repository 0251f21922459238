// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mandat {

// As text or as the value of an attribute in HTML, XML and SVG: no byte of it is taken for markup.
void AppendMarkup(std::string& out, std::string_view text);
std::string AsMarkup(std::string_view text);

}  // namespace mandat
