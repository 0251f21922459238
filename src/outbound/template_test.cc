// SPDX-License-Identifier: Apache-2.0
#include "outbound/template.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/error_test_util.h"
#include "crypto/random.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

const NoticeKind& Plain() { return *FindNoticeKind("plain"); }

NoticeFields PlainFields() {
  return {{"agreement", "shop"},    {"processor", "Example Host"},
          {"reference", "shop/17"}, {"controller", "Example Shop"},
          {"title", "News"},        {"text", "One\nTwo"}};
}

NoticeFields With(NoticeFields fields, std::string_view name, std::string_view value) {
  std::erase_if(fields, [name](const auto& field) { return field.first == name; });
  fields.emplace_back(name, value);
  return fields;
}

NoticeFields Without(NoticeFields fields, std::string_view name) {
  std::erase_if(fields, [name](const auto& field) { return field.first == name; });
  return fields;
}

std::string ErrorOfText(std::string_view text) {
  const Result<NoticeTemplate> read = NoticeTemplate::Parse(Plain(), text);
  return read ? "taken" : read.error().message;
}

// Subject and body, or the error.
std::string Rendered(std::string_view text, const NoticeFields& fields) {
  const Result<NoticeTemplate> read = NoticeTemplate::Parse(Plain(), text);
  if (!read) {
    return "error: " + read.error().message;
  }
  const Result<NoticeText> rendered = read->Render(fields);
  return rendered ? rendered->subject + "|" + rendered->body : "error: " + rendered.error().message;
}

// A value for every field of a kind: its own name, with an accent; or none where none is needed.
NoticeFields Every(const NoticeKind& kind, bool filled) {
  NoticeFields fields;
  for (const NoticeField& field : kind.fields) {
    const bool empty = !filled && field.may_be_empty;
    fields.emplace_back(field.name, empty ? "" : "<" + std::string(field.name) + " \u00e9>");
  }
  return fields;
}

TEST(TemplateTest, PutsValuesInTheirPlaces) {
  EXPECT_EQ(
      Rendered("# a comment\nSubject: {{title}}!\n\n# another\nTo {{controller}}:\n{{text}}\n",
               PlainFields()),
      "News!|To Example Shop:\nOne\nTwo\n");
}

TEST(TemplateTest, DoesNotReadAValueAsATemplate) {
  EXPECT_EQ(
      Rendered("Subject: x\n\n{{text}}\n", With(PlainFields(), "text", "{{title}} }} {{#url}}")),
      "x|{{title}} }} {{#url}}\n");
}

TEST(TemplateTest, ShowsASectionOnlyWhenItsFieldHasAValue) {
  constexpr std::string_view kText =
      "Subject: x\n\nA\n{{#url}}\nSee {{url}}.\n{{/url}}\n{{^url}}\nNothing to see.\n{{/url}}\nB "
      "{{#clause}}({{clause}}{{#url}}!{{/url}}){{/clause}}\n";
  const auto rendered = [kText](std::string_view url, std::string_view clause) {
    return Rendered(kText, With(With(PlainFields(), "url", url), "clause", clause));
  };
  EXPECT_EQ(rendered("u", "7"), "x|A\nSee u.\nB (7!)\n");
  EXPECT_EQ(rendered("", "7"), "x|A\nNothing to see.\nB (7)\n");
  EXPECT_EQ(rendered("u", ""), "x|A\nSee u.\nB \n");
}

TEST(TemplateTest, LeavesNoHolesWhereSectionsWereLeftOut) {
  EXPECT_EQ(Rendered("Subject: x\n\n{{#url}}\n{{url}}\n{{/url}}\n\nA\n\n\n\nB\n\n\n",
                     With(PlainFields(), "url", "")),
            "x|A\n\nB\n");
}

