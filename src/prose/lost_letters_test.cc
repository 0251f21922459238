// SPDX-License-Identifier: Apache-2.0
// A font that lost its table: letters come out as glyph numbers.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "prose/internal/mapped.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kIntact =
    "Le prestataire traite les données à caractère personnel du client conformément aux "
    "instructions écrites de "
    "celui-ci et prend les mesures techniques et organisationnelles appropriées. La "
    "confidentialité des données est "
    "garantie pendant toute la durée du contrat, et le prestataire notifie toute violation au "
    "responsable du "
    "traitement dans un délai raisonnable. Les sous-traitants ultérieurs sont soumis aux mêmes "
    "obligations de "
    "sécurité, et la suppression des données intervient à la fin de la convention. Sauf "
    "disposition contraire, "
    "l'autorité de contrôle et les personnes concernées sont informées sans retard. Pour chaque "
    "demande, le client "
    "communique les informations nécessaires à la protection des personnes et décide de la "
    "finalité du traitement.\n";
constexpr std::string_view kLost =
    "les données à caractère personnel du client sont conservées pendant la durée du contrat, et "
    "le prestataire "
    "notifie la violation des mesures de confidentialité au responsable du traitement sans retard. "
    "Les instructions "
    "écrites du client, conformément aux obligations de sécurité, sont communiquées au "
    "prestataire. Toute demande "
    "de suppression des données est soumise à la protection des personnes concernées, et les "
    "informations "
    "nécessaires au traitement sont garanties. Pour la finalité du traitement, l'autorité de "
    "contrôle est informée.";

// Each letter becomes the number of its glyph in a font that orders glyphs by the alphabet.
std::string Damaged(std::string_view text, unsigned seed) {
  constexpr std::u32string_view kOrder = U"aàâbcçdeéèêfghijklmnopqrstuùvwxyz";
  std::mt19937 chance(seed);
  std::map<char32_t, uint32_t> glyphs;
  uint32_t next = 0x180;
  for (const char32_t letter : kOrder) {
    next += 1 + chance() % 4;
    glyphs[letter] = next;
  }
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const internal::Point point = internal::PointAt(text, at);
    const auto glyph = glyphs.find(point.code);
    out += internal::Utf8(glyph == glyphs.end() ? point.code : glyph->second);
    at += point.bytes;
  }
  return out;
}

TEST(LostLettersTest, ReadsGlyphNumbersBackByTheWordsThatTheyMustBe) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    const std::string bytes = std::string(kIntact) + "\nDe plus, " + Damaged(kLost, seed) + "\n";
    const ContractText text = ReadOrFail(bytes);
    ASSERT_EQ(text.blocks.size(), 2U);
    EXPECT_EQ(text.blocks[1].text, "De plus, " + std::string(kLost)) << "seed " << seed;
    ASSERT_FALSE(text.damages.empty());
    for (const Damage& damage : text.damages) {
      EXPECT_EQ(damage.kind, Damage::Kind::kLostLetters);
      EXPECT_TRUE(damage.is_undone)
          << text.text.substr(damage.where.begin, damage.where.end - damage.where.begin);
      EXPECT_EQ(damage.where.line, 3U);
    }
    // What was read back still says where it stands in the file.
    const size_t at = text.blocks[1].text.find("violation");
    const Passage where = text.blocks[1].Locate(at, at + 9, text.text);
    EXPECT_EQ(text.text.substr(where.begin, where.end - where.begin), Damaged("violation", seed));
  }
}

TEST(LostLettersTest, SaysWhereLettersAreLostThatNoWordFits) {
  // Each letter is another number every time, so nothing can be told.
  std::mt19937 chance(7);
  std::string noise;
  for (int word = 0; word < 40; ++word) {
    for (int letter = 0; letter < 7; ++letter) {
      noise += internal::Utf8(0x180 + chance() % 200);
    }
    noise += ' ';
  }
  const ContractText text = ReadOrFail(std::string(kIntact) + "\n" + noise + "\n");
  ASSERT_FALSE(text.damages.empty());
  for (const Damage& damage : text.damages) {
    EXPECT_FALSE(damage.is_undone);
  }
  EXPECT_THAT(text.blocks[1].text, HasSubstr(noise.substr(0, 14)));
}

TEST(LostLettersTest, MovesCharactersBackThatWereAllMovedByOneNumber) {
  std::string moved;
  for (const char c : std::string_view("The processor shall inform the controller of any breach "
                                       "without undue delay and in writing")) {
    moved += c == ' ' ? c : static_cast<char>(c - 29);
  }
  const ContractText text = ReadOrFail("This is the agreement of the parties.\n\n" + moved + "\n");
  EXPECT_EQ(
      text.blocks[1].text,
      "The processor shall inform the controller of any breach without undue delay and in writing");
  ASSERT_EQ(text.damages.size(), 1U);
  EXPECT_TRUE(text.damages[0].is_undone);
}

TEST(LostLettersTest, LeavesNamesHeadingsAndNumbersAlone) {
  for (const std::string_view intact :
       {"14. Dispositions finales", "Łódź Example Sp. z o.o., Đorđe Example",
        "Ref. QX-77/KLM-12 ZZTOP BRGH", "Αθήνα Παράδειγμα"}) {
    const ContractText text = ReadOrFail(intact);
    EXPECT_TRUE(text.damages.empty()) << intact;
  }
}

}  // namespace
}  // namespace mandat
