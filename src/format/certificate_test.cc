// SPDX-License-Identifier: Apache-2.0
#include "format/certificate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Certificate Sample() {
  Certificate certificate;
  for (const std::string_view key : Certificate::RequiredKeys()) {
    certificate.fields.push_back({std::string(key), "value of " + std::string(key)});
  }
  certificate.fields[1].value = kCertificatePartial;
  certificate.entry = Bytes("\xa1\x01\x02", 3);
  certificate.proof = {std::nullopt,
                       5,
                       {Bytes(32, '\x07')},
                       "origin\n7\nroot\n\n\xe2\x80\x94 example.org/key AAAAAQI=\n"};
  return certificate;
}

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

TEST(CertificateTest, ReadsBackWhatItFormats) {
  Certificate certificate = Sample();
  certificate.fields.insert(certificate.fields.begin() + 8, {"sub-processor", "one: lapsed"});
  certificate.fields.insert(certificate.fields.begin() + 9, {"sub-processor", "two: lapsed"});
  certificate.fields.push_back({"closes", "l'\xc3\xa9t\xc3\xa9"});
  const Result<std::string> text = certificate.Format();
  ASSERT_OK(text);
  EXPECT_TRUE(text->starts_with("mandat certificate of destruction v1\ncertificate: "));
  const Result<Certificate> parsed = Certificate::Parse(*text);
  ASSERT_OK(parsed);
  EXPECT_EQ(*parsed, certificate);
  EXPECT_EQ(parsed->Find("sub-processor"), "one: lapsed");
  EXPECT_FALSE(parsed->Find("nothing"));
}

TEST(CertificateTest, RefusesToLeaveOutOrMoveARequiredField) {
  for (size_t i = 0; i < Certificate::RequiredKeys().size(); ++i) {
    Certificate without = Sample();
    without.fields.erase(without.fields.begin() + static_cast<ptrdiff_t>(i));
    EXPECT_FALSE(without.Format()) << Certificate::RequiredKeys()[i];
    Certificate twice = Sample();
    twice.fields.push_back(twice.fields[i]);
    EXPECT_FALSE(twice.Format()) << Certificate::RequiredKeys()[i];
  }
  Certificate moved = Sample();
  std::swap(moved.fields[3], moved.fields[4]);
  EXPECT_FALSE(moved.Format());
}

TEST(CertificateTest, RefusesToSayThatDataIsUnrecoverable) {
  for (const std::string_view promise :
       {"unrecoverable", "the data is now UNRECOVERABLE", "Irrecoverable",
        "irr\xc3\xa9"
        "cup\xc3\xa9rable"}) {
    Certificate certificate = Sample();
    certificate.fields[10].value = promise;
    const Result<std::string> text = certificate.Format();
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::kInvalid);
    const std::string forged = Replaced(*Sample().Format(), "value of method", promise);
    EXPECT_FALSE(Certificate::Parse(forged)) << promise;
  }
}

TEST(CertificateTest, RefusesValuesThatAreNotOnePlainLine) {
  for (const std::string& value :
       {std::string(), std::string(" x"), std::string("x "), std::string("a\nb"),
        std::string("a\tb"), std::string("\xff"), std::string(4097, 'x'), std::string("a\0b", 3)}) {
    Certificate certificate = Sample();
    certificate.fields[10].value = value;
    EXPECT_FALSE(certificate.Format()) << value;
  }
  for (const std::string_view key : {"", "Method", "1method", "me thod", "m\xc3\xa9thode"}) {
    Certificate certificate = Sample();
    certificate.fields.push_back({std::string(key), "x"});
    EXPECT_FALSE(certificate.Format()) << key;
  }
}

TEST(CertificateTest, RefusesAnUnknownTypeAndAMissingEntry) {
  Certificate unknown = Sample();
  unknown.fields[1].value = "total";
  EXPECT_FALSE(unknown.Format());
  Certificate empty = Sample();
  empty.entry.clear();
  EXPECT_FALSE(empty.Format());
}

TEST(CertificateTest, RefusesEveryOtherLayout) {
  const std::string good = *Sample().Format();
  ASSERT_OK(Certificate::Parse(good));
  const std::string bad[] = {
      "",
      good.substr(1),
      "\n" + good,
      good + "rest",
      Replaced(good, "v1\n", "v2\n"),
      Replaced(good, "v1\n", "v1\n\n"),
      Replaced(good, "type: ", "type:"),
      Replaced(good, "type: ", "type:  "),
      Replaced(good, "\n\n--- entry", "\n--- entry"),
      Replaced(good, "--- entry", "--- entri"),
      Replaced(good, "--- entry\noQEC", "--- entry\n"),
      Replaced(good, "--- entry\noQEC", "--- entry\noQE"),
      Replaced(good, "oQEC\n", "oQEC\noQEC\n"),
      Replaced(good, "\n\n--- proof", "\n--- proof"),
      Replaced(good, "--- proof\n", "--- proof\n\n"),
      Replaced(good, "--- proof\n", ""),
  };
  for (const std::string& text : bad) {
    const Result<Certificate> parsed = Certificate::Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kCorrupt);
  }
}

}  // namespace
}  // namespace mandat