TEST(TemplateTest, NamesTheLineOfAMistake) {
  const std::string_view head = "Subject: x\n\n";
  const auto in_line_3 = [head](std::string_view line) {
    return ErrorOfText(std::string(head) + std::string(line) + "\n");
  };
  EXPECT_EQ(in_line_3("fine"), "taken");
  EXPECT_EQ(in_line_3("{{nature}}"), "line 3: a plain has no field nature");
  EXPECT_EQ(in_line_3("{{#nature}}"), "line 3: a plain has no field nature");
  EXPECT_EQ(in_line_3("a {{title"), "line 3: braces are not closed");
  EXPECT_EQ(in_line_3("a {{title}"), "line 3: braces are not closed");
  EXPECT_EQ(in_line_3("a title}}"), "line 3: braces close that were not opened");
  for (const std::string_view name : {"{{}}", "{{ title}}", "{{Title}}", "{{#}}", "{{#^url}}",
                                      "{{a.b}}", "{{{title}}}", "{{title\u00e9}}"}) {
    EXPECT_EQ(in_line_3(name), "line 3: between braces stands the name of a field, without spaces")
        << name;
  }
  EXPECT_EQ(in_line_3("{{/url}}"), "line 3: a section url ends that is not the last one opened");
  EXPECT_EQ(in_line_3("{{#url}}{{#clause}}{{/url}}{{/clause}}"),
            "line 3: a section url ends that is not the last one opened");
  EXPECT_EQ(in_line_3("{{#url}}\na\nb"), "line 5: the body ends in section url, opened in line 3");
  EXPECT_EQ(in_line_3("a\tb"), "line 3: a control character, or not utf-8");
  EXPECT_EQ(in_line_3("a\r"), "line 3: a control character, or not utf-8");
  EXPECT_EQ(in_line_3("\xff"), "line 3: a control character, or not utf-8");
}

TEST(TemplateTest, RefusesToShowAFieldWhereItMayBeEmpty) {
  const std::string wrong = "line 3: field url may be empty; show it between {{#url}} and {{/url}}";
  EXPECT_EQ(ErrorOfText("Subject: x\n\n{{url}}\n"), wrong);
  EXPECT_EQ(ErrorOfText("Subject: x\n\n{{^url}}{{url}}{{/url}}\n"), wrong);
  EXPECT_EQ(ErrorOfText("Subject: x\n\n{{#clause}}{{url}}{{/clause}}\n"), wrong);
  EXPECT_EQ(ErrorOfText("Subject: x\n\n{{#url}}{{#clause}}{{url}}{{/clause}}{{/url}}!\n"), "taken");
}

TEST(TemplateTest, WantsOneSubjectAndABody) {
  EXPECT_EQ(ErrorOfText("\nbody\n"), "line 2: there is no subject");
  EXPECT_EQ(ErrorOfText("# Subject: x\n\nbody\n"), "line 3: there is no subject");
  EXPECT_EQ(ErrorOfText("Subject: x\nSubject: y\n\nbody\n"), "line 2: a second subject");
  for (const std::string_view head : {"Subject: ", "Subject:  x", "Subject: x "}) {
    EXPECT_EQ(ErrorOfText(std::string(head) + "\n\nbody\n"),
              "line 1: the subject is empty, or begins or ends with a space");
  }
  for (const std::string_view head : {"Bcc: all@example.org", "subject: x", "Subject:x", "text"}) {
    EXPECT_EQ(ErrorOfText(std::string(head) + "\n\nbody\n"),
              "line 1: before the first empty line stand a subject and comments, nothing else");
  }
  EXPECT_EQ(ErrorOfText("Subject: {{#url}}x\n\n{{/url}}\n"),
            "line 1: the subject ends in section url, opened in line 1");
  const std::string nothing = ": subject or body has nothing outside its sections";
  EXPECT_EQ(ErrorOfText("Subject: x\n\n\n\n"), "line 4" + nothing);
  EXPECT_EQ(ErrorOfText("Subject: x\n"), "line 1" + nothing);
  EXPECT_EQ(ErrorOfText("Subject: x\n\n{{#url}}\n{{url}}\n{{/url}}\n \n"), "line 6" + nothing);
  EXPECT_EQ(ErrorOfText("Subject: {{#url}}{{url}}{{/url}}\n\nx\n"), "line 3" + nothing);
  EXPECT_EQ(ErrorOfText("Subject: {{title}}\n\n{{text}}\n"), "taken");
  EXPECT_EQ(ErrorOfText("Subject: x\n\nbody"), "line 1: the last line does not end");
  EXPECT_EQ(ErrorOfText(""), "line 1: the last line does not end");
}

