// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "agreement/finding.h"

namespace mandat {

// The same document in one spelling: block style, the order of keys kept, quotes only where they
// are needed, no comments. What is written so reads back as the same values, and is then written
// the same. Findings when the text is none of the language's YAML.
std::variant<std::string, std::vector<Finding>> WritePlainYaml(const std::string& name,
                                                               const std::string& text);

}  // namespace mandat
