// SPDX-License-Identifier: Apache-2.0
#include "archive/target.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "archive/internal/s3_listing.h"
#include "archive/memory_target_test_util.h"
#include "archive/s3_server_test_util.h"
#include "base/error_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// A directory of its own for one test.
class Place {
 public:
  Place() {
    std::string name = (fs::temp_directory_path() / "mandat-archive-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    path_ = name;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

S3Settings SettingsFor(const S3TestServer& server) {
  S3Settings settings;
  settings.endpoint = server.Address();
  settings.bucket = S3TestServer::kBucket;
  settings.prefix = "mandat/";
  settings.key_id = S3TestServer::kKeyId;
  settings.secret = S3TestServer::kSecret;
  settings.pause = [](std::chrono::milliseconds) {};
  return settings;
}

std::unique_ptr<Target> OpenS3(S3Settings settings) {
  auto target = OpenS3Target(std::move(settings));
  EXPECT_OK(target);
  return target ? std::move(*target) : nullptr;
}

// What every target promises, asked of each in the same words.
class TargetTest : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    if (GetParam() == "Directory") {
      auto target = OpenDirectoryTarget(place_.path() / "backups" / "here");
      ASSERT_OK(target);
      target_ = std::move(*target);
    } else if (GetParam() == "S3") {
      target_ = OpenS3(SettingsFor(server_));
    } else {
      target_ = std::make_unique<MemoryTarget>();
    }
  }

  Place place_;
  S3TestServer server_;
  std::unique_ptr<Target> target_;
};

INSTANTIATE_TEST_SUITE_P(Kinds, TargetTest, ::testing::Values("Directory", "S3", "Memory"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(TargetTest, GivesBackWhatWasPutAndNothingForAnotherName) {
  const Bytes bytes = Bytes("\0\xff<>&", 5) + Bytes(size_t{3} << 20, 'x');
  ASSERT_OK(target_->Put("agreements/shop/1.pack", bytes));
  ASSERT_OK(target_->Put("agreements/shop/empty", ""));
  EXPECT_EQ(*target_->Get("agreements/shop/1.pack"), bytes);
  EXPECT_EQ(*target_->Get("agreements/shop/empty"), Bytes());
  EXPECT_EQ(*target_->Get("agreements/shop/2.pack"), std::nullopt);
}

TEST_P(TargetTest, ReplacesAnObjectAsAWhole) {
  ASSERT_OK(target_->Put("a/note", "a longer one"));
  ASSERT_OK(target_->Put("a/note", "short"));
  EXPECT_EQ(*target_->Get("a/note"), "short");
}

TEST_P(TargetTest, ListsByPrefixInOrderHoweverManyThereAre) {
  for (const char* name : {"b/3", "a/2", "a/1", "a/11", "a/b/4", "ab"}) {
    ASSERT_OK(target_->Put(name, name));
  }
  EXPECT_EQ(*target_->List("a/"), (std::vector<std::string>{"a/1", "a/11", "a/2", "a/b/4"}));
  EXPECT_EQ(*target_->List("a/1"), (std::vector<std::string>{"a/1", "a/11"}));
  EXPECT_EQ(target_->List("")->size(), 6U);
  EXPECT_TRUE(target_->List("c/")->empty());
}

TEST_P(TargetTest, RemovesAnObjectAndIsContentWhenThereIsNone) {
  ASSERT_OK(target_->Put("a/1", "x"));
  ASSERT_OK(target_->Put("a/2", "y"));
  EXPECT_OK(target_->Remove("a/1"));
  EXPECT_OK(target_->Remove("a/1"));
  EXPECT_EQ(*target_->Get("a/1"), std::nullopt);
  EXPECT_EQ(*target_->Get("a/2"), "y");
}

TEST_P(TargetTest, RefusesNamesThatCouldLeaveItsPlace) {
  for (const char* name :
       {"", "/a", "a/", "../a", "a/../b", "a//b", ".hidden", "A", "a b", "a\n"}) {
    EXPECT_EQ(target_->Put(name, "x").error().kind, ErrorKind::kInvalid) << name;
  }
}

TEST(DirectoryTarget, IsForItsOwnerOnlyAndIgnoresAHalfWrittenObject) {
  const Place place;
  const auto target = OpenDirectoryTarget(place.path() / "b");
  ASSERT_OK(target);
  ASSERT_OK((*target)->Put("a/1", "whole"));
  std::ofstream(place.path() / "b" / "a" / "2.new") << "ha";
  EXPECT_EQ(*(*target)->List(""), std::vector<std::string>{"a/1"});
  struct stat info{};
  ASSERT_EQ(stat((place.path() / "b" / "a" / "1").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST(DirectoryTarget, SaysSoWhenItCannotBeWritten) {
  const Place place;
  std::ofstream(place.path() / "file") << "x";
  EXPECT_EQ(OpenDirectoryTarget(place.path() / "file" / "b").error().kind, ErrorKind::kUnavailable);
  const auto target = OpenDirectoryTarget(place.path() / "b");
  ASSERT_OK(target);
  fs::create_directories(place.path() / "b" / "a" / "1");
  EXPECT_EQ((*target)->Put("a/1", "x").error().kind, ErrorKind::kUnavailable);
}

TEST(DirectoryTarget, SaysSoWhenItIsFull) {
  if (!fs::exists("/dev/full")) {
    GTEST_SKIP() << "no full device here";
  }
  const Place place;
  const auto target = OpenDirectoryTarget(place.path());
  ASSERT_OK(target);
  fs::create_symlink("/dev/full", place.path() / "1.new");
  const Status put = (*target)->Put("1", "x");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message, "backup directory is full");
}

TEST(S3Target, TriesAgainWhenTheStoreFailsForAWhile) {
  for (const auto trouble : {S3TestServer::Trouble::kInternal, S3TestServer::Trouble::kSlowDown,
                             S3TestServer::Trouble::kCut}) {
    S3TestServer server;
    std::vector<std::chrono::milliseconds> waits;
    S3Settings settings = SettingsFor(server);
    settings.pause = [&](std::chrono::milliseconds wait) { waits.push_back(wait); };
    const auto target = OpenS3(settings);
    server.Fail(trouble, 3);
    ASSERT_OK(target->Put("a", "x"));
    EXPECT_EQ(*target->Get("a"), "x");
    EXPECT_EQ(waits.size(), 3U);
    EXPECT_EQ(waits.back(), waits.front() * 4);
  }
}

TEST(S3Target, GivesUpWhenTheStoreGoesOnFailing) {
  S3TestServer server;
  const auto target = OpenS3(SettingsFor(server));
  server.Fail(S3TestServer::Trouble::kInternal, 100);
  const Status put = target->Put("a", "x");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(put.error().message, "backup store does not take the request (500 InternalError)");
  EXPECT_EQ(server.requests_count(), 5);
}

TEST(S3Target, SaysSoWhenTheStoreIsFullOrCannotBeReached) {
  S3TestServer server;
  const auto target = OpenS3(SettingsFor(server));
  server.Fail(S3TestServer::Trouble::kFull, 100);
  EXPECT_EQ(target->Put("a", "x").error().message, "backup store is full (507 QuotaExceeded)");
  S3Settings nowhere = SettingsFor(server);
  nowhere.endpoint = "http://127.0.0.1:1";
  EXPECT_TRUE(
      OpenS3(nowhere)->Get("a").error().message.starts_with("backup store cannot be reached: "));
}

TEST(S3Target, IsRefusedWithAnotherSecretAndDoesNotTryAgain) {
  S3TestServer server;
  S3Settings settings = SettingsFor(server);
  settings.secret = "another secret";
  const auto target = OpenS3(settings);
  const Status put = target->Put("a", "x");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().message,
            "backup store refuses these credentials (403 SignatureDoesNotMatch)");
  EXPECT_EQ(server.requests_count(), 1);
  EXPECT_TRUE(server.objects().empty());
}

TEST(S3Target, TellsAMissingBucketFromAMissingObject) {
  S3TestServer server;
  S3Settings settings = SettingsFor(server);
  settings.bucket = "other";
  EXPECT_EQ(OpenS3(settings)->Get("a").error().message,
            "backup store has no such bucket (404 NoSuchBucket)");
}

TEST(S3Target, KeepsItsObjectsBelowItsPrefix) {
  S3TestServer server;
  const auto target = OpenS3(SettingsFor(server));
  ASSERT_OK(target->Put("a/b.pack", "x"));
  EXPECT_TRUE(server.objects().contains("mandat/a/b.pack"));
  EXPECT_EQ(*target->List("a/"), std::vector<std::string>{"a/b.pack"});
}

TEST(S3Target, RefusesSettingsThatCannotBeMeant) {
  S3TestServer server;
  const auto with = [&](auto change) {
    S3Settings settings = SettingsFor(server);
    change(settings);
    return OpenS3Target(settings);
  };
  for (const char* endpoint : {"", "ftp://x", "https://", "https://h/path", "https://u@h"}) {
    EXPECT_FALSE(with([&](S3Settings& settings) { settings.endpoint = endpoint; })) << endpoint;
  }
  EXPECT_FALSE(with([](S3Settings& settings) { settings.bucket = "a/b"; }));
  EXPECT_FALSE(with([](S3Settings& settings) { settings.prefix = "no-slash"; }));
  EXPECT_FALSE(with([](S3Settings& settings) { settings.secret = ""; }));
}

// Against any S3-compatible store: MANDAT_S3_ENDPOINT, _BUCKET, _KEY_ID and _SECRET name it.
TEST(S3Target, WorksWithTheStoreThatTheEnvironmentNames) {
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string(text == nullptr ? "" : text);
  };
  S3Settings settings;
  settings.endpoint = value("MANDAT_S3_ENDPOINT");
  if (settings.endpoint.empty()) {
    GTEST_SKIP() << "no store is named";
  }
  settings.bucket = value("MANDAT_S3_BUCKET");
  settings.prefix = "test/";
  settings.key_id = value("MANDAT_S3_KEY_ID");
  settings.secret = value("MANDAT_S3_SECRET");
  const auto target = OpenS3(settings);
  const Bytes bytes(size_t{5} << 20, 'z');
  for (int i = 0; i < 5; ++i) {
    ASSERT_OK(target->Put("run/" + std::to_string(i), bytes));
  }
  EXPECT_EQ(*target->Get("run/3"), bytes);
  EXPECT_EQ(*target->Get("run/9"), std::nullopt);
  EXPECT_EQ(target->List("run/")->size(), 5U);
  for (const std::string& name : *target->List("run/")) {
    EXPECT_OK(target->Remove(name));
  }
  EXPECT_TRUE(target->List("run/")->empty());
}

TEST(S3Listing, RefusesWhatIsNoListAndOneThatIsCutOff) {
  EXPECT_FALSE(ParseS3Listing(""));
  EXPECT_FALSE(ParseS3Listing("<html>hello</html>"));
  EXPECT_FALSE(ParseS3Listing("<ListBucketResult><Contents><Key>a</Key>"));
  EXPECT_FALSE(
      ParseS3Listing("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"));
  const auto listing = ParseS3Listing(
      "<ListBucketResult><Key>a&amp;b</Key><IsTruncated>false</IsTruncated></ListBucketResult>");
  ASSERT_OK(listing);
  EXPECT_EQ(listing->keys, std::vector<std::string>{"a&b"});
  EXPECT_EQ(S3ErrorCode("<Error><Code>A b</Code></Error>"), "");
}

}  // namespace
}  // namespace mandat
