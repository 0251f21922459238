// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "format/markup.h"
#include "reading/internal/review_parts.h"
#include "reading/internal/vocabulary_match.h"

namespace mandat::internal {
namespace {

constexpr unsigned kSureLeast = 60;
constexpr size_t kQuoteMost = 600;

std::string Far(const std::string& markup) { return "<span class=\"far\">" + markup + "</span>"; }

// What stands on the page and what is said of it.
class TermsPage {
 public:
  TermsPage(const ContractReading& reading, const ReviewWords& words,
            std::span<const ReviewNote> notes)
      : reading_(reading), words_(words), notes_(notes) {}

  std::string Write() const;

 private:
  std::string Label(std::string_view field) const {
    return AsMarkup(FieldLabel(field, words_.language)) + " <code>" + AsMarkup(field) + "</code>";
  }
  bool HasPassage(const FoundTerm& term) const {
    return term.where.begin < term.where.end && term.where.end <= reading_.text.size();
  }
  std::string PlaceOf(const FoundTerm& term) const {
    return Shown(term.clause.empty() ? "-" : term.clause) + ", " + std::string(words_.line) + " " +
           std::to_string(term.where.line);
  }
  bool IsFirst(size_t index) const {
    return reading_.Find(reading_.terms[index].field) == &reading_.terms[index];
  }
  bool WantsLook(size_t index) const;
  std::string NotesOf(std::string_view field) const;
  std::string Quote(const FoundTerm& term) const;
  std::string Items(const FoundTerm& term, const std::string& n) const;
  std::string Tags(size_t index) const;
  std::string Article(size_t index) const;
  std::string Gaps(std::string_view section) const;
  std::string Section(std::string_view section) const;
  std::string Annexed() const;