TEST(TemplateTest, EndsAtItsLimits) {
  const std::string head = "Subject: x\n\n";
  const std::string most = head + std::string((64 << 10) - head.size() - 1, 'x') + "\n";
  EXPECT_EQ(ErrorOfText(most), "taken");
  EXPECT_EQ(ErrorOfText("#\n" + most.substr(2) + "\n"), "line 1: the file is longer than 64 KiB");

  std::string deep, end;
  for (int i = 0; i < 8; ++i) {
    deep += "{{#url}}";
    end += "{{/url}}";
  }
  EXPECT_EQ(ErrorOfText(head + deep + "x" + end + "!\n"), "taken");
  EXPECT_EQ(ErrorOfText(head + deep + "{{#url}}x{{/url}}" + end + "\n"),
            "line 3: sections are nested too deeply");
}

TEST(TemplateTest, WantsEveryValueOnceAndNoOther) {
  constexpr std::string_view kText = "Subject: x\n\n{{#url}}{{url}}{{/url}}{{text}}\n";
  const NoticeFields all = With(PlainFields(), "url", "");
  EXPECT_EQ(Rendered(kText, all), "x|One\nTwo\n");
  EXPECT_EQ(Rendered(kText, Without(all, "url")), "error: field url is not given");
  EXPECT_EQ(Rendered(kText, Without(all, "text")), "error: field text is not given");
  EXPECT_EQ(Rendered(kText, Without(all, "title")), "error: field title is not given");
  EXPECT_EQ(Rendered(kText, With(all, "text", "")), "error: field text is empty");
  EXPECT_EQ(Rendered(kText, With(all, "nature", "x")),
            "error: field nature is not one of the notice, or given twice");
  NoticeFields twice = all;
  twice.emplace_back("url", "x");
  EXPECT_EQ(Rendered(kText, twice), "error: field url is not one of the notice, or given twice");
}

TEST(TemplateTest, RefusesAValueThatCouldBreakOutOfItsPlace) {
  constexpr std::string_view kText = "Subject: {{title}}\n\n{{text}}\n";
  EXPECT_EQ(Rendered(kText, With(PlainFields(), "title", "x\nBcc: all@example.org")),
            "error: field title has a line break in the subject");
  for (const std::string_view value :
       {"x\r\nBcc: all@example.org", "a\tb", "a\x1b[2J", "a\x7f", "\xff", "a\u0085b"}) {
    for (const std::string_view name : {"title", "text"}) {
      EXPECT_EQ(Rendered(kText, With(PlainFields(), name, value)),
                "error: field " + std::string(name) +
                    " has a control character, is too long or not utf-8");
    }
  }
  EXPECT_EQ(Rendered(kText, With(PlainFields(), "text", std::string((64 << 10) + 1, 'x'))),
            "error: field text has a control character, is too long or not utf-8");
}

// Covers: GDPR Art. 33(2), Art. 33(3), Art. 33(4).
TEST(TemplateTest, SaysOfABreachWhatFollowsAndNothingOfItOnceItIsKnown) {
  const Templates templates = Templates::Shipped();
  for (const auto& [language, follows] :
       {std::pair("en", "Follows."), std::pair("fr", "Suivra.")}) {
    const auto count = [&](bool filled) {
      const auto text =
          templates.Render("breach", language, Every(*FindNoticeKind("breach"), filled));
      EXPECT_OK(text);
      size_t found = 0;
      for (size_t at = text->body.find(follows); at != std::string::npos;
           at = text->body.find(follows, at + 1)) {
        ++found;
      }
      return found;
    };
    EXPECT_EQ(count(false), 5u);  // nature, people, records, consequences, measures
    EXPECT_EQ(count(true), 0u);
  }
}

