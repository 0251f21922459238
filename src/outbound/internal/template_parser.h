// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "outbound/template.h"

namespace mandat {

inline constexpr size_t kTemplateBytesMax = size_t{64} << 10;

// Reads one template, once.
class TemplateParser {
 public:
  explicit TemplateParser(const NoticeKind& kind) : kind_(kind), done_(kind) {}

  Result<NoticeTemplate> Read(std::string_view text);

 private:
  using Piece = NoticeTemplate::Piece;
  using Pieces = NoticeTemplate::Pieces;

  static bool HasSubstance(const Pieces& pieces);

  std::unexpected<Error> Wrong(std::string_view what) const;
  Status ReadHeader(std::string_view line);
  Status ReadLine(std::string_view line, Pieces& into);
  Status ReadTag(std::string_view tag, Pieces& into);
  Status ReadSection(Piece::Kind kind, std::string_view name, Pieces& into);
  Status Show(std::string_view name, Pieces& into);
  Status Close(std::string_view part) const;

  struct Open {
    std::string name;
    bool is_if;  // shown when the field is not empty
    size_t line_number;
  };

  const NoticeKind& kind_;
  NoticeTemplate done_;
  std::vector<Open> open_;
  size_t line_number_ = 0;
};

namespace internal {

// File name and text of each template that is built in.
std::vector<std::pair<std::string_view, std::string_view>> ShippedTemplateTexts();

}  // namespace internal
}  // namespace mandat
