// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What the commands that ask a journal are told.
struct QuestionOptions {
  std::string agreement;  // empty: every one that the caller may see
  std::string from, until, actor, subject, act, purpose, collection, clause, instruction;
  bool refused = false;
  bool people = false;  // print whom
  uint64_t after = 0;
  uint32_t limit = 20;
};

// Adds `scope` and `query` to the group of the journal. Everything must outlive the parsing.
void AddQuestionCommands(CLI::App* group, const Context& context, QuestionOptions& options,
                         const AddCommand& add);

// Which people, and how much of what, decisions were about; over all agreements unless one is
// named.
Result<int> RunJournalScope(const Context& context, const QuestionOptions& options);
// The decisions themselves, page by page.
Result<int> RunJournalQuery(const Context& context, const QuestionOptions& options);

}  // namespace mandat
