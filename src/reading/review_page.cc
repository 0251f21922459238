// SPDX-License-Identifier: Apache-2.0
#include "reading/review_page.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "format/markup.h"

namespace mandat {
namespace {

struct Words {
  std::string_view language, title, contract, terms, not_stated, look_at, confidence, annexed,
      passage, none, damaged, mended, elements, present, absent;
};
constexpr Words kEnglish = {"en",
                            "What was read from this contract",
                            "The contract",
                            "Terms",
                            "Not stated",
                            "look at",
                            "confidence",
                            "said by an annexed model contract",
                            "to the passage",
                            "This text has no clause on personal data.",
                            "damaged",
                            "mended",
                            "Demands of GDPR Art. 28",
                            "there",
                            "not found"};
constexpr Words kFrench = {"fr",
                           "Ce qui a été lu dans ce contrat",
                           "Le contrat",
                           "Stipulations",
                           "Non stipulé",
                           "voir",
                           "confiance",
                           "selon un contrat type annexé",
                           "vers le passage",
                           "Ce texte n’a aucune clause sur les données à caractère personnel.",
                           "endommagé",
                           "rétabli",
                           "Exigences de l’art. 28 du RGPD",
                           "présent",
                           "non trouvé"};

constexpr std::string_view kStyle =
    "body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.1rem;margin:0;padding:.6rem 1rem;border-bottom:1px solid #bbb}"
    "main{display:grid;grid-template-columns:1fr 1fr;height:calc(100vh - 2.9rem)}"
    "section{overflow:auto;padding:0 1rem 60vh}section+section{border-left:1px solid #bbb}"
    "h2{font-size:1rem}pre{white-space:pre-wrap;font:inherit}"
    "mark{background:#fff3bf}pre a{font-size:.75em;vertical-align:super;padding:0 .15em}"
    "a:target,article:target{outline:3px solid #1864ab;background:#d0ebff}"
    "article{border-bottom:1px solid #ddd;padding:.5rem 0}"
    "code{font-size:.9em}blockquote{margin:.3rem 0;padding-left:.6rem;border-left:3px solid #ccc}"
    ".ambiguous code:first-child{color:#8a4b00}.far{color:#555;font-size:.85em}"
    "@media print{main{display:block;height:auto}section{overflow:visible;padding-bottom:0}}"
    "@media(max-width:50rem){main{display:block;height:auto}}";

// The contract, its passages marked, before each a link to the value.
std::string ContractHtml(const ContractReading& reading) {
  std::map<size_t, std::vector<size_t>> begins;  // the terms that begin at a byte
  std::map<size_t, int> steps;                   // how many passages more or fewer from a byte on
  const size_t size = reading.text.size();
  for (size_t i = 0; i < reading.terms.size(); ++i) {
    const Passage& where = reading.terms[i].where;
    if (where.begin < where.end && where.end <= size) {
      begins[where.begin].push_back(i);
      ++steps[where.begin];
      --steps[where.end];
    }
  }
  std::string out = "<pre>";
  size_t at = 0;
  int depth = 0;
  for (const auto& [byte, step] : steps) {
    AppendMarkup(out, std::string_view(reading.text).substr(at, byte - at));
    at = byte;
    const int next = depth + step;
    out += depth > 0 && next <= 0 ? "</mark>" : "";
    if (const auto here = begins.find(byte); here != begins.end()) {
      for (const size_t term : here->second) {
        const std::string n = std::to_string(term + 1);
        out += "<a id=\"p" + n + "\" href=\"#t" + n + "\" title=\"" +
               AsMarkup(reading.terms[term].field) + "\">" + n + "</a>";
      }
    }
    out += depth <= 0 && next > 0 ? "<mark>" : "";
    depth = next;
  }
  AppendMarkup(out, std::string_view(reading.text).substr(at));
  return out + (depth > 0 ? "</mark></pre>" : "</pre>");
}

std::string TermHtml(const FoundTerm& term, size_t index, const Words& words) {
  const std::string n = std::to_string(index + 1);
  std::string out = "<article id=\"t" + n + "\" class=\"" + std::string(Name(term.status)) +
                    "\"><code>" + AsMarkup(term.field) + "</code> ";
  if (term.status != SaidStatus::kStated) {
    out += "<em>" + std::string(Name(term.status)) + "</em> ";
  }
  for (const auto& [key, value] : term.value) {
    out += AsMarkup(key) + ": <strong>" + AsMarkup(value) + "</strong> ";
  }
  out += "<a href=\"#p" + n + "\" title=\"" + std::string(words.passage) + "\">" +
         AsMarkup(term.clause.empty() ? "-" : term.clause) + "</a>";
  constexpr size_t kQuoteMost = 400;
  std::string said = term.said.substr(0, kQuoteMost);
  while (!said.empty() && said.size() < term.said.size() &&
         (static_cast<unsigned char>(term.said[said.size()]) & 0xc0) == 0x80) {
    said.pop_back();
  }
  if (!said.empty()) {
    out += "<blockquote>" + AsMarkup(said) + (said.size() < term.said.size() ? " …" : "") +
           "</blockquote>";
  }
  if (!term.items.empty()) {
    out += "<ul>";
    for (const FoundItem& item : term.items) {
      out += "<li>" + AsMarkup(item.text);
      for (const auto& [key, value] : item.value) {
        out += " <span class=\"far\">" + AsMarkup(key) + ": " + AsMarkup(value) + "</span>";
      }
      out += "</li>";
    }
    out += "</ul>";
  }
  return out + "<p class=\"far\">" + std::string(words.confidence) + " " +
         std::to_string(term.confidence) + " %, " + AsMarkup(term.rule) +
         (term.is_annexed ? ", " + std::string(words.annexed) : "") + "</p></article>\n";
}

std::string RestHtml(const ContractReading& reading, const Words& words) {
  std::string out = "<h2>" + std::string(words.not_stated) + "</h2><ul>";
  for (const FoundTerm& gap : reading.gaps) {
    out += "<li><code>" + AsMarkup(gap.field) + "</code>";
    out += gap.clause.empty() ? ""
                              : " <span class=\"far\">" + std::string(words.look_at) + " " +
                                    AsMarkup(gap.clause) + "</span>";
    out += "</li>";
  }
  out += "</ul>\n<h2>" + std::string(words.elements) + "</h2><ul>";
  for (const FoundElement& element : reading.elements) {
    out += "<li>R" + std::to_string(element.number) + " " + AsMarkup(element.about) + ": " +
           std::string(element.is_present ? words.present : words.absent) + " " +
           AsMarkup(element.clause) + "</li>";
  }
  out += "</ul>\n";
  if (!reading.damages.empty()) {
    out += "<h2>" + std::string(words.damaged) + "</h2><ul>";
    for (const Damage& damage : reading.damages) {
      out += "<li>" + std::to_string(damage.where.line) + ": " + AsMarkup(damage.what) +
             (damage.is_undone ? " (" + std::string(words.mended) + ")" : "") + "</li>";
    }
    out += "</ul>\n";
  }
  return out;
}

}  // namespace

std::string WriteReviewPage(const ContractReading& reading, std::string_view language) {
  const Words& words = language == "fr" ? kFrench : kEnglish;
  std::string out = "<!doctype html>\n<html lang=\"" + std::string(words.language) +
                    "\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
                    "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>" +
                    std::string(words.title) + "</title><style>" + std::string(kStyle) +
                    "</style></head>\n<body><h1>" + std::string(words.title) + ": " +
                    AsMarkup(reading.title) + "</h1><main>\n<section aria-label=\"" +
                    std::string(words.contract) + "\" tabindex=\"0\"><h2>" +
                    std::string(words.contract) + "</h2><p class=\"far\">sha256 " +
                    AsMarkup(reading.sha256) + "</p>" + ContractHtml(reading) +
                    "</section>\n<section aria-label=\"" + std::string(words.terms) +
                    "\" tabindex=\"0\"><h2>" + std::string(words.terms) + "</h2>\n";
  if (!reading.is_about_data) {
    out += "<p>" + std::string(words.none) + "</p>";
  }
  for (size_t i = 0; i < reading.terms.size(); ++i) {
    out += TermHtml(reading.terms[i], i, words);
  }
  return out + RestHtml(reading, words) + "</section></main></body></html>\n";
}

}  // namespace mandat
