// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "prose/internal/docx.h"
#include "prose/internal/mapped.h"
#include "prose/internal/numerals.h"

namespace mandat::internal {
namespace {

constexpr int kBasesMax = 16;  // styles based on styles

std::string Value(const XmlEvent& event, std::string_view name = "val") {
  return event.attribute(name).value_or("");
}

std::string Numeral(unsigned number, const std::string& format) {
  const char type = format == "lowerLetter"   ? 'a'
                    : format == "upperLetter" ? 'A'
                    : format == "lowerRoman"  ? 'i'
                    : format == "upperRoman"  ? 'I'
                                              : '1';
  const bool is_padded = format == "decimalZero" && number < 10;
  return (is_padded ? "0" : "") + NumeralOf(number, type);
}

}  // namespace

Result<DocxNumbers> DocxNumbers::Read(const DocxParts& parts, const ProseLimits& limits) {
  DocxNumbers numbers;
  if (!parts.numbering.empty()) {
    MANDAT_TRY_STATUS(numbers.ReadNumbering(parts.numbering, limits));
  }
  if (!parts.styles.empty()) {
    MANDAT_TRY_STATUS(numbers.ReadStyles(parts.styles, limits));
  }
  return numbers;
}

Status DocxNumbers::ReadNumbering(std::string_view xml, const ProseLimits& limits) {
  std::string abstract;
  std::string list;
  unsigned level = kLevels;
  return WalkXml(xml, limits, [&](const XmlEvent& event) {
    if (!event.is_word) {
      return;
    }
    if (event.kind == XmlEvent::Kind::kEnd) {
      level = event.name == "lvl" || event.name == "lvlOverride" ? kLevels : level;
      abstract = event.name == "abstractNum" ? std::string() : abstract;
      list = event.name == "num" ? std::string() : list;
      return;
    }
    if (event.name == "abstractNum") {
      abstract = Value(event, "abstractNumId");
    } else if (event.name == "num") {
      list = Value(event, "numId");
      lists_[list];
    } else if (event.name == "abstractNumId" && !list.empty()) {
      lists_[list].abstract = Value(event);
    } else if (event.name == "lvl" || event.name == "lvlOverride") {
      level = FigureOf(Value(event, "ilvl"), kLevels);
    } else if (event.name == "startOverride" && !list.empty() && level < kLevels) {
      lists_[list].starts[level] = FigureOf(Value(event), 1);
    } else if (!abstract.empty() && level < kLevels) {
      Level& of = abstracts_[abstract][level];
      if (event.name == "start") {
        of.start = FigureOf(Value(event), 1);
      } else if (event.name == "numFmt") {
        of.format = Value(event);
      } else if (event.name == "lvlText") {
        of.text = Value(event);
      } else if (event.name == "isLgl") {
        of.is_legal = Value(event) != "0";
      }
    }
  });
}

Status DocxNumbers::ReadStyles(std::string_view xml, const ProseLimits& limits) {
  std::string id;
  return WalkXml(xml, limits, [&](const XmlEvent& event) {
    if (!event.is_word) {
      return;
    }
    if (event.kind == XmlEvent::Kind::kEnd) {
      id = event.name == "style" ? std::string() : id;
      return;
    }
    if (event.name == "style") {
      id = Value(event, "styleId");
      styles_[id];
    } else if (!id.empty()) {
      Style& style = styles_[id];
      if (event.name == "name") {
        style.name = LowerCase(Value(event));
      } else if (event.name == "basedOn") {
        style.base = Value(event);
      } else if (event.name == "numId") {
        style.list = Value(event);
      } else if (event.name == "ilvl") {
        style.level = FigureOf(Value(event), 0);
      } else if (event.name == "outlineLvl") {
        style.has_outline = FigureOf(Value(event), kLevels) < kLevels;
      }
    }
  });
}

const DocxNumbers::Style* DocxNumbers::FindStyle(const std::string& id) const {
  const auto found = styles_.find(id);
  return found == styles_.end() ? nullptr : &found->second;
}

DocxNumbers::Front DocxNumbers::Next(const Place& place) {
  Front front;
  std::string list = place.list.value_or("");
  unsigned level = place.level.value_or(0);
  const Style* style = FindStyle(place.style);
  for (int bases = 0; style != nullptr && bases < kBasesMax; ++bases) {
    front.is_heading = front.is_heading || style->has_outline ||
                       style->name.starts_with("heading") || style->name == "title";
    if (!place.list && list.empty() && !style->list.empty()) {
      list = style->list;
      level = place.level.value_or(style->level);
    }
    style = FindStyle(style->base);
  }
  const auto found = lists_.find(list);
  if (found == lists_.end() || level >= kLevels || !abstracts_.contains(found->second.abstract)) {
    return front;
  }
  List& of = found->second;
  const std::array<Level, kLevels>& levels = abstracts_[of.abstract];
  std::array<unsigned, kLevels>& counts = counts_[of.abstract];
  if (!of.is_used) {  // a list that begins again
    for (size_t i = 0; i < kLevels; ++i) {
      counts[i] = of.starts[i] ? *of.starts[i] - std::min(*of.starts[i], 1U) : counts[i];
    }
    of.is_used = true;
  }
  for (size_t i = 0; i < level; ++i) {
    counts[i] = std::max(counts[i], levels[i].start);
  }
  counts[level] = counts[level] == 0 ? levels[level].start : counts[level] + 1;
  std::fill(counts.begin() + static_cast<std::ptrdiff_t>(level) + 1, counts.end(), 0U);
  front.is_bullet = levels[level].format == "bullet";
  if (front.is_bullet || levels[level].format == "none") {
    return front;
  }
  const std::string& text = levels[level].text;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool is_place =
        text[at] == '%' && at + 1 < text.size() && text[at + 1] >= '1' && text[at + 1] <= '9';
    if (!is_place) {
      front.label += text[at];
      continue;
    }
    const auto of_level = static_cast<size_t>(text[++at] - '1');
    front.label +=
        Numeral(counts[of_level], levels[level].is_legal ? "decimal" : levels[of_level].format);
  }
  return front;
}

}  // namespace mandat::internal
