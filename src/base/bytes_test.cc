// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

TEST(BytesTest, WritesAndReadsNumbersWithTheMostSignificantByteFirst) {
  Bytes bytes;
  AppendBigEndian16(bytes, 0x0102);
  AppendBigEndian32(bytes, 0x03040506);
  AppendBigEndian64(bytes, 0x0708090a0b0c0dff);
  EXPECT_EQ(FormatHex(bytes), "0102030405060708090a0b0c0dff");
  EXPECT_EQ(ReadBigEndian16(bytes), 0x0102);
  EXPECT_EQ(ReadBigEndian32(ByteView(bytes).substr(2)), 0x03040506U);
  EXPECT_EQ(ReadBigEndian64(ByteView(bytes).substr(6)), 0x0708090a0b0c0dffU);
}

TEST(BytesTest, ReadsBackEveryByteFromHexadecimal) {
  Bytes all;
  for (int i = 0; i < 256; ++i) {
    all.push_back(static_cast<char>(i));
  }
  const Result<Bytes> read = ParseHex(FormatHex(all));
  ASSERT_OK(read);
  EXPECT_EQ(*read, all);
}

TEST(BytesTest, RefusesHexadecimalThatIsOddOrUpperCaseOrOther) {
  for (const std::string_view text : {"a", "AB", "0g", "0 ", "0x"}) {
    const Result<Bytes> read = ParseHex(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::kInvalid);
  }
}

// Covers: RFC 4648 4, RFC 4648 10.
TEST(BytesTest, FormatsTheBase64ExamplesOfTheStandard) {
  const std::pair<std::string_view, std::string_view> examples[] = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(FormatBase64(bytes), text);
    const Result<Bytes> read = ParseBase64(text);
    ASSERT_OK(read);
    EXPECT_EQ(*read, bytes);
  }
}

// Covers: RFC 4648 4.
TEST(BytesTest, RefusesBase64ThatHasASecondSpelling) {
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8", "Zm9v\n", "Zm 8",
        "====", "=Zg=", "Zg==Zg==", "Z===", "Zm9v=", "-_==", "Zg\xc3\xa9="}) {
    EXPECT_FALSE(ParseBase64(text)) << text;
  }
}

// Covers: RFC 3629 4.
TEST(BytesTest, AcceptsCharactersOfEveryLengthAsUtf8) {
  for (const std::string_view text :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "a\xe2\x80\x94z"}) {
    EXPECT_TRUE(IsUtf8(text)) << FormatHex(text);
  }
}

// Covers: RFC 3629 4.
TEST(BytesTest, RefusesOverlongTruncatedAndSurrogateForms) {
  for (const std::string_view text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2 ", "\xe0\x80\x80", "\xe0\x9f\xbf",
        "\xe2\x80", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
        "\xf0\x90\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff", "ok\xc3"}) {
    EXPECT_FALSE(IsUtf8(text)) << FormatHex(text);
  }
}

}  // namespace
}  // namespace mandat