TEST(TemplateTest, MarksWhatACustomerHasToPassOn) {
  const Templates templates = Templates::Shipped();
  for (const NoticeKind& kind : NoticeKinds()) {
    if (kind.is_internal) {
      continue;
    }
    for (const auto& [language, words] :
         {std::pair("en", "TO BE PASSED ON."), std::pair("fr", "\u00c0 TRANSMETTRE.")}) {
      const NoticeFields fields = Every(kind, true);
      const auto marked = templates.Render(kind.name, language, fields);
      ASSERT_OK(marked);
      EXPECT_TRUE(marked->body.starts_with(words)) << kind.name;
      const auto plain = templates.Render(kind.name, language, With(fields, "pass_on", ""));
      ASSERT_OK(plain);
      EXPECT_EQ(plain->body.find(words), std::string::npos) << kind.name;
    }
  }
}

TEST(TemplateTest, ShipsEveryKindInEnglishAndFrench) {
  const Templates templates = Templates::Shipped();
  EXPECT_EQ(NoticeKinds().size(), 20u);
  for (const NoticeKind& kind : NoticeKinds()) {
    EXPECT_EQ(templates.Languages(kind.name), (std::vector<std::string>{"en", "fr"})) << kind.name;
    for (const bool filled : {true, false}) {
      for (const std::string language : {"en", "fr"}) {
        const auto text = templates.Render(kind.name, language, Every(kind, filled));
        ASSERT_OK(text);
        EXPECT_EQ(text->language, language);
        EXPECT_EQ(text->body.find("{{"), std::string::npos);
        EXPECT_TRUE(text->body.ends_with('\n'));
      }
    }
  }
}

// A field that no text shows would be asked for in vain.
TEST(TemplateTest, ShowsEveryFieldOfEveryKindInEveryLanguage) {
  const Templates templates = Templates::Shipped();
  for (const NoticeKind& kind : NoticeKinds()) {
    for (const std::string_view language : {"en", "fr"}) {
      const NoticeFields all = Every(kind, true);
      const auto full = templates.Render(kind.name, language, all);
      ASSERT_OK(full);
      for (const auto& [name, value] : all) {
        const auto changed =
            templates.Render(kind.name, language,
                             With(all, name, kind.FindField(name)->may_be_empty ? "" : "<other>"));
        ASSERT_OK(changed);
        const bool is_common = Plain().FindField(name) != nullptr && name != "controller";
        EXPECT_TRUE(is_common || changed->body != full->body || changed->subject != full->subject)
            << kind.name << "." << language << " never shows " << name;
      }
    }
  }
}

TEST(TemplateTest, FallsBackToTheLanguageWithoutItsRegionAndThenToEnglish) {
  const Templates templates = Templates::Shipped();
  const auto language = [&templates](std::string_view asked) {
    const auto text = templates.Render("plain", asked, Every(Plain(), true));
    return text ? text->language : "error";
  };
  EXPECT_EQ(language("fr"), "fr");
  EXPECT_EQ(language("fr-BE"), "fr");
  EXPECT_EQ(language("nl"), "en");
  EXPECT_EQ(language(""), "en");
  EXPECT_EQ(language("french"), "en");
  const auto unknown = templates.Render("no-such", "en", {});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
}

// Adds what a text like "`matter` `due_at`?" lists: the name, and whether it may be empty.
void AddListed(std::string_view text, std::map<std::string, bool>& fields) {
  for (size_t begin = text.find('`'); begin != std::string_view::npos; begin = text.find('`')) {
    text.remove_prefix(begin + 1);
    const size_t end = text.find('`');
    fields[std::string(text.substr(0, end))] = text.substr(end + 1).starts_with('?');
    text.remove_prefix(end + 1);
  }
}

TEST(TemplateTest, HasTheFieldsThatThePageOfNoticesLists) {
  std::ifstream file(MANDAT_SOURCE_DIR "/docs/reference/notices.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const auto between = [&page](const std::string& begin, const std::string& end) {
    const size_t at = page.find(begin);
    EXPECT_NE(at, std::string::npos) << begin;
    return page.substr(at + begin.size(), page.find(end, at) - at - begin.size());
  };
  const std::string common = between("Fields of every kind:", ". A kind");
  for (const NoticeKind& kind : NoticeKinds()) {
    const std::string row = between("\n| `" + std::string(kind.name) + "` | ", " |\n");
    std::map<std::string, bool> listed, fields;
    AddListed(common, listed);
    AddListed(row.substr(row.find(" | ")), listed);
    for (const NoticeField& field : kind.fields) {
      fields[std::string(field.name)] = field.may_be_empty;
    }
    EXPECT_EQ(fields, listed) << kind.name;
  }
}

