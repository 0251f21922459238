// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/finding.h"
#include "agreement/internal/grammar.h"
#include "agreement/internal/yaml.h"
#include "base/instant.h"
#include "duty/period.h"
#include "law/verb.h"

namespace mandat::internal {

// What may be said beside a finding's message.
struct Advice {
  std::string label = {};
  std::string help = {};
  std::string source = {};
};

// An id that a list declares, and where the contract does.
struct Declared {
  std::string_view id;
  std::string_view clause;
};

// Reads values of one file and reports what is wrong with them. Every function that takes a map and
// a key answers an empty value when the key is absent: ReadMap has reported that.
class Reader {
 public:
  Reader(std::string file, std::vector<Finding>& findings)
      : file_(std::move(file)), findings_(findings) {}

  void Report(std::string_view code, const Position& at, std::string message, Advice advice = {});

  Span SpanOf(const Position& at) const { return {file_, at.line, at.column, at.length}; }

  // True if the node is a map; unknown and missing keys are reported.
  bool ReadMap(const Node& node, std::span<const Rule> rules);
  // The items of a list that is not empty and not longer than `items_max`; else nullptr.
  const std::vector<Node>* ReadList(const Node& map, std::string_view key, size_t items_max);

  std::string ReadText(const Node& map, std::string_view key);
  // Also accepts `not-stated`, which gives an empty text.
  std::string ReadTextIfStated(const Node& map, std::string_view key);
  // 1 to 64 of a-z, 0-9 and "-".
  std::string ReadName(const Node& map, std::string_view key);
  // The same, and reported if `seen` has it already.
  std::string ReadNewName(const Node& map, std::string_view key, std::set<std::string>& seen);
  // Printable ASCII, since it is sent in headers and kept in the journal.
  std::string ReadClause(const Node& map, std::string_view key);
  std::vector<std::string> ReadTexts(const Node& map, std::string_view key);
  std::optional<Period> ReadPeriod(const Node& map, std::string_view key);
  // `mon-fri 10:00-18:00`.
  std::string ReadHours(const Node& map, std::string_view key);
  // A SHA-256 in hexadecimal.
  std::string ReadHash(const Node& map, std::string_view key);
  // The path of a term of the language, e.g. `breach.notice`; or `all`.
  std::string ReadPath(const Node& map, std::string_view key);
  std::string ReadDpvTerm(const Node& map, std::string_view key);
  uint32_t ReadNumber(const Node& map, std::string_view key, uint32_t least, uint32_t most);
  bool ReadYesNo(const Node& map, std::string_view key);
  Instant ReadInstant(const Node& map, std::string_view key);
  void ReadDay(const Node& map, std::string_view key);
  // An ISO 3166-1 code or `EU`; `not-stated`, where it may be, gives an empty text.
  std::string ReadCountry(const Node& map, std::string_view key, bool may_be_not_stated);
  std::optional<Verb> ReadVerb(const Node& map, std::string_view key);
  std::optional<Verb> ParseVerb(const Node& node);
  // Position in `words` of the text; reported and nullopt if it is none of them.
  std::optional<size_t> ReadWord(const Node& map, std::string_view key,
                                 std::span<const std::string_view> words);
  // `opinum@1`.
  std::pair<std::string, uint32_t> ReadFormRef(const Node& map, std::string_view key);

  // The declared ids that a list of names, or `all`, means; what is not declared is reported.
  std::vector<std::string> ReadNames(const Node& map, std::string_view key,
                                     std::span<const Declared> declared, std::string_view what);

 private:
  // Nothing more will be shown, so nothing more need be worked out.
  bool IsFull() const { return findings_.size() > kFindingsMax; }
  const std::string* FindText(const Node& map, std::string_view key);
  void ReportType(const Node& node, std::string_view wanted);
  void ReportUnknown(std::string_view code, const Node& node, std::string message,
                     std::span<const std::string_view> candidates);

  std::string file_;
  std::vector<Finding>& findings_;
};

// The rule of one entry of `retention`, whether it is left open, and for which categories.
struct RetentionEntry {
  const Node* node = nullptr;
  Retention retention;
  bool is_open = false;  // `keep: choice`: every instance must record one
};

// Reads `keep` and `from` of a retention entry.
RetentionEntry ReadRetention(Reader& reader, const Node& entry, bool may_be_open);

}  // namespace mandat::internal
