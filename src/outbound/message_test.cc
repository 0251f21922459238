// SPDX-License-Identifier: Apache-2.0
#include "outbound/message.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/error_test_util.h"
#include "outbound/internal/message_encoding.h"

namespace mandat {
namespace {

MailAddress Address(std::string_view text) { return *ParseAddress(text); }

MailMessage Example() {
  return {.from = Address("dpo@processor.example"),
          .from_name = {},
          .to = Address("privacy@controller.example"),
          .reply_to = {},
          .at = *Instant::Parse("2026-03-30T14:20:00Z"),
          .id = "<shop.17@processor.example>",
          .replies_to = {},
          .notice = "shop/17",
          .language = "en",
          .subject = "A notice",
          .body = "One line\n"};
}

std::string Formatted(const MailMessage& message) {
  const Result<Bytes> bytes = FormatMessage(message);
  return bytes ? *bytes : "error: " + bytes.error().message;
}

// Lines of a text that ends each with CR LF; fails the test when a line ends otherwise.
std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find("\r\n");
    EXPECT_NE(end, std::string_view::npos);
    lines.emplace_back(text.substr(0, end));
    EXPECT_EQ(lines.back().find_first_of("\r\n"), std::string::npos);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  }
  return lines;
}

TEST(MessageTest, IsTheseBytes) {
  EXPECT_EQ(Formatted(Example()),
            "From: dpo@processor.example\r\n"
            "To: privacy@controller.example\r\n"
            "Date: Mon, 30 Mar 2026 14:20:00 +0000\r\n"
            "Message-ID: <shop.17@processor.example>\r\n"
            "Subject: A notice\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "Mandat-Notice: shop/17\r\n"
            "Mandat-Attempt: 1\r\n"
            "Content-Language: en\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "One line\r\n");
}

TEST(MessageTest, IsTheseBytesWithEverything) {
  MailMessage message = Example();
  message.from_name = "Example Host, DPO";
  message.reply_to = "answers@processor.example";
  message.replies_to = "<shop.9@processor.example>";
  message.attempt = 2;
  message.possible_duplicate = true;
  message.language.clear();
  message.subject = "Violation de donn\u00e9es";
  message.body = "\u00e9t\u00e9\n";
  message.attachments = {{"certificate.txt", "text/plain", "signed"}};
  EXPECT_EQ(Formatted(message),
            "From: \"Example Host, DPO\"\r\n"
            " <dpo@processor.example>\r\n"
            "To: privacy@controller.example\r\n"
            "Reply-To: answers@processor.example\r\n"
            "Date: Mon, 30 Mar 2026 14:20:00 +0000\r\n"
            "Message-ID: <shop.17@processor.example>\r\n"
            "In-Reply-To: <shop.9@processor.example>\r\n"
            "References: <shop.9@processor.example>\r\n"
            "Subject: =?utf-8?B?VmlvbGF0aW9uIGRlIGRvbm7DqWVz?=\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "Mandat-Notice: shop/17\r\n"
            "Mandat-Attempt: 2\r\n"
            "Mandat-Possible-Duplicate: yes\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=\"=_mandat_part\"\r\n"
            "\r\n"
            "--=_mandat_part\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "=C3=A9t=C3=A9\r\n"
            "\r\n"
            "--=_mandat_part\r\n"
            "Content-Type: text/plain\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Content-Disposition: attachment; filename=\"certificate.txt\"\r\n"
            "\r\n"
            "c2lnbmVk\r\n"
            "\r\n"
            "--=_mandat_part--\r\n");
}

TEST(MessageTest, RefusesWhatCouldBeginAHeaderOfSomebodyElse) {
  const std::string injected = "x\r\nBcc: all@example.org";
  const std::vector<std::pair<std::string_view, std::string MailMessage::*>> places = {
      {"subject", &MailMessage::subject},       {"name", &MailMessage::from_name},
      {"reply", &MailMessage::reply_to},        {"id", &MailMessage::id},
      {"replies to", &MailMessage::replies_to}, {"notice", &MailMessage::notice},
      {"language", &MailMessage::language}};
  for (const auto& [name, place] : places) {
    for (const std::string& text : {injected, std::string("x\ny"), std::string("x\ry"),
                                    std::string("x\0y", 3), std::string("\xff")}) {
      MailMessage message = Example();
      message.*place = text;
      const Result<Bytes> bytes = FormatMessage(message);
      ASSERT_FALSE(bytes) << name;
      EXPECT_EQ(bytes.error().kind, ErrorKind::kInvalid);
    }
  }
}

TEST(MessageTest, RefusesAnAttachmentThatAHeaderCannotCarry) {
  const auto format = [](std::string name, std::string type) {
    MailMessage message = Example();
    message.attachments = {{std::move(name), std::move(type), "x"}};
    return FormatMessage(message).has_value();
  };
  EXPECT_TRUE(format("feed.ics", "text/calendar; method=PUBLISH; charset=utf-8"));
  for (const std::string name :
       {"", "a b.txt", "../x", "a\"b", "a\r\nb", ".hidden", "\u00e9.txt"}) {
    EXPECT_FALSE(format(name, "text/plain")) << name;
  }
  EXPECT_FALSE(format(std::string(61, 'a'), "text/plain"));
  for (const std::string type :
       {"", "text", "text/", "/plain", "text/plain;", "text/plain; ", "text/plain; a",
        "text/plain; a=", "text/plain; a=b;c=d", "text/plain\r\nBcc: x", "text/pl ain"}) {
    EXPECT_FALSE(format("a.txt", type)) << type;
  }
}

TEST(MessageTest, RefusesABodyThatIsNoText) {
  for (const std::string body : {"a\rb\n", "a\x1b[2J\n", "a\x7f\n", "\xff\n"}) {
    MailMessage message = Example();
    message.body = body;
    EXPECT_FALSE(FormatMessage(message));
  }
  MailMessage message = Example();
  message.body = "a\tb\n\u00e9\n";
  EXPECT_OK(FormatMessage(message));
}

TEST(MessageTest, RefusesWhatIsTooLong) {
  MailMessage message = Example();
  message.attachments = {{"a.bin", "application/octet-stream", Bytes(kMessageBytesMax - 9, 'x')}};
  EXPECT_OK(FormatMessage(message));
  message.attachments[0].bytes += 'x';
  EXPECT_FALSE(FormatMessage(message));
}

TEST(MessageTest, KeepsEveryLineWithinWhatTheProtocolsAllow) {
  const std::vector<std::string> subjects = {
      std::string(300, 'x'),
      "many words that follow one another until there is no room " + std::string(30, 'y') +
          " and some more of them at the end",
      "\u00e9\u00e9",
      "looks =?utf-8?B?like?= an encoded word",
      " begins with a space",
      "ends with one "};
  for (std::string subject : subjects) {
    for (int i = 0; i < 120; ++i) {
      subject += i % 3 == 0 ? "\u2713" : "\u00e9";
      MailMessage message = Example();
      message.subject = message.from_name = subject;
      for (const std::string& line : Lines(Formatted(message))) {
        EXPECT_LE(line.size(), 76u) << line;
        EXPECT_TRUE(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }));
      }
    }
  }
}

