// SPDX-License-Identifier: Apache-2.0
#include "reading/review_page.h"

#include <algorithm>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "format/markup.h"
#include "reading/internal/review_parts.h"

namespace mandat {
namespace {

using internal::ReviewWords;
using internal::Shown;

std::string Named(std::string_view markup) {
  return "'sha256-" + FormatBase64(Sha256(markup).view()) + "'";
}

std::string HeadHtml(const ContractReading& reading, const ReviewWords& words) {
  return "<!doctype html>\n<html lang=\"" + std::string(words.language) +
         "\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
         "content=\"default-src 'none'; style-src " +
         Named(internal::ReviewStyle()) + "; script-src " + Named(internal::ReviewScript()) +
         "; base-uri 'none'; form-action 'none'\"><meta name=\"viewport\" "
         "content=\"width=device-width\"><meta name=\"referrer\" content=\"no-referrer\"><title>" +
         std::string(words.title) + "</title><style>" + std::string(internal::ReviewStyle()) +
         "</style></head>\n<body data-sha256=\"" + AsMarkup(reading.sha256) + "\">\n";
}

std::string TopHtml(const ContractReading& reading, const ReviewWords& words) {
  const auto choice = [&](std::string_view id, std::string_view word, bool is_on) {
    return "<label><input type=\"radio\" name=\"show\" id=\"show-" + std::string(id) + "\"" +
           (is_on ? " checked" : "") + "> " + std::string(word) + "</label>";
  };
  return "<header class=\"top\"><h1>" + std::string(words.title) + ": <span lang=\"" +
         std::string(reading.language) + "\">" + Shown(reading.title) + "</span></h1>" +
         "<fieldset aria-label=\"" + std::string(words.terms) + "\">" +
         choice("all", words.all, true) + choice("look", words.look, false) +
         choice("open", words.open, false) + choice("gaps", words.gaps, false) + "</fieldset>" +
         "<label class=\"scripted\" hidden>" + std::string(words.search) +
         " <input type=\"search\" id=\"search\"></label>" +
         "<span class=\"scripted\" hidden><progress id=\"bar\" aria-label=\"" +
         std::string(words.progress) + "\"></progress> <span id=\"count\" role=\"status\"></span>" +
         "</span></header>\n";
}

std::string NavHtml(const ReviewWords& words) {
  std::string out = "<nav aria-label=\"" + std::string(words.sections) + "\">";
  for (const std::string_view section : internal::ReviewSections()) {
    out += "<a href=\"#s-" + std::string(section) + "\">" +
           std::string(internal::SectionLabel(section, words.language)) + "</a>";
  }
  return out + "</nav>\n<p class=\"keys far scripted\" hidden>" + std::string(words.keys) +
         "</p>\n";
}

std::string ElementsHtml(const ContractReading& reading, const ReviewWords& words) {
  const size_t present = std::ranges::count(reading.elements, true, &FoundElement::is_present);
  std::string out = "<details><summary>" + std::string(words.elements) + ": " +
                    std::to_string(present) + " / " + std::to_string(reading.elements.size()) +
                    "</summary><ul>";
  for (const FoundElement& element : reading.elements) {
    out +=
        "<li>R" + std::to_string(element.number) + " <span lang=\"en\">" + AsMarkup(element.about) +
        "</span>: " +
        (element.is_present ? std::string(words.present) + " " + Shown(element.clause)
                            : "<strong class=\"tag\">" + std::string(words.absent) + "</strong>") +
        "</li>";
  }
  return out + "</ul></details>\n";
}

std::string DamagesHtml(const ContractReading& reading, const ReviewWords& words) {
  if (reading.damages.empty()) {
    return "";
  }
  std::string out = "<details><summary>" + std::string(words.damaged) + " (" +
                    std::to_string(reading.damages.size()) + ")</summary><ul>";
  for (size_t i = 0; i < reading.damages.size(); ++i) {
    const Damage& damage = reading.damages[i];
    out += "<li><a href=\"#d" + std::to_string(i + 1) + "\">" + std::string(words.line) + " " +
           std::to_string(damage.where.line) + "</a>: <span lang=\"en\">" + Shown(damage.what) +
           "</span>" + (damage.is_undone ? " (" + std::string(words.mended) + ")" : "") + "</li>";
  }
  return out + "</ul></details>\n";
}

std::string DefectsHtml(const ContractReading& reading, const ReviewWords& words) {
  if (reading.defects.empty()) {
    return "";
  }
  std::string out = "<details open><summary>" + std::string(words.findings) + " (" +
                    std::to_string(reading.defects.size()) + ")</summary><ul>";
  for (size_t i = 0; i < reading.defects.size(); ++i) {
    const TextDefect& defect = reading.defects[i];
    out += "<li><a href=\"#e" + std::to_string(i + 1) + "\">" + Shown(defect.clause) + ", " +
           std::string(words.line) + " " + std::to_string(defect.where.line) +
           "</a>: <span lang=\"en\">" + Shown(defect.what) + "</span></li>";
  }
  return out + "</ul></details>\n";
}

}  // namespace

std::string WriteReviewPage(const ContractReading& reading, std::string_view language,
                            std::span<const ReviewNote> notes) {
  const ReviewWords& words = internal::ReviewWordsOf(language);
  std::string out = HeadHtml(reading, words) + TopHtml(reading, words);
  out +=
      "<main>\n<section class=\"pane\" id=\"contract\" aria-labelledby=\"c\" tabindex=\"0\">"
      "<h2 id=\"c\">" +
      std::string(words.contract) + "</h2><p class=\"far\">sha256 " + AsMarkup(reading.sha256) +
      "</p>" + internal::ReviewContract(reading) + "</section>\n";
  out += "<section class=\"pane\" id=\"terms\" aria-label=\"" + std::string(words.terms) +
         "\" tabindex=\"0\">\n";
  if (!reading.is_about_data) {
    out += "<p class=\"block\">" + std::string(words.none) + "</p>";
  }
  out += NavHtml(words) + ElementsHtml(reading, words) + DefectsHtml(reading, words) +
         DamagesHtml(reading, words) + internal::ReviewTerms(reading, words, notes);
  out += "<p class=\"block\" id=\"end\" hidden>" + std::string(words.done) +
         "</p><p class=\"sign\">" + std::string(words.signature) + "</p></section></main>\n";
  return out + "<script>" + std::string(internal::ReviewScript()) + "</script></body></html>\n";
}

}  // namespace mandat
