// SPDX-License-Identifier: Apache-2.0
// HTML through libxml2's parser of it, event by event: no tree is built, nothing is fetched.
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "prose/internal/numerals.h"
#include "prose/internal/script_writer.h"

namespace mandat::internal {
namespace {

constexpr size_t kPieceBytes = size_t{16} << 10;

template <size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr auto kUnseen = std::to_array<std::string_view>(
    {"script", "style", "noscript", "template", "title", "svg", "math", "iframe", "object",
     "select", "textarea", "button", "canvas", "audio", "video", "del", "s", "strike"});
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"p",   "div",    "section",    "article", "header", "footer",   "main",
     "nav", "aside",  "blockquote", "pre",     "ul",     "ol",       "li",
     "dl",  "dt",     "dd",         "table",   "form",   "fieldset", "address",
     "hr",  "figure", "figcaption", "caption", "body",   "html",     "center",
     "h1",  "h2",     "h3",         "h4",      "h5",     "h6"});

class HtmlReader {
 public:
  explicit HtmlReader(const ProseLimits& limits) : limits_(limits), writer_("html", limits) {}

  Result<Script> Read(const std::string& text) {
    htmlSAXHandler events{};
    events.startElement = [](void* self, const xmlChar* name, const xmlChar** attributes) {
      static_cast<HtmlReader*>(self)->Start(View(name), attributes);
    };
    events.endElement = [](void* self, const xmlChar* name) {
      static_cast<HtmlReader*>(self)->End(View(name));
    };
    events.characters = [](void* self, const xmlChar* bytes, int count) {
      static_cast<HtmlReader*>(self)->Text(
          {reinterpret_cast<const char*>(bytes), static_cast<size_t>(count)});
    };
    events.ignorableWhitespace = events.characters;
    const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
        htmlCreatePushParserCtxt(&events, this, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
        &htmlFreeParserCtxt);
    if (parser == nullptr) {
      return Fail(Error::Unavailable("no memory for reading HTML"));
    }
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    for (size_t at = 0; at < text.size() && !is_too_deep_ && !writer_.is_over();
         at += kPieceBytes) {
      const size_t bytes = std::min(kPieceBytes, text.size() - at);
      htmlParseChunk(parser.get(), text.data() + at, static_cast<int>(bytes), 0);
    }
    if (!is_too_deep_ && !writer_.is_over()) {
      htmlParseChunk(parser.get(), nullptr, 0, 1);
    }
    if (is_too_deep_) {
      return Fail(
          Error::Exceeded("the HTML has elements deeper than " + std::to_string(limits_.depth)));
    }
    writer_.EndLine(hint_);
    while (writer_.in_table()) {
      writer_.EndTable();
    }
    return std::move(writer_).Take();
  }

 private:
  struct List {
    bool is_numbered = false;
    char type = '1';
    unsigned next = 1;
  };

  static std::string_view View(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
  }

  static std::string_view Attribute(const xmlChar** attributes, std::string_view name,
                                    bool* has = nullptr) {
    for (; attributes != nullptr && attributes[0] != nullptr; attributes += 2) {
      if (View(attributes[0]) == name) {
        if (has != nullptr) {
          *has = true;
        }
        return View(attributes[1]);
      }
    }
    return {};
  }