// Any heap of the pieces of the form is taken and then written with any values, or refused.
TEST(TemplateTest, WritesWhateverItTook) {
  const std::vector<std::string> pieces = {"Subject: ", "{{",       "}}",       "{{title}}",
                                           "{{#url}}",  "{{^url}}", "{{/url}}", "{{url}}",
                                           "\n",        "\n\n",     "#",        "x "};
  SeededRandom random(20260330);
  size_t taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = i % 2 == 0 ? "Subject: x\n\n" : "";
    for (const char c : random.Draw(1 + i % 12)) {
      text += pieces[static_cast<unsigned char>(c) % pieces.size()];
    }
    const Result<NoticeTemplate> read = NoticeTemplate::Parse(Plain(), text + "y\n");
    if (read) {
      ++taken;
      EXPECT_OK(read->Render(With(PlainFields(), "url", i % 3 == 0 ? "" : "u"))) << text;
    }
  }
  EXPECT_GT(taken, 500u);
}

class TemplateDirectoryTest : public testing::Test {
 protected:
  TemplateDirectoryTest() : place_(testing::TempDir() + "mandat_templates") {
    fs::remove_all(place_);
    fs::create_directory(place_);
  }
  ~TemplateDirectoryTest() override { fs::remove_all(place_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(place_ / name, std::ios::binary) << text;
  }

  std::string ErrorOfLoad() {
    const Result<Templates> templates = Templates::Load(place_);
    return templates ? "taken" : templates.error().message;
  }

  fs::path place_;
};

TEST_F(TemplateDirectoryTest, AddsALanguageAndReplacesAText) {
  Write("plain.de.notice", "Subject: {{title}}\n\nAn {{controller}}\n");
  Write("plain.fr.notice", "Subject: {{title}}\n\nnotre propre texte\n");
  Write("README", "left alone");
  Write("plain.nl.notice~", "left alone");
  const Result<Templates> templates = Templates::Load(place_);
  ASSERT_OK(templates);
  EXPECT_EQ(templates->Languages("plain"), (std::vector<std::string>{"de", "en", "fr"}));
  EXPECT_EQ(templates->Languages("breach"), (std::vector<std::string>{"en", "fr"}));
  EXPECT_EQ(templates->Render("plain", "de-AT", PlainFields())->body, "An Example Shop\n");
  EXPECT_EQ(templates->Render("plain", "fr", PlainFields())->body, "notre propre texte\n");
}

TEST_F(TemplateDirectoryTest, NamesTheFileAndTheLineOfAMistake) {
  Write("breach.de.notice", "Subject: x\n\nfine\n\n{{natur}}\n");
  EXPECT_EQ(ErrorOfLoad(), "breach.de.notice line 5: a breach has no field natur");
  Write("breach.de.notice", "Subject: x\n\n" + std::string(70'000, 'x') + "\n");
  EXPECT_EQ(ErrorOfLoad(), "breach.de.notice line 1: the file is longer than 64 KiB");
}

TEST_F(TemplateDirectoryTest, RefusesANameThatIsNoKindAndLanguage) {
  for (const std::string name : {"breech.de.notice", "breach.notice", "breach.german.notice",
                                 "breach.DE.notice", "breach.de-at.notice", ".notice.notice"}) {
    Write(name, "Subject: x\n\nfine\n");
    EXPECT_EQ(ErrorOfLoad(),
              name + ": not named as a kind of notice and a language, breach.de.notice");
    fs::remove(place_ / name);
  }
  EXPECT_EQ(ErrorOfLoad(), "taken");
}

TEST_F(TemplateDirectoryTest, SaysWhenItCannotBeRead) {
  const Result<Templates> nowhere = Templates::Load(place_ / "nowhere");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::kUnavailable);
  fs::create_directory(place_ / "breach.de.notice");
  const Result<Templates> directory = Templates::Load(place_);
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, ErrorKind::kUnavailable);
}

}  // namespace
}  // namespace mandat
