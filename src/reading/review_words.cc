// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "format/markup.h"
#include "reading/internal/review_parts.h"

namespace mandat::internal {
namespace {

constexpr ReviewWords kEnglish = {
    .language = "en",
    .title = "To compare",
    .contract = "The contract",
    .terms = "What was read",
    .not_stated = "Not stated, as far as rules can tell",
    .look_at = "look at",
    .confidence = "confidence",
    .annexed = "said by an annexed model contract",
    .further = "further source",
    .none = "This text has no clause on personal data.",
    .damaged = "Damaged or unfinished places",
    .mended = "mended",
    .elements = "Demands of GDPR Art. 28(2) to (4)",
    .present = "there",
    .absent = "not found",
    .line = "line",
    .compared = "compared",
    .looked = "looked, nothing there",
    .all = "all",
    .open = "still to compare",
    .look = "look here",
    .gaps = "not stated",
    .search = "Search",
    .progress = "compared",
    .done =
        "Everything is compared. Mend the draft, then record it: <code>mandat contract confirm "
        "DRAFT --by NAME</code>",
    .keys =
        "Keys: <kbd>j</kbd> next, <kbd>k</kbd> back, <kbd>n</kbd> next to compare, <kbd>x</kbd> "
        "compared, <kbd>/</kbd> search, <kbd>Esc</kbd> back to the value. What you tick stays in "
        "this browser.",
    .signature = "Compared by ______________________________ on ______________",
    .other = "Findings elsewhere",
    .or_else = "or ",
    .external = "left to another document",
    .ambiguous = "there, but without its value",
    .findings = "Findings in the text",
    .sections = "Sections"};

constexpr ReviewWords kFrench = {
    .language = "fr",
    .title = "À comparer",
    .contract = "Le contrat",
    .terms = "Ce qui a été lu",
    .not_stated = "Non stipulé, pour autant que des règles le voient",
    .look_at = "voir",
    .confidence = "confiance",
    .annexed = "selon un contrat type annexé",
    .further = "autre source",
    .none = "Ce texte n’a aucune clause sur les données à caractère personnel.",
    .damaged = "Endroits endommagés ou inachevés",
    .mended = "rétabli",
    .elements = "Exigences de l’art. 28, § 2 à 4, du RGPD",
    .present = "présent",
    .absent = "non trouvé",
    .line = "ligne",
    .compared = "comparé",
    .looked = "vérifié, rien",
    .all = "tout",
    .open = "à comparer",
    .look = "à regarder",
    .gaps = "non stipulé",
    .search = "Chercher",
    .progress = "comparés",
    .done =
        "Tout est comparé. Corrigez le projet, puis consignez-le : <code>mandat contract confirm "
        "PROJET --by NOM</code>",
    .keys =
        "Touches : <kbd>j</kbd> suivant, <kbd>k</kbd> précédent, <kbd>n</kbd> prochain à comparer, "
        "<kbd>x</kbd> comparé, <kbd>/</kbd> chercher, <kbd>Échap</kbd> retour à la valeur. Les "
        "coches restent dans ce navigateur.",
    .signature = "Comparé par ______________________________ le ______________",
    .other = "Autres constats",
    .or_else = "ou ",
    .external = "renvoyé à un autre document",
    .ambiguous = "présent, mais sans sa valeur",
    .findings = "Constats dans le texte",
    .sections = "Rubriques"};

// U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 in UTF-8.
constexpr auto kTurning = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"\xd8\x9c", "U+061C"},
    {"\xe2\x80\x8e", "U+200E"},
    {"\xe2\x80\x8f", "U+200F"},
    {"\xe2\x80\xaa", "U+202A"},
    {"\xe2\x80\xab", "U+202B"},
    {"\xe2\x80\xac", "U+202C"},
    {"\xe2\x80\xad", "U+202D"},
    {"\xe2\x80\xae", "U+202E"},
    {"\xe2\x81\xa6", "U+2066"},
    {"\xe2\x81\xa7", "U+2067"},
    {"\xe2\x81\xa8", "U+2068"},
    {"\xe2\x81\xa9", "U+2069"},
});

}  // namespace

const ReviewWords& ReviewWordsOf(std::string_view language) {
  return language == "fr" ? kFrench : kEnglish;
}

void AppendShown(std::string& out, std::string_view text) {
  size_t from = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\xd8' && text[at] != '\xe2') {
      continue;
    }
    for (const auto& [bytes, number] : kTurning) {
      if (text.substr(at).starts_with(bytes)) {
        AppendMarkup(out, text.substr(from, at - from));
        out += "<b class=\"odd\">" + std::string(number) + "</b>";
        from = at + bytes.size();
        at = from - 1;
        break;
      }
    }
  }
  AppendMarkup(out, text.substr(from));
}

std::string Shown(std::string_view text) {
  std::string out;
  AppendShown(out, text);
  return out;
}

}  // namespace mandat::internal
