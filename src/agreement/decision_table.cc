// SPDX-License-Identifier: Apache-2.0
#include "agreement/decision_table.h"

#include "agreement/internal/grammar.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/shape.h"

namespace mandat {

using internal::Node;
using internal::Reader;

namespace {

DecisionCase ReadCase(Reader& reader, const Node& node) {
  DecisionCase read{.purpose = reader.ReadText(node, "purpose"),
                    .verb = *reader.ReadVerb(node, "do"),
                    .collection = reader.ReadText(node, "collection"),
                    .people = reader.ReadText(node, "people"),
                    .fields = reader.ReadTexts(node, "fields"),
                    .place = reader.ReadText(node, "place"),
                    .instruction = reader.ReadText(node, "instruction"),
                    .is_allowed = reader.ReadText(node, "gives") == "allowed",
                    .clause = reader.ReadClause(node, "clause"),
                    .because = reader.ReadText(node, "because"),
                    .why = reader.ReadText(node, "why"),
                    .span = reader.SpanOf(node.at)};
  if (node.Find("at") != nullptr) {
    read.at = reader.ReadInstant(node, "at");
  }
  if (read.is_allowed && !read.because.empty()) {
    reader.Report("A108", node.Find("because")->at, "an allowed operation has no ground");
  }
  if (read.collection.empty() && read.people.empty()) {
    reader.Report("A102", node.at, "key `collection` or `people` is missing");
  }
  return read;
}

}  // namespace

std::variant<DecisionTable, std::vector<Finding>> DecisionTable::Parse(const std::string& name,
                                                                       const std::string& text) {
  std::vector<Finding> findings;
  Reader reader(name, findings);
  const auto root = internal::ReadYaml(name, text, findings);
  if (root) {
    internal::ReadShape(reader, *root, internal::TestRules());
  }
  DecisionTable table;
  if (findings.empty()) {
    table.id = reader.ReadName(*root, "test");
    table.form = reader.ReadText(*root, "form");
    table.agreement = reader.ReadText(*root, "agreement");
    table.schema = reader.ReadText(*root, "schema");
    table.at = reader.ReadInstant(*root, "at");
    for (const Node& item : root->Find("cases")->items) {
      table.cases.push_back(ReadCase(reader, item));
    }
  }
  if (!findings.empty()) {
    return internal::InOrder(std::move(findings), name);
  }
  return table;
}

}  // namespace mandat
