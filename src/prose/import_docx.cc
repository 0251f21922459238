// SPDX-License-Identifier: Apache-2.0
// DOCX: paragraphs with the numbers that a word processor would show, tables, boxes, footnotes.
// Deleted, moved-away and hidden text is not read. ECMA-376 part 1, section 17.
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "prose/internal/docx.h"
#include "prose/internal/numerals.h"
#include "prose/internal/script_writer.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kTicked = "\xE2\x98\x92 ";
constexpr std::string_view kEmpty = "\xE2\x98\x90 ";

bool IsOff(const XmlEvent& event) {
  const std::string value = event.attribute("val").value_or("1");
  return value == "0" || value == "false" || value == "off";
}

// Text that stands in the file and not on the page.
bool IsUnseen(const XmlEvent& event) {
  return (event.is_word &&
          (event.name == "del" || event.name == "moveFrom" || event.name == "instrText")) ||
         event.name == "Fallback";
}

// The notes of a text, by their numbers.
Result<std::map<std::string, std::string>> ReadNotes(const DocxParts& parts,
                                                     const ProseLimits& limits) {
  std::map<std::string, std::string> notes;
  std::string id;
  bool is_text = false;
  size_t unseen = 0;
  if (parts.footnotes.empty()) {
    return notes;
  }
  MANDAT_TRY_STATUS(WalkXml(parts.footnotes, limits, [&](const XmlEvent& event) {
    const int step = event.kind == XmlEvent::Kind::kStart ? 1 : -1;
    if (event.kind == XmlEvent::Kind::kText) {
      if (is_text && unseen == 0 && !id.empty()) {
        notes[id] += event.text;
      }
      return;
    }
    unseen = IsUnseen(event) ? unseen + static_cast<size_t>(step) : unseen;
    if (!event.is_word) {
      return;
    }
    is_text = event.name == "t" ? step > 0 : is_text;
    if (event.name == "footnote") {
      id = step > 0 ? event.attribute("id").value_or("") : "";
    } else if (event.name == "p" && step < 0 && !id.empty()) {
      notes[id] += ' ';
    }
  }));
  return notes;
}

class DocxReader {
 public:
  DocxReader(const ProseLimits& limits, DocxNumbers numbers,
             std::map<std::string, std::string> notes)
      : limits_(limits),
        writer_("docx", limits.text_bytes),
        numbers_(std::move(numbers)),
        notes_(std::move(notes)) {}

  Result<Script> Read(std::string_view document) {
    MANDAT_TRY_STATUS(WalkXml(document, limits_, [this](const XmlEvent& event) { Take(event); }));
    writer_.EndLine(Hint::kParagraph);
    AddNotes();
    if (writer_.is_over()) {
      return Fail(TooMuchText(limits_));
    }
    return std::move(writer_).Take();
  }

 private:
  void Take(const XmlEvent& event) {
    if (event.kind == XmlEvent::Kind::kText) {
      if (is_text_ && unseen_ == 0 && !is_hidden_) {
        Front();
        writer_.Add(event.text);
      }
      return;
    }
    const bool is_start = event.kind == XmlEvent::Kind::kStart;
    if (IsUnseen(event)) {
      unseen_ = is_start ? unseen_ + 1 : unseen_ - (unseen_ > 0 ? 1 : 0);
    }
    if (unseen_ > 0 || !event.is_word) {
      return;
    }
    if (is_start) {
      Start(event);
    } else {
      End(event.name);
    }
  }

  void Start(const XmlEvent& event) {
    const std::string_view name = event.name;
    if (name == "p") {
      if (paragraphs_++ == 0) {
        place_ = {};
        hint_ = Hint::kParagraph;
        has_front_ = false;
      } else {
        writer_.AddBlank();
      }
    } else if (name == "t") {
      is_text_ = true;
    } else if (name == "r") {
      is_hidden_ = false;
    } else if (name == "vanish") {
      is_hidden_ = !IsOff(event);
    } else if (name == "tab" || name == "br" || name == "cr") {
      writer_.AddBlank();
    } else if (name == "noBreakHyphen") {
      writer_.Add("-");
    } else if (name == "tbl") {
      writer_.StartTable();
    } else if (name == "footnoteReference") {
      due_.push_back(event.attribute("id").value_or(""));
    } else if (name == "sym") {
      Symbol(event.attribute("char").value_or(""));
    } else {
      StartProperty(event);
    }
  }