  const ContractReading& reading_;
  const ReviewWords& words_;
  std::span<const ReviewNote> notes_;
};

bool IsAbout(const ReviewNote& note, std::string_view field) {
  return note.field == field || (note.field.starts_with(field) && note.field[field.size()] == '.');
}

bool TermsPage::WantsLook(size_t index) const {
  const FoundTerm& term = reading_.terms[index];
  if (term.is_annexed) {
    return false;
  }
  const bool differs = std::ranges::any_of(reading_.terms, [&](const FoundTerm& other) {
    return !other.is_annexed && other.field == term.field && other.value != term.value;
  });
  const bool is_blamed = IsFirst(index) && std::ranges::any_of(notes_, [&](const ReviewNote& note) {
                           return note.level != "note" && IsAbout(note, term.field);
                         });
  return term.status != SaidStatus::kStated || term.confidence < kSureLeast || differs || is_blamed;
}

std::string TermsPage::NotesOf(std::string_view field) const {
  std::string out;
  for (const ReviewNote& note : notes_) {
    if (IsAbout(note, field)) {
      out += "<li class=\"" + AsMarkup(note.level) + "\"><b>" + AsMarkup(note.level) + "</b> " +
             Shown(note.text) + "</li>";
    }
  }
  return out.empty() ? "" : "<ul class=\"notes\" lang=\"en\">" + out + "</ul>";
}

std::string TermsPage::Quote(const FoundTerm& term) const {
  std::string said = term.said.substr(0, kQuoteMost);
  while (!said.empty() && said.size() < term.said.size() &&
         (static_cast<unsigned char>(term.said[said.size()]) & 0xc0) == 0x80) {
    said.pop_back();
  }
  return said.empty()
             ? ""
             : "<blockquote lang=\"" + std::string(reading_.language) + "\">" + Shown(said) +
                   (said.size() < term.said.size() ? " \u2026" : "") + "</blockquote>";
}

std::string TermsPage::Items(const FoundTerm& term, const std::string& n) const {
  std::string out;
  for (size_t i = 0; i < term.items.size(); ++i) {
    const FoundItem& item = term.items[i];
    const bool has_place =
        item.where.begin < item.where.end && item.where.end <= reading_.text.size();
    const std::string text =
        "<span lang=\"" + std::string(reading_.language) + "\">" + Shown(item.text) + "</span>";
    out += "<li>";
    out += has_place ? "<a class=\"value\" href=\"#p" + n + "-" + std::to_string(i + 1) + "\">" +
                           text + "</a>"
                     : text;
    for (const auto& [key, value] : item.value) {
      out += " " + Far(AsMarkup(KeyLabel(key, words_.language)) + ": " + Shown(value));
    }
    std::string_view before = "DPV: ";
    for (const std::string& dpv : DpvTermsFor(term.field, item.text)) {
      out += before == "DPV: " ? " <span class=\"far\">" : " ";
      out += std::string(before) + "<code>" + AsMarkup(dpv) + "</code>";
      before = words_.or_else;
    }
    out += before == "DPV: " ? "</li>" : "</span></li>";
  }
  return out.empty() ? "" : "<ul>" + out + "</ul>";
}

std::string TermsPage::Tags(size_t index) const {
  const FoundTerm& term = reading_.terms[index];
  std::string out;
  const auto add = [&](std::string_view word) {
    out += " <span class=\"tag\">" + std::string(word) + "</span>";
  };
  if (term.status == SaidStatus::kAmbiguous) {
    add(words_.ambiguous);
  } else if (term.status == SaidStatus::kExternal) {
    add(words_.external);
  }
  if (term.is_annexed) {
    add(words_.annexed);
  } else if (!IsFirst(index)) {
    add(words_.further);
  } else if (term.status == SaidStatus::kStated && WantsLook(index)) {
    add(words_.look);
  }
  return out;
}

std::string TermsPage::Article(size_t index) const {
  const FoundTerm& term = reading_.terms[index];
  const std::string n = std::to_string(index + 1);
  std::string out = "<article id=\"t" + n + "\" tabindex=\"-1\" aria-labelledby=\"h" + n +
                    "\" class=\"" + std::string(Name(term.status)) +
                    (WantsLook(index) ? " look" : "") + (term.is_annexed ? " annexed" : "") +
                    "\"><header><h4 id=\"h" + n + "\">" + Label(term.field) + "</h4>" + Tags(index);
  if (!term.is_annexed) {
    out += "<label class=\"scripted\" hidden><input type=\"checkbox\" data-of=\"" + n + "\"> " +
           std::string(words_.compared) + "</label>";
  }
  out += "</header>";
  if (!term.value.empty()) {
    out += HasPassage(term) ? "<a class=\"value\" href=\"#p" + n + "\">" : "<p>";
    for (size_t i = 0; i < term.value.size(); ++i) {
      const auto& [key, value] = term.value[i];
      out += (i == 0 ? "" : " \u00b7 ") + Far(AsMarkup(KeyLabel(key, words_.language))) +
             " <strong>" + Shown(value) + "</strong>";
    }
    out += HasPassage(term) ? "</a>" : "</p>";
  }
  out += Quote(term) + Items(term, n) + "<p class=\"far\">";
  out += HasPassage(term) ? "<a class=\"to\" href=\"#p" + n + "\">" + PlaceOf(term) + "</a>"
                          : PlaceOf(term);
  out += " \u00b7 " + std::string(words_.confidence) + " " + std::to_string(term.confidence) +
         " % \u00b7 <code>" + AsMarkup(term.rule) + "</code></p>";
  return out + (IsFirst(index) ? NotesOf(term.field) : "") + "</article>\n";
}

std::string TermsPage::Gaps(std::string_view section) const {
  std::string out;
  size_t count = 0;
  bool is_blamed = false;
  for (const FoundTerm& gap : reading_.gaps) {
    if (ReviewSectionOf(gap.field) != section) {
      continue;
    }
    ++count;
    const std::string notes = NotesOf(gap.field);
    is_blamed |= notes.find("class=\"error") != std::string::npos ||
                 notes.find("class=\"warning") != std::string::npos;
    out += "<li>" + Label(gap.field);
    // The clause to look at is that of a term that stands on the page.
    const auto near = std::ranges::find_if(reading_.terms, [&](const FoundTerm& term) {
      return term.where.begin == gap.where.begin && HasPassage(term);
    });
    if (!gap.clause.empty() && near != reading_.terms.end()) {
      out += " <a class=\"far\" href=\"#p" + std::to_string(near - reading_.terms.begin() + 1) +
             "\">" + std::string(words_.look_at) + " " + PlaceOf(gap) + "</a>";
    }
    out += notes + "</li>";
  }
  if (count == 0) {
    return "";
  }
  return "<details class=\"gaps\"" + std::string(is_blamed ? " open" : "") + "><summary>" +
         std::string(words_.not_stated) + " (" + std::to_string(count) +
         ") <label class=\"looked scripted\" hidden><input type=\"checkbox\" data-of=\"" +
         std::string(section) + "\"> " + std::string(words_.looked) + "</label></summary><ul>" +
         out + "</ul></details>\n";
}

std::string TermsPage::Section(std::string_view section) const {
  std::string articles;
  size_t count = 0;
  for (size_t i = 0; i < reading_.terms.size(); ++i) {
    if (!reading_.terms[i].is_annexed && ReviewSectionOf(reading_.terms[i].field) == section) {
      articles += Article(i);
      ++count;
    }
  }
  return "<div class=\"block\" id=\"s-" + std::string(section) + "\"><h3>" +
         std::string(SectionLabel(section, words_.language)) + " " + Far(std::to_string(count)) +
         "</h3>\n" + articles + Gaps(section) + "</div>\n";
}

std::string TermsPage::Annexed() const {
  std::string articles;
  for (size_t i = 0; i < reading_.terms.size(); ++i) {
    articles += reading_.terms[i].is_annexed ? Article(i) : "";
  }
  return articles.empty()
             ? ""
             : "<div class=\"block\"><details><summary>" + std::string(words_.annexed) +
                   "</summary>\n" + articles + "</details></div>\n";
}

std::string TermsPage::Write() const {
  std::string out;
  for (const std::string_view section : ReviewSections()) {
    out += Section(section);
  }
  const std::vector<std::string_view> fields = FieldsRead();
  std::string other;
  for (const ReviewNote& note : notes_) {
    if (std::ranges::none_of(fields,
                             [&](std::string_view field) { return IsAbout(note, field); })) {
      other += "<li class=\"" + AsMarkup(note.level) + "\"><b>" + AsMarkup(note.level) +
               "</b> <code>" + AsMarkup(note.field) + "</code> " + Shown(note.text) + "</li>";
    }
  }
  if (!other.empty()) {
    out += "<div class=\"block\"><h3>" + std::string(words_.other) +
           "</h3><ul class=\"notes\" lang=\"en\">" + other + "</ul></div>\n";
  }
  return out + Annexed();
}

}  // namespace

std::vector<std::string_view> ReviewSections() {
  std::vector<std::string_view> sections;
  for (const std::string_view field : FieldsRead()) {
    const std::string_view section = ReviewSectionOf(field);
    if (std::ranges::find(sections, section) == sections.end()) {
      sections.push_back(section);
    }
  }
  return sections;
}

std::string ReviewTerms(const ContractReading& reading, const ReviewWords& words,
                        std::span<const ReviewNote> notes) {
  return TermsPage(reading, words, notes).Write();
}

}  // namespace mandat::internal
