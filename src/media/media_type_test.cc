// SPDX-License-Identifier: Apache-2.0
#include "media/media_type.h"

#include <gtest/gtest.h>

#include <thread>

namespace mandat {
namespace {

using namespace std::string_literals;

const Bytes kPng = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0"s;
const Bytes kJpeg = "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s;

TEST(MediaTypeTest, TellsWhatContentLooksLike) {
  EXPECT_EQ(SniffMediaType(kPng), "image/png");
  EXPECT_EQ(SniffMediaType(kJpeg), "image/jpeg");
  EXPECT_EQ(SniffMediaType("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "application/pdf");
  EXPECT_EQ(SniffMediaType("plain words of nobody\n"), "text/plain");
  EXPECT_EQ(SniffMediaType("\x01\x02\x03\xfe\xed\x9a\x9b"s), "application/octet-stream");
}

TEST(MediaTypeTest, IsTheSameFromManyThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 20; ++n) {
        EXPECT_EQ(SniffMediaType(n % 2 == 0 ? kPng : kJpeg),
                  n % 2 == 0 ? "image/png" : "image/jpeg");
      }
    });
  }
}

TEST(MediaTypeTest, BelievesWhatContentCanBe) {
  EXPECT_TRUE(MediaTypesAgree("image/jpeg", "image/jpeg"));
  EXPECT_TRUE(MediaTypesAgree("audio/wav", "audio/x-wav"));
  EXPECT_TRUE(MediaTypesAgree("application/json", "text/plain"));
  EXPECT_TRUE(MediaTypesAgree("message/rfc822", "text/plain"));
  EXPECT_TRUE(MediaTypesAgree("application/octet-stream", "image/png"));
  EXPECT_TRUE(MediaTypesAgree("application/x-point-cloud", "application/octet-stream"));
  EXPECT_TRUE(MediaTypesAgree("application/vnd.oasis.opendocument.text", "application/zip"));
  EXPECT_TRUE(MediaTypesAgree("image/png", "application/x-empty"));
}

TEST(MediaTypeTest, DoesNotBelieveWhatContentCannotBe) {
  EXPECT_FALSE(MediaTypesAgree("image/jpeg", "image/png"));
  EXPECT_FALSE(MediaTypesAgree("image/jpeg", "text/html"));
  EXPECT_FALSE(MediaTypesAgree("image/jpeg", "application/octet-stream"));
  EXPECT_FALSE(MediaTypesAgree("text/plain", "application/x-dosexec"));
  EXPECT_FALSE(MediaTypesAgree("text/plain", "application/octet-stream"));
  EXPECT_FALSE(MediaTypesAgree("application/pdf", "application/zip"));
}

TEST(MediaTypeTest, TakesWhatIsListed) {
  EXPECT_TRUE(TakesMediaType({}, "video/mp4"));
  EXPECT_TRUE(TakesMediaType({"image/*"}, "image/png"));
  EXPECT_TRUE(TakesMediaType({"text/plain", "image/png"}, "image/png"));
  EXPECT_FALSE(TakesMediaType({"image/*"}, "imagery/png"));
  EXPECT_FALSE(TakesMediaType({"image/jpeg"}, "image/png"));
}

TEST(MediaTypeTest, KnowsTheFormOfAType) {
  for (const std::string_view good : {"image/jpeg", "application/vnd.example+json", "a/b"}) {
    EXPECT_TRUE(IsMediaType(good)) << good;
  }
  for (const std::string_view bad :
       {"", "image", "image/", "/jpeg", "Image/jpeg", "image/jpeg; q=1", "a/b/c", "a b/c"}) {
    EXPECT_FALSE(IsMediaType(bad)) << bad;
  }
}

}  // namespace
}  // namespace mandat