  void Start(std::string_view name, const xmlChar** attributes) {
    is_too_deep_ = is_too_deep_ || ++depth_ > limits_.depth;
    bool is_hidden = false;
    Attribute(attributes, "hidden", &is_hidden);
    std::string style(Attribute(attributes, "style"));
    std::erase(style, ' ');
    is_hidden = is_hidden || style.find("display:none") != std::string::npos ||
                style.find("visibility:hidden") != std::string::npos ||
                style.find("line-through") != std::string::npos;
    if (unseen_ > 0 || is_hidden || IsOneOf(name, kUnseen)) {
      ++unseen_;
      return;
    }
    if (IsOneOf(name, kBlocks)) {
      EndLine();
    }
    if (name == "br") {
      EndLine();
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      hint_ = Hint::kHeading;
    } else if (name == "ol" || name == "ul") {
      StartList(name == "ol", attributes);
    } else if (name == "li") {
      StartItem(attributes);
    } else if (name == "table") {
      writer_.StartTable();
    } else if (name == "td" || name == "th") {
      cell_ = {.columns = FigureOf(Attribute(attributes, "colspan"), 1),
               .rows = FigureOf(Attribute(attributes, "rowspan"), 1)};
    } else if (name == "input" && Attribute(attributes, "type") == "checkbox") {
      bool is_ticked = false;
      Attribute(attributes, "checked", &is_ticked);
      Text(is_ticked ? "\xE2\x98\x92 " : "\xE2\x98\x90 ");
    }
  }

  void End(std::string_view name) {
    depth_ -= depth_ > 0 ? 1 : 0;
    if (unseen_ > 0) {
      --unseen_;
      return;
    }
    if (name == "li" && is_item_new_) {  // with nothing in it
      is_item_new_ = false;
      label_.clear();
    }
    if (IsOneOf(name, kBlocks)) {
      EndLine();
    }
    if ((name == "ol" || name == "ul") && !lists_.empty()) {
      lists_.pop_back();
    } else if (name == "table") {
      writer_.EndTable();
    } else if (name == "td" || name == "th") {
      writer_.EndCell(std::exchange(cell_, {}));
    } else if (name == "tr") {
      writer_.EndRow();
    }
  }

  void StartList(bool is_numbered, const xmlChar** attributes) {
    List list{.is_numbered = is_numbered};
    const std::string_view type = Attribute(attributes, "type");
    list.type = type.empty() ? '1' : type.front();
    list.next = FigureOf(Attribute(attributes, "start"), 1);
    if (lists_.size() < limits_.depth) {
      lists_.push_back(list);
    }
  }

  void StartItem(const xmlChar** attributes) {
    if (!label_.empty()) {  // of the item that this one is the first word of
      writer_.Add(std::exchange(label_, {}));
      writer_.EndLine(Hint::kParagraph);
    }
    is_item_new_ = true;
    hint_ = Hint::kItem;
    if (lists_.empty() || !lists_.back().is_numbered) {
      return;
    }
    List& list = lists_.back();
    list.next = FigureOf(Attribute(attributes, "value"), list.next);
    hint_ = Hint::kParagraph;
    label_ = NumeralOf(list.next++, list.type) + (list.type == '1' ? "." : ")");
  }

  void Text(std::string_view text) {
    if (unseen_ > 0) {
      return;
    }
    if (is_item_new_ && text.find_first_not_of(" \t\n\r\f\v") != std::string_view::npos) {
      is_item_new_ = false;
      if (!label_.empty()) {
        writer_.Add(std::exchange(label_, {}));
        writer_.AddBlank();
      }
    }
    writer_.Add(text);
  }

  // What an item begins with, a paragraph or a heading, stands behind the item's number.
  void EndLine() {
    if (is_item_new_) {
      return;
    }
    writer_.EndLine(hint_);
    hint_ = Hint::kParagraph;
  }

  const ProseLimits& limits_;
  ScriptWriter writer_;
  std::vector<List> lists_;
  CellShape cell_;
  Hint hint_ = Hint::kParagraph;
  size_t depth_ = 0;
  size_t unseen_ = 0;  // elements that are open and nobody sees
  bool is_too_deep_ = false;
  bool is_item_new_ = false;  // nothing of the item has come
  std::string label_;         // its number
};

}  // namespace

Result<Script> ImportHtml(std::string_view bytes, const ProseLimits& limits) {
  MANDAT_TRY(const std::string text, DecodeText(bytes));
  return HtmlReader(limits).Read(text);
}

}  // namespace mandat::internal
