// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "chain/chain.h"
#include "chain/internal/counting.h"
#include "chain/internal/panel.h"

namespace mandat {
namespace {

constexpr int kHeader = 74;
constexpr int kFooter = 34;

// Readable without colour: rest days are lines one way, the gap lines the other way.
constexpr std::string_view kStyle = R"(<style>
text { font-family: "DejaVu Sans", Verdana, Helvetica, Arial, sans-serif; fill: #1c1c1c; }
.head { font-size: 19px; font-weight: bold; }
.title { font-size: 14px; font-weight: bold; }
.body { font-size: 12px; }
.small { font-size: 10.5px; fill: #3d3d3d; }
.lane { font-size: 12px; font-weight: bold; }
.red { font-size: 12px; font-weight: bold; fill: #b00020; }
.halo { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
.axis { stroke: #6b6b6b; stroke-width: 1; }
.tick { stroke: #c4c4c4; stroke-width: 0.6; }
.end { stroke: #1c1c1c; stroke-width: 2; }
</style>
<defs>
<pattern id="rest" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="#f3f3f3"/><path d="M0 6L6 0" stroke="#dedede" stroke-width="1"/>
</pattern>
<pattern id="holiday" width="6" height="6" patternUnits="userSpaceOnUse">
<rect width="6" height="6" fill="#e4e4e4"/>
<path d="M0 6L6 0M0 0L6 6" stroke="#bdbdbd" stroke-width="1"/>
</pattern>
<pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse">
<rect width="7" height="7" fill="#fbe3e6"/><path d="M0 0L7 7" stroke="#b00020" stroke-width="1.8"/>
</pattern>
</defs>
)";

std::string Description(const ChainReport& report, const Link& link) {
  std::string text = link.promise + ": " + link.says + ".";
  for (const ChainStep& step : link.timeline->steps) {
    text += fmt::format(" {}: {}{}.",
                        internal::FormatLocal(step.at, report.zone_downstream, step.is_end),
                        step.what, step.clause.empty() ? "" : ", clause " + step.clause);
  }
  return text;
}

std::string Legend(int y) {
  const auto box = [y](int x, std::string_view fill, std::string_view text) {
    return fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"22\" height=\"11\" {} stroke=\"#6b6b6b\" "
        "stroke-width=\"0.6\"/><text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n",
        x, y - 10, fill, x + 28, y, text);
  };
  return box(24, "fill=\"#2f5d8a\"", "promised upstream") +
         box(178, "fill=\"#c9d8e6\"", "allowed downstream") +
         box(346, "fill=\"url(#gap)\"", "the gap") +
         box(440, "fill=\"url(#rest)\"", "Saturday, Sunday") +
         box(588, "fill=\"url(#holiday)\"", "holiday in a calendar that was used");
}

}  // namespace

std::string FormatPicture(const ChainReport& report, std::span<const Link> links) {
  std::vector<const Link*> dated;
  for (const Link& link : links) {
    if (link.timeline) {
      dated.push_back(&link);
    }
  }
  const int height = kHeader + internal::kPanelHeight * static_cast<int>(dated.size()) + kFooter;
  std::string description;
  for (const Link* link : dated) {
    description += (description.empty() ? "" : " ") + Description(report, *link);
  }
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"title desc\">\n"
      "<title id=\"title\">{2}: what rests on {3}</title>\n<desc id=\"desc\">{4}</desc>\n{5}"
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
      internal::kPictureWidth, height, internal::Escaped(report.upstream),
      internal::Escaped(report.subprocessor), internal::Escaped(description), kStyle);
  out += fmt::format(
      "<text class=\"head\" x=\"24\" y=\"34\">{}</text>\n"
      "<text class=\"body\" x=\"24\" y=\"56\">upstream {}, downstream {}. The worst of all starts "
      "from {} to {}.</text>\n",
      internal::Escaped(fmt::format("{} rests on {}", report.processor, report.subprocessor)),
      internal::Escaped(report.upstream), internal::Escaped(report.downstream),
      FormatDate(report.from), FormatDate(report.until));
  int top = kHeader;
  for (const Link* link : dated) {
    out += internal::Panel(report, *link, top);
    top += internal::kPanelHeight;
  }
  if (dated.empty()) {
    out += "<text class=\"body\" x=\"24\" y=\"80\">no promise with a date</text>\n";
  }
  return out + Legend(height - 14) + "</svg>\n";
}

}  // namespace mandat
