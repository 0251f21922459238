// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/assert.h"
#include "base/bytes.h"
#include "prose/read_document.h"

namespace mandat {

// Reads, and asks of what was read what all who use it rely on.
inline void ReadAndLook(std::string_view bytes, std::string_view name) {
  // No program is started: the name of none.
  const ProseLimits limits{.text_bytes = size_t{1} << 20, .pdf_program = "no-such-program"};
  const Result<ContractText> text = ReadDocument(bytes, name, limits);
  if (!text) {
    return;
  }
  MANDAT_ASSERT(!text->clauses.empty());
  for (size_t i = 0; i < text->clauses.size(); ++i) {
    const Clause& clause = text->clauses[i];
    MANDAT_ASSERT(clause.where.begin <= clause.where.end && clause.where.end <= text->text.size());
    MANDAT_ASSERT(i == 0 ? !clause.parent : *clause.parent < i);
  }
  for (const Block& block : text->blocks) {
    MANDAT_ASSERT(!block.text.empty() && block.text.size() == block.origin.size());
    MANDAT_ASSERT(block.clause < text->clauses.size());
    const Passage where = block.Locate(0, block.text.size(), text->text);
    MANDAT_ASSERT(where.begin < where.end && where.end <= text->text.size() && where.line > 0);
  }
  for (const Damage& damage : text->damages) {
    MANDAT_ASSERT(damage.where.begin <= damage.where.end);
    MANDAT_ASSERT(damage.where.end <= text->text.size());
  }
}

}  // namespace mandat