  void StartProperty(const XmlEvent& event) {
    const std::string_view name = event.name;
    if (name == "pStyle") {
      place_.style = event.attribute("val").value_or("");
    } else if (name == "numId") {
      place_.list = event.attribute("val").value_or("");
    } else if (name == "ilvl") {
      place_.level = FigureOf(event.attribute("val").value_or(""), 0);
    } else if (name == "outlineLvl") {
      hint_ = FigureOf(event.attribute("val").value_or(""), 9) < 9 ? Hint::kHeading : hint_;
    } else if (name == "checkBox") {
      is_box_ = true;
      is_ticked_ = false;
    } else if (is_box_ && (name == "default" || name == "checked")) {
      is_ticked_ = !IsOff(event);
    }
  }

  void End(std::string_view name) {
    if (name == "p") {
      EndParagraph();
    } else if (name == "t") {
      is_text_ = false;
    } else if (name == "r") {
      is_hidden_ = false;
    } else if (name == "checkBox") {
      is_box_ = false;
      Front();
      writer_.Add(is_ticked_ ? kTicked : kEmpty);
    } else if (name == "tc") {
      writer_.EndCell();
    } else if (name == "tr") {
      writer_.EndRow();
    } else if (name == "tbl") {
      writer_.EndTable();
      AddNotes();
    }
  }

  // The paragraph's number, before its first words: properties come first.
  void Front() {
    if (has_front_ || paragraphs_ == 0) {
      return;
    }
    has_front_ = true;
    const DocxNumbers::Front front = numbers_.Next(place_);
    hint_ = front.is_heading ? Hint::kHeading : front.is_bullet ? Hint::kItem : hint_;
    if (!front.label.empty()) {
      writer_.Add(front.label);
      writer_.AddBlank();
    }
  }

  void EndParagraph() {
    if (paragraphs_ == 0 || --paragraphs_ > 0) {
      writer_.AddBlank();
      return;
    }
    writer_.EndLine(hint_);
    if (!writer_.in_table()) {
      AddNotes();
    }
  }

  // A character of a symbol font: boxes and bullets mostly.
  void Symbol(const std::string& hex) {
    uint32_t code = 0;
    for (const char c : hex.substr(0, 4)) {
      const char low = static_cast<char>(c | 0x20);
      code = code * 16 + static_cast<uint32_t>(c >= '0' && c <= '9'       ? c - '0'
                                               : low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                                          : 0);
    }
    if (code >= 0x20 && (code < 0xD800 || code >= 0xE000)) {
      Front();
      writer_.Add(Utf8(code < 0xF000 && code < 0x100 ? 0xF000 + code : code));
      writer_.AddBlank();
    }
  }

  void AddNotes() {
    for (const std::string& id : std::exchange(due_, {})) {
      if (const auto note = notes_.find(id); note != notes_.end()) {
        writer_.Add(note->second);
        writer_.EndLine(Hint::kParagraph);
      }
    }
  }

  const ProseLimits& limits_;
  ScriptWriter writer_;
  DocxNumbers numbers_;
  std::map<std::string, std::string> notes_;
  DocxNumbers::Place place_;
  std::vector<std::string> due_;  // notes of the paragraph
  Hint hint_ = Hint::kParagraph;
  size_t paragraphs_ = 0;  // that are open: a text box has its own
  size_t unseen_ = 0;
  bool has_front_ = false;
  bool is_text_ = false;
  bool is_hidden_ = false;
  bool is_box_ = false;
  bool is_ticked_ = false;
};

}  // namespace

Result<Script> ImportDocx(std::string_view bytes, const ProseLimits& limits) {
  MANDAT_TRY(const DocxParts parts, UnpackDocx(bytes, limits));
  MANDAT_TRY(DocxNumbers numbers, DocxNumbers::Read(parts, limits));
  MANDAT_TRY(auto notes, ReadNotes(parts, limits));
  return DocxReader(limits, std::move(numbers), std::move(notes)).Read(parts.document);
}

}  // namespace mandat::internal
