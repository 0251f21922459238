// SPDX-License-Identifier: Apache-2.0
#include "evidence/source.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "evidence/http_test_util.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

class UrlSourceTest : public ::testing::Test {
 protected:
  Result<Bytes> Get(std::string_view path, size_t bytes_max = 1000, UrlOptions options = {}) {
    MANDAT_TRY(const auto source, OpenUrlSource(server_.Address() + "/j", std::move(options)));
    return source->Get(path, bytes_max);
  }
  ErrorKind KindOf(std::string_view path, size_t bytes_max = 1000) {
    const Result<Bytes> bytes = Get(path, bytes_max);
    EXPECT_FALSE(bytes) << path;
    return bytes ? ErrorKind::kConflict : bytes.error().kind;
  }

  HttpTestServer server_;
};

TEST_F(UrlSourceTest, ReadsAWholeJournal) {
  const TestJournal journal(300);
  for (const auto& [path, bytes] : journal.Files()) {
    server_.SetFile("/j/" + path, bytes);
  }
  const auto source = OpenSource(server_.Address() + "/j", {});
  ASSERT_OK(source);
  const Report report = VerifyJournal(**source, {.key = journal.key()}, {});
  EXPECT_TRUE(report.ok()) << report.FormatText();
}

TEST_F(UrlSourceTest, TellsAMissingFileFromAServerThatFails) {
  server_.SetAnswer("/j/gone", "410 Gone", "", "");
  server_.SetAnswer("/j/locked", "403 Forbidden", "", "");
  server_.SetAnswer("/j/broken", "500 Internal Server Error", "", "");
  server_.SetAnswer("/j/part", "206 Partial Content", "", "part");
  EXPECT_EQ(KindOf("missing"), ErrorKind::kNotFound);
  EXPECT_EQ(KindOf("gone"), ErrorKind::kNotFound);
  EXPECT_EQ(KindOf("locked"), ErrorKind::kUnavailable);
  EXPECT_EQ(KindOf("broken"), ErrorKind::kUnavailable);
  EXPECT_EQ(KindOf("part"), ErrorKind::kUnavailable);
}

TEST_F(UrlSourceTest, StopsReadingAtTheLimit) {
  server_.SetFile("/j/file", std::string(100'000, 'x'));
  EXPECT_EQ(KindOf("file", 99'999), ErrorKind::kCorrupt);
  EXPECT_EQ(Get("file", 100'000).value_or("").size(), 100'000U);
}

TEST_F(UrlSourceTest, FollowsARedirectOnlyWithinTheHost) {
  server_.SetFile("/k/file", "moved");
  server_.SetAnswer("/j/near", "302 Found", "Location: /k/file\r\n", "");
  server_.SetAnswer("/j/far", "302 Found",
                    "Location: " + server_.Address("localhost") + "/k/file\r\n", "");
  server_.SetAnswer("/j/port", "302 Found", "Location: http://127.0.0.1:1/k/file\r\n", "");
  server_.SetAnswer("/j/odd", "302 Found", "Location: file:///etc/hostname\r\n", "");
  server_.SetAnswer("/j/none", "302 Found", "", "");
  server_.SetAnswer("/j/circle", "302 Found", "Location: /j/circle\r\n", "");
  EXPECT_EQ(Get("near").value_or(""), "moved");
  for (const std::string_view path : {"far", "port", "odd", "none", "circle"}) {
    EXPECT_EQ(KindOf(path), ErrorKind::kUnavailable) << path;
  }
}

TEST_F(UrlSourceTest, SendsTheTokenToItsHost) {
  server_.SetFile("/j/file", "x");
  EXPECT_OK(Get("file", 1000, {.token = "abc.def"}));
  ASSERT_EQ(server_.requests().size(), 1U);
  EXPECT_NE(server_.requests()[0].find("Authorization: Bearer abc.def\r\n"), std::string::npos);
}

TEST_F(UrlSourceTest, RefusesAddressesAndTokensThatCouldLeak) {
  for (const std::string_view address :
       {"", "http://", "ftp://example.org/j", "file:///etc", "example.org",
        "http://u:p@example.org", "https://example.org/j?x=1", "https://example.org/j#x"}) {
    const auto source = OpenUrlSource(address, {});
    ASSERT_FALSE(source) << address;
    EXPECT_EQ(source.error().kind, ErrorKind::kInvalid);
  }
  EXPECT_FALSE(OpenUrlSource("http://example.org/j", {.token = "abc"}));
  EXPECT_OK(OpenUrlSource("https://example.org/j", {.token = "abc"}));
  EXPECT_FALSE(OpenUrlSource("https://example.org/j", {.token = "abc\r\nX-Other: y"}));
  EXPECT_FALSE(OpenUrlSource("https://example.org/j", {.token = ""}));
}

TEST_F(UrlSourceTest, SaysThatItIsUnavailableWhenNobodyListens) {
  const auto source = OpenUrlSource("http://127.0.0.1:1/j", {});
  ASSERT_OK(source);
  const Result<Bytes> bytes = (*source)->Get("checkpoint", 10);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().kind, ErrorKind::kUnavailable);
}

class DirectorySourceTest : public ::testing::Test {
 protected:
  DirectorySourceTest() {
    std::string name = (std::filesystem::temp_directory_path() / "mandat-XXXXXX").string();
    MANDAT_ASSERT(mkdtemp(name.data()) != nullptr);
    directory_ = name;
  }
  ~DirectorySourceTest() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path directory_;
};

TEST_F(DirectorySourceTest, ReadsAWholeJournal) {
  const TestJournal journal(300);
  journal.WriteTo(directory_);
  const auto source = OpenSource(directory_.string(), {});
  ASSERT_OK(source);
  EXPECT_TRUE(VerifyJournal(**source, {}, {}).ok());
}

TEST_F(DirectorySourceTest, TellsMissingFromTooLong) {
  std::filesystem::create_directories(directory_ / "tile");
  std::ofstream(directory_ / "file") << "12345";
  const auto source = OpenDirectorySource(directory_);
  ASSERT_OK(source);
  EXPECT_EQ((*source)->Get("file", 5).value_or(""), "12345");
  for (const auto& [path, kind] :
       {std::pair("file", ErrorKind::kCorrupt), std::pair("tile", ErrorKind::kNotFound),
        std::pair("none", ErrorKind::kNotFound)}) {
    const Result<Bytes> bytes = (*source)->Get(path, 4);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().kind, kind) << path;
  }
  EXPECT_FALSE(OpenDirectorySource(directory_ / "none"));
}

}  // namespace
}  // namespace mandat