// Each word is decoded by itself, so none may end inside a character (RFC 2047 5).
TEST(MessageTest, CutsNoCharacterInTwo) {
  for (const std::string_view character : {"\u00e9", "\u2713", "\U0001f512"}) {
    for (size_t before = 0; before < 5; ++before) {
      std::string subject(before, 'x');
      for (int i = 0; i < 50; ++i) {
        subject += character;
      }
      std::string header = internal::MailHeader("Subject", subject), read;
      for (size_t at = header.find("?B?"); at != std::string::npos; at = header.find("?B?")) {
        header.erase(0, at + 3);
        const Result<Bytes> word = ParseBase64(header.substr(0, header.find("?=")));
        ASSERT_OK(word);
        EXPECT_TRUE(IsUtf8(*word));
        read += *word;
      }
      EXPECT_EQ(read, subject);
    }
  }
}

TEST(MessageTest, FoldsAPlainSubjectBetweenWords) {
  MailMessage message = Example();
  message.subject =
      "Personal data breach: incident-2026-0042, under agreement customer-alliance at example";
  EXPECT_NE(Formatted(message).find(
                "Subject: Personal data breach: incident-2026-0042, under agreement\r\n"
                " customer-alliance at example\r\n"),
            std::string::npos);
}

TEST(MessageTest, GivesEachNoticeAnIdOfItsOwn) {
  EXPECT_EQ(MessageId("shop/17", "example.org"), "<shop.17@example.org>");
  std::set<std::string> ids;
  for (const std::string_view notice : {"a/b", "a.b", "a=2Eb", "a=b", "ab", "a b", "a>b", "a@b",
                                        "a\r\nb", "\u00e9", "a_b", "a-b"}) {
    const std::string id = MessageId(notice, "example.org");
    EXPECT_TRUE(ids.insert(id).second) << id;
    MailMessage message = Example();
    message.id = id;
    EXPECT_OK(FormatMessage(message));
  }
}

TEST(MessageTest, WritesTheDateAsMailDoes) {
  const auto date = [](std::string_view at) { return internal::MailDate(*Instant::Parse(at)); };
  EXPECT_EQ(date("1970-01-01T00:00:00Z"), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(date("2028-02-29T23:59:59.999999Z"), "Tue, 29 Feb 2028 23:59:59 +0000");
  EXPECT_EQ(date("2026-12-31T23:30:00-02:00"), "Fri, 01 Jan 2027 01:30:00 +0000");
}

TEST(MessageTest, QuotesSpacesOnlyAtTheEndOfALine) {
  using internal::QuotedPrintable;
  EXPECT_EQ(QuotedPrintable("a b \nc\t\n \n\nd=e"), "a b=20\r\nc=09\r\n=20\r\n\r\nd=3De\r\n");
  EXPECT_EQ(QuotedPrintable(""), "");
  EXPECT_EQ(QuotedPrintable("."), ".\r\n");
}

TEST(MessageTest, BreaksLongLinesAtSeventySixCharacters) {
  using internal::QuotedPrintable;
  EXPECT_EQ(QuotedPrintable(std::string(76, 'x')), std::string(76, 'x') + "\r\n");
  EXPECT_EQ(QuotedPrintable(std::string(77, 'x')), std::string(75, 'x') + "=\r\nxx\r\n");
  EXPECT_EQ(QuotedPrintable(std::string(75, 'x') + "="), std::string(75, 'x') + "=\r\n=3D\r\n");
  EXPECT_EQ(QuotedPrintable(std::string(73, 'x') + "="), std::string(73, 'x') + "=3D\r\n");
}

}  // namespace
}  // namespace mandat
