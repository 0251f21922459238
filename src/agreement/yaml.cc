// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <numeric>
#include <sstream>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "agreement/internal/text.h"
#include "base/assert.h"
#include "base/bytes.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Thrown by our own event handler to leave the parser; caught in ReadYaml and nowhere else.
struct Enough {};

// Finds the characters behind the marks of yaml-cpp, which count bytes.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    while (!text.empty()) {
      const size_t end = std::min(text.find('\n'), text.size());
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  // The place of a scalar, list or map that begins at `mark`; `value` is the scalar's text.
  Position Locate(const YAML::Mark& mark, std::string_view value) {
    const auto row = static_cast<size_t>(std::max(mark.line, 0));
    if (row >= lines_.size()) {
      return {static_cast<uint32_t>(lines_.size() + (lines_.empty() ? 1 : 0)), 1, 1};
    }
    const std::string_view line = lines_[row];
    const size_t column = std::min(static_cast<size_t>(std::max(mark.column, 0)), line.size());
    const std::string_view rest = line.substr(column);
    const size_t length = CountCharacters(rest.substr(0, LengthOf(rest, value)));
    return {static_cast<uint32_t>(row + 1), static_cast<uint32_t>(CountBefore(row, column) + 1),
            static_cast<uint32_t>(std::max<size_t>(1, length))};
  }

  // False if a quoted scalar begins at `mark` and its quote is never closed, which the parser lets
  // pass at the end of a text.
  bool IsClosed(const YAML::Mark& mark) const {
    const auto row = static_cast<size_t>(std::max(mark.line, 0));
    const auto column = static_cast<size_t>(std::max(mark.column, 0));
    if (row >= lines_.size() || column >= lines_[row].size()) {
      return true;
    }
    const std::string_view rest =
        text_.substr(static_cast<size_t>(lines_[row].data() - text_.data()) + column);
    return (rest[0] != '"' && rest[0] != '\'') || FindClosingQuote(rest) != std::string_view::npos;
  }

 private:
  // Characters before a byte of a line. Marks come in order, so it goes on from the last one; a
  // line of a megabyte with many values would take quadratic time otherwise.
  size_t CountBefore(size_t row, size_t column) {
    if (row != last_row_ || column < last_column_) {
      last_row_ = row;
      last_column_ = 0;
      last_count_ = 0;
    }
    last_count_ += CountCharacters(lines_[row].substr(last_column_, column - last_column_));
    last_column_ = column;
    return last_count_;
  }

  // Where the quote is closed that opens `rest`; npos if it is not.
  static size_t FindClosingQuote(std::string_view rest) {
    for (size_t i = 1; i < rest.size(); ++i) {
      if ((rest[0] == '"' && rest[i] == '\\') || rest.substr(i, 2) == "''") {
        ++i;
      } else if (rest[i] == rest[0]) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  // Bytes of the written form at the beginning of `rest`, as far as it stands on this line.
  static size_t LengthOf(std::string_view rest, std::string_view value) {
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
      const size_t end = FindClosingQuote(rest);
      return end == std::string_view::npos ? rest.size() : end + 1;
    }
    return !value.empty() && rest.starts_with(value) ? value.size() : 1;
  }

  std::string_view text_;
  std::vector<std::string_view> lines_;
  size_t last_row_ = 0;
  size_t last_column_ = 0;
  size_t last_count_ = 0;
};

constexpr std::string_view kDeceptive = "invisible control characters are not part of the language";

// True if a character begins here that could make a reader see something else than what is there:
// controls, which YAML forbids too, and the marks that turn the direction of writing.
// Requires: well-formed UTF-8.
bool IsDeceptive(std::string_view rest) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(rest[i]); };
  if (byte(0) < 0x80) {
    return (byte(0) < 0x20 && rest[0] != '\t' && rest[0] != '\r' && rest[0] != '\n') ||
           byte(0) == 0x7f;
  }
  if (byte(0) == 0xc2) {
    return byte(1) < 0xa0;
  }
  return byte(0) == 0xe2 && ((byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae) ||
                             (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9));
}

