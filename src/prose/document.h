// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandat {

// The languages that are told apart. (`Language` is what Mandat itself speaks.)
enum class Tongue : uint8_t { kUnknown, kFrench, kEnglish, kGerman, kDutch };

// Where a passage stands in ContractText::text: bytes from begin to before end, and the line of its
// first byte, from 1, as an editor counts the lines of that text.
struct Passage {
  size_t begin = 0;
  size_t end = 0;
  size_t line = 1;

  friend bool operator==(const Passage&, const Passage&) = default;
};

// What a part of the text is for. Terms are not taken from an annexed model contract (a filled or
// blank form that is to be signed elsewhere) as if they were the agreement's own.
enum class TextPart : uint8_t { kFront, kBody, kAnnex, kModelContract, kSignature };

// One numbered or headed passage, as a lawyer would cite it: "7.7(a)", "Annexe B, clause 9.2",
// "§ 9 Abs. 1", or "[3]" for the third heading of a text without numbers. What stands before the
// first clause is "preamble", what is for signing is "signature"; a heading without a number in a
// numbered text or an annex has the reference of what it stands in, and its own `heading`.
// docs/internals/prose.md has the forms.
struct Clause {
  std::string reference;
  std::string heading;           // empty where the clause has none
  Passage where;                 // with everything below it
  std::optional<size_t> parent;  // in ContractText::clauses
  TextPart part = TextPart::kBody;
  Tongue language = Tongue::kUnknown;
};

enum class BlockKind : uint8_t { kHeading, kParagraph, kItem, kRow };

// The state of a form's box at the head of a block: "☒", "[x]", "☐", "[ ]".
enum class Box : uint8_t { kNone, kTicked, kEmpty };

// A paragraph, list item, heading or table row in reading order: joined over line ends and
// hyphens, blanks made one, in NFC, without page headers and footers, and without what stands
// before its words: number ("7.1", "(a)", "Article 3 -"), bullet, box. Of a row, `text` is the
// cells joined by " | ".
struct Block {
  BlockKind kind = BlockKind::kParagraph;
  Box box = Box::kNone;
  size_t clause = 0;  // in ContractText::clauses, the innermost
  Tongue language = Tongue::kUnknown;
  std::string text;
  std::vector<std::string> cells;  // of a row, in their order
  std::vector<size_t> origin;      // for each byte of text, its byte in ContractText::text
  size_t line = 1;                 // of the first byte of text

  // Where bytes [begin, end) of `text` stand in the document. Requires begin < end <= text.size().
  Passage Locate(size_t begin, size_t end, std::string_view document) const;
};

// "the Processor" stands for a name or a sentence: what the text itself defines.
struct Definition {
  std::string term;
  std::string meaning;
  size_t block = 0;
};

// A place where the text is not what its author wrote, or was not finished: a lost font map, an
// OCR slip that was undone, a blank that nobody filled.
struct Damage {
  enum class Kind : uint8_t { kLostLetters, kReplacedLetters, kBlank, kCut };
  Kind kind = Kind::kBlank;
  Passage where;
  bool is_undone = false;
  std::string what;  // in words, for people
};

// The text of a contract, whatever file it came in, and what stands where in it.
struct ContractText {
  std::string sha256;                  // of the file's bytes, hex
  std::string format;                  // "text", "markdown", "html", "pdf", "docx"
  std::string text;                    // UTF-8; every Passage counts in it
  Tongue language = Tongue::kUnknown;  // of most of it
  std::vector<Clause> clauses;         // in reading order; clauses[0] is the whole text
  std::vector<Block> blocks;
  std::vector<Definition> definitions;
  std::vector<Damage> damages;
};

}  // namespace mandat
