// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace mandat {

// One page of the reference of the agreement language, made from the language's own table.
struct ReferencePage {
  std::string name;  // file name, e.g. "breach.md"
  std::string text;  // Markdown
};

// A page for each section of a form, one for the statement, one for the agreement of a customer,
// and an index. In the order in which they are read.
std::vector<ReferencePage> ReferencePages();

}  // namespace mandat