std::optional<Position> FindDeceptive(std::string_view text) {
  Position at{1, 1, 1};
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<uint8_t>(text[i]) & 0xc0) == 0x80) {
      continue;
    }
    if (IsDeceptive(text.substr(i))) {
      return at;
    }
    ++at.column;
    if (text[i] == '\n') {
      at = {at.line + 1, 1, 1};
    }
  }
  return std::nullopt;
}

// Builds the tree from the parser's events and keeps the bounds.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, Lines& lines, std::vector<Finding>& findings)
      : file_(file), lines_(lines), findings_(findings) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_count_ > 1) {
      Refuse("A008", lines_.Locate(mark, {}), "more than one document",
             "one file holds one form, one instance or one schema");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RefuseAnchor(mark, anchor);
    Node node;
    node.at = lines_.Locate(mark, {});
    Add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { RefuseAnchor(mark, 1); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    if (tag == "!" && !lines_.IsClosed(mark)) {
      Refuse("A003", lines_.Locate(mark, {}), "not YAML: the quote is not closed", "");
    }
    // What the text may not hold, an escape in quotes may not bring in either.
    if (!IsUtf8(value) || FindDeceptive(value)) {
      Refuse("A002", lines_.Locate(mark, {}), std::string(kDeceptive), "");
    }
    Node node;
    node.kind = Node::Kind::kText;
    node.at = lines_.Locate(mark, value);
    node.text = value;
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(Node::Kind::kList, mark, tag, anchor);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(Node::Kind::kMap, mark, tag, anchor);
  }
  void OnMapEnd() override { Close(); }

  std::optional<Node> Take() && { return std::move(root_); }

 private:
  struct Level {
    Node node;
    std::unordered_set<std::string> keys;
  };

  void Report(std::string_view code, Position at, std::string message, std::string help) {
    AddFinding(findings_, {.code = std::string(code),
                           .span = {file_, at.line, at.column, at.length},
                           .message = std::move(message),
                           .help = std::move(help)});
  }
  [[noreturn]] void Refuse(std::string_view code, Position at, std::string message,
                           std::string help) {
    Report(code, at, std::move(message), std::move(help));
    throw Enough{};
  }
  void RefuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      Refuse("A004", lines_.Locate(mark, {}), "anchors and aliases are not part of the language",
             "write the value out");
    }
  }
  void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      Refuse("A005", lines_.Locate(mark, {}), "tags are not part of the language",
             "write the value without " + Quote(tag));
    }
  }

  void Open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    RefuseAnchor(mark, anchor);
    RefuseTag(mark, tag);
    Level level;
    level.node.kind = kind;
    level.node.at = lines_.Locate(mark, {});
    if (levels_.size() == kDepthMax) {
      Refuse("A006", level.node.at, "nested more than 32 deep", "");
    }
    if (!levels_.empty() && AwaitsKey(levels_.back().node)) {
      Refuse("A010", level.node.at, "a key must be text", "");
    }
    levels_.push_back(std::move(level));
  }

  void Close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    Add(std::move(node));
  }

  static bool AwaitsKey(const Node& node) {
    return node.kind == Node::Kind::kMap && node.keys.size() == node.items.size();
  }

  void Add(Node node) {
    if (++nodes_count_ > kNodesMax) {
      Refuse("A007", node.at, "more than 50000 values", "");
    }
    node.title = node.at;
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& parent = levels_.back();
    if (AwaitsKey(parent.node)) {
      AddKey(parent, std::move(node));
      return;
    }
    if (parent.node.kind == Node::Kind::kMap) {
      const Position key = parent.node.keys.back().at;
      node.title = key;
      if (node.kind == Node::Kind::kNothing) {
        node.at = key;  // the parser marks the token that follows
      }
    }
    parent.node.items.push_back(std::move(node));
  }

  void AddKey(Level& parent, Node key) {
    if (key.kind != Node::Kind::kText) {
      Refuse("A010", key.at, "a key must be text", "");
    }
    if (!parent.keys.insert(key.text).second) {
      Report("A009", key.at, "key " + Quote(key.text) + " is given twice",
             "keep one of the two; nothing else would tell which one counts");
    }
    if (parent.node.keys.empty() && parent.node.at.line == key.at.line &&
        parent.node.at.column == key.at.column) {
      parent.node.at = key.at;
    }
    parent.node.keys.push_back(std::move(key));
  }

  const std::string& file_;
  Lines& lines_;
  std::vector<Finding>& findings_;
  std::vector<Level> levels_;
  std::optional<Node> root_;
  size_t nodes_count_ = 0;
  size_t documents_count_ = 0;
};

