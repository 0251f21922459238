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

// Text that stands in the file and not on the page, and properties as they were before a change.
bool IsUnseen(const XmlEvent& event) {
  return (event.is_word && (event.name == "del" || event.name == "moveFrom" ||
                            event.name == "instrText" || event.name.ends_with("Change"))) ||
         event.name == "Fallback";
}

using Notes = std::map<std::string, std::string>;

// Adds the notes of a part: a footnote by its number, an endnote by its number behind an "e".
Status ReadNotes(std::string_view part, std::string_view element, const ProseLimits& limits,
                 Notes& notes) {
  std::string id;
  bool is_text = false;
  size_t unseen = 0;
  if (part.empty()) {
    return {};
  }
  return WalkXml(part, limits, [&](const XmlEvent& event) {
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
    if (event.name == element) {
      const std::string number = step > 0 ? event.attribute("id").value_or("") : "";
      id = !number.empty() && element == "endnote" ? "e" + number : number;
    } else if (event.name == "p" && step < 0 && !id.empty()) {
      notes[id] += ' ';
    }
  });
}

class DocxReader {
 public:
  DocxReader(const ProseLimits& limits, DocxNumbers numbers, Notes notes)
      : limits_(limits),
        writer_("docx", limits),
        numbers_(std::move(numbers)),
        notes_(std::move(notes)) {}

  Result<Script> Read(std::string_view document) {
    MANDAT_TRY_STATUS(WalkXml(document, limits_, [this](const XmlEvent& event) { Take(event); }));
    writer_.EndLine(Hint::kParagraph);
    AddNotes();
    return std::move(writer_).Take();
  }

 private:
  void Take(const XmlEvent& event) {
    if (event.kind == XmlEvent::Kind::kText) {
      if (is_text_ && unseen_ == 0 && !is_hidden_) {
        Front();
        TakeBreak(event.text);
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
    } else if (name == "vanish" || name == "strike" || name == "dstrike") {
      is_hidden_ = is_hidden_ || !IsOff(event);
    } else if (name == "tab") {
      writer_.AddBlank();
    } else if (name == "br" || name == "cr") {
      writer_.AddBlank();
      is_break_due_ = paragraphs_ == 1 && hint_ != Hint::kHeading;
    } else if (name == "noBreakHyphen") {
      writer_.Add("-");
    } else if (name == "tbl") {
      writer_.StartTable();
    } else if (name == "txbxContent") {
      StartBox();
    } else if (name == "altChunk" || name == "subDoc") {
      writer_.TellCut("a part of the text is kept in another file, which is not read");
    } else if (name == "footnoteReference") {
      due_.push_back(event.attribute("id").value_or(""));
    } else if (name == "endnoteReference") {
      due_.push_back("e" + event.attribute("id").value_or(""));
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
    } else if (name == "gridSpan") {
      cell_.columns = FigureOf(event.attribute("val").value_or(""), 1);
    } else if (name == "vMerge") {
      cell_.is_same_as_above = event.attribute("val").value_or("continue") != "restart";
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
      writer_.EndCell(std::exchange(cell_, {}));
    } else if (name == "txbxContent") {
      EndBox();
    } else if (name == "tr") {
      writer_.EndRow();
    } else if (name == "tbl") {
      writer_.EndTable();
      AddNotes();
    }
  }

  // A text box stands in a paragraph that goes on behind it.
  void StartBox() {
    around_.push_back(Around{paragraphs_, place_, hint_, has_front_, is_hidden_});
    paragraphs_ = 0;
    is_text_ = false;
    writer_.Suspend();
  }

  void EndBox() {
    if (around_.empty()) {
      return;
    }
    writer_.Resume(Hint::kParagraph);
    Around& was = around_.back();
    paragraphs_ = was.paragraphs;
    place_ = std::move(was.place);
    hint_ = was.hint;
    has_front_ = was.has_front;
    is_hidden_ = was.is_hidden;
    around_.pop_back();
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

  // What a break parts are lines of their own, unless one is in the middle of a sentence.
  void TakeBreak(std::string_view next) {
    if (std::exchange(is_break_due_, false) && !(StartsLower(next) && writer_.is_open())) {
      writer_.EndLine(hint_);
      hint_ = Hint::kParagraph;
    }
  }

  void EndParagraph() {
    is_break_due_ = false;
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

  struct Around {
    size_t paragraphs = 0;
    DocxNumbers::Place place;
    Hint hint = Hint::kParagraph;
    bool has_front = false;
    bool is_hidden = false;
  };

  const ProseLimits& limits_;
  ScriptWriter writer_;
  std::vector<Around> around_;  // paragraphs with a text box that is being read
  CellShape cell_;
  DocxNumbers numbers_;
  Notes notes_;
  DocxNumbers::Place place_;
  std::vector<std::string> due_;  // notes of the paragraph
  Hint hint_ = Hint::kParagraph;
  size_t paragraphs_ = 0;  // that are open
  size_t unseen_ = 0;
  bool has_front_ = false;
  bool is_text_ = false;
  bool is_break_due_ = false;
  bool is_hidden_ = false;
  bool is_box_ = false;
  bool is_ticked_ = false;
};

}  // namespace

Result<Script> ImportDocx(std::string_view bytes, const ProseLimits& limits) {
  MANDAT_TRY(const DocxParts parts, UnpackDocx(bytes, limits));
  MANDAT_TRY(DocxNumbers numbers, DocxNumbers::Read(parts, limits));
  Notes notes;
  MANDAT_TRY_STATUS(ReadNotes(parts.footnotes, "footnote", limits, notes));
  MANDAT_TRY_STATUS(ReadNotes(parts.endnotes, "endnote", limits, notes));
  return DocxReader(limits, std::move(numbers), std::move(notes)).Read(parts.document);
}

}  // namespace mandat::internal