// What can be said before any parsing; nullopt when the text may be parsed.
std::optional<Finding> RefuseBytes(const std::string& file, std::string_view text) {
  if (text.size() > kTextBytesMax) {
    return Finding{.code = "A001", .span = {file, 1, 1, 1}, .message = "longer than 1 MiB"};
  }
  if (!IsUtf8(text)) {
    return Finding{.code = "A002",
                   .span = {file, 1, 1, 1},
                   .message = "not UTF-8",
                   .help = "save the file as UTF-8"};
  }
  if (const std::optional<Position> at = FindDeceptive(text)) {
    return Finding{.code = "A002",
                   .span = {file, at->line, at->column, at->length},
                   .message = std::string(kDeceptive)};
  }
  return std::nullopt;
}

}  // namespace

const Node* Node::Find(std::string_view key) const {
  for (size_t i = 0; i < keys.size() && i < items.size(); ++i) {
    if (keys[i].text == key) {
      return &items[i];
    }
  }
  return nullptr;
}

std::optional<Node> ReadYaml(const std::string& file, const std::string& text,
                             std::vector<Finding>& findings) {
  const size_t findings_before = findings.size();
  std::string_view body = text;
  if (body.starts_with(kByteOrderMark)) {
    body.remove_prefix(kByteOrderMark.size());
  }
  if (std::optional<Finding> finding = RefuseBytes(file, body)) {
    AddFinding(findings, *std::move(finding));
    return std::nullopt;
  }
  Lines lines(body);
  TreeBuilder builder(file, lines, findings);
  const auto report = [&](std::string code, const YAML::Mark& mark, std::string message) {
    const Position at = lines.Locate(mark, {});
    AddFinding(findings, {.code = std::move(code),
                          .span = {file, at.line, at.column, at.length},
                          .message = std::move(message)});
  };
  try {
    std::istringstream in{std::string(body)};
    YAML::Parser parser(in);
    bool any = false;
    while (parser.HandleNextDocument(builder)) {
      any = true;
    }
    if (!any) {
      report("A010", YAML::Mark(), "the file is empty");
    }
  } catch (const Enough&) {
    // The builder has said why.
  } catch (const YAML::Exception& trouble) {
    report("A003", trouble.mark, "not YAML: " + trouble.msg);
  } catch (const std::exception&) {
    report("A003", YAML::Mark(), "not YAML");
  }
  if (findings.size() > findings_before) {
    return std::nullopt;
  }
  return std::move(builder).Take();
}

void EncodeNode(const Node& node, CborWriter& writer) {
  switch (node.kind) {
    case Node::Kind::kNothing:
      Stop("a value without content passed the reader");
    case Node::Kind::kText:
      writer.WriteText(node.text);
      return;
    case Node::Kind::kList:
      writer.WriteArray(node.items.size());
      for (const Node& item : node.items) {
        EncodeNode(item, writer);
      }
      return;
    case Node::Kind::kMap:
      break;
  }
  std::vector<size_t> order(node.keys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    return CborTextBefore(node.keys[a].text, node.keys[b].text);
  });
  writer.WriteMap(order.size());
  for (const size_t i : order) {
    writer.WriteText(node.keys[i].text);
    EncodeNode(node.items[i], writer);
  }
}

void AddFinding(std::vector<Finding>& findings, Finding finding) {
  if (findings.size() < kFindingsMax) {
    findings.push_back(std::move(finding));
  } else if (findings.size() == kFindingsMax) {
    findings.push_back({.severity = Severity::kNote,
                        .code = "A000",
                        .span = {finding.span.file, 0, 0, 0},
                        .message = "there are more findings; mend these first"});
  }
}

std::vector<Finding> InOrder(std::vector<Finding> findings, std::string_view first_file) {
  const auto rank = [&](const Finding& finding) {
    return std::tuple(finding.code == "A000", finding.span.file != first_file, finding.span.line,
                      finding.span.column, std::string_view(finding.code),
                      std::string_view(finding.message));
  };
  std::ranges::sort(findings, {}, rank);
  return findings;
}

}  // namespace mandat::internal
