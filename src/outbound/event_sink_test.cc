// SPDX-License-Identifier: Apache-2.0
#include "outbound/event_sink.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "base/error_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

TEST(SinkTargetTest, TakesFilesAndReceivers) {
  const Result<SinkTarget> file = SinkTarget::Parse("file:///var/log/mandat/journal.ndjson");
  ASSERT_OK(file);
  EXPECT_EQ(file->kind, SinkTarget::Kind::kFile);
  EXPECT_EQ(file->path, "/var/log/mandat/journal.ndjson");
  const Result<SinkTarget> tls = SinkTarget::Parse("tls://siem.example.org:6514");
  ASSERT_OK(tls);
  EXPECT_EQ(tls->kind, SinkTarget::Kind::kTls);
  EXPECT_EQ(tls->host, "siem.example.org");
  EXPECT_EQ(tls->port, 6514);
  const Result<SinkTarget> six = SinkTarget::Parse("tcp://[::1]:601");
  ASSERT_OK(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(SinkTarget::Parse("udp://127.0.0.1:514")->kind, SinkTarget::Kind::kUdp);
}

TEST(SinkTargetTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "/var/log/x", "file://x", "file:///", "file:///x/", "http://siem.example.org:80",
        "tcp://siem.example.org", "tcp://:514", "tcp://a:0", "tcp://a:65536", "tcp://a:1x",
        "tcp://a b:1", "tcp://[]:1", "tcp://[a.example.org]:1", "tls://u@h:1", "udp://a/b:1"}) {
    EXPECT_FALSE(SinkTarget::Parse(text)) << text;
  }
}

class FileSinkTest : public ::testing::Test {
 protected:
  FileSinkTest()
      : directory_(testing::TempDir() + "mandat_sink_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(directory_);
    fs::create_directory(directory_);
  }
  ~FileSinkTest() override { fs::remove_all(directory_); }

  fs::path path() const { return directory_ / "journal.ndjson"; }
  std::string Read(const std::string& name = "journal.ndjson") const {
    std::ifstream in(directory_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  std::unique_ptr<EventSink> Open(uint64_t bytes_max = 1 << 20, size_t kept_max = 2) const {
    Result<std::unique_ptr<EventSink>> sink = OpenFileSink({path(), bytes_max, kept_max});
    EXPECT_OK(sink);
    return sink ? std::move(*sink) : nullptr;
  }

  const fs::path directory_;
};

TEST_F(FileSinkTest, WritesALineEachForItsGroup) {
  const auto sink = Open();
  ASSERT_OK(sink->Take({"one", "two"}));
  ASSERT_OK(sink->Take({"three"}));
  ASSERT_OK(sink->Confirm());
  EXPECT_EQ(Read(), "one\ntwo\nthree\n");
  struct stat seen{};
  ASSERT_EQ(stat(path().c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07U, 0U) << "nobody else reads it";
}

TEST_F(FileSinkTest, PutsAFullFileAsideAndKeepsSoMany) {
  const auto sink = Open(10, 2);
  for (const char* line : {"aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg"}) {
    ASSERT_OK(sink->Take({line}));
  }
  EXPECT_EQ(Read(), "gggg\n");
  EXPECT_EQ(Read("journal.ndjson.1"), "eeee\nffff\n");
  EXPECT_EQ(Read("journal.ndjson.2"), "cccc\ndddd\n");
  EXPECT_FALSE(fs::exists(directory_ / "journal.ndjson.3"));
}

TEST_F(FileSinkTest, GoesOnBehindTheLastWholeLineOfACrash) {
  std::ofstream(path()) << "one\ntw";
  const auto sink = Open();
  ASSERT_OK(sink->Take({"two"}));
  EXPECT_EQ(Read(), "one\ntwo\n");
}

TEST_F(FileSinkTest, MakesAnotherFileWhenSomebodyMovedItAway) {
  const auto sink = Open();
  ASSERT_OK(sink->Take({"one"}));
  fs::rename(path(), directory_ / "collected");
  ASSERT_OK(sink->Take({"two"}));
  EXPECT_EQ(Read(), "two\n");
  EXPECT_EQ(Read("collected"), "one\n");
}

TEST_F(FileSinkTest, FailsWithoutADirectory) {
  const auto sink = OpenFileSink({directory_ / "none" / "x", 1 << 20, 2});
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().kind, ErrorKind::kUnavailable);
}

// A receiver on loopback that reads so many bytes and closes.
class Receiver {
 public:
  explicit Receiver(size_t bytes_read) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&at), size), 0);
    EXPECT_EQ(listen(listener_, 4), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::jthread([this, bytes_read] { Run(bytes_read); });
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;
  ~Receiver() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  std::string heard() { return heard_.get_future().get(); }

  std::unique_ptr<EventSink> Connect(bool counts_octets = true) const {
    NetSinkSettings settings;
    settings.target = *SinkTarget::Parse("tcp://127.0.0.1:" + std::to_string(port_));
    settings.counts_octets = counts_octets;
    return std::move(*OpenNetSink(std::move(settings)));
  }

 private:
  void Run(size_t bytes_read) {
    const int peer = accept(listener_, nullptr, nullptr);
    std::string text;
    char buffer[256];
    while (peer >= 0 && text.size() < bytes_read) {
      const ssize_t got = recv(peer, buffer, std::min(sizeof buffer, bytes_read - text.size()), 0);
      if (got <= 0) {
        break;
      }
      text.append(buffer, static_cast<size_t>(got));
    }
    if (peer >= 0) {
      close(peer);
    }
    heard_.set_value(text);
  }

  int listener_;
  uint16_t port_ = 0;
  std::promise<std::string> heard_;
  std::jthread thread_;
};

constexpr size_t kToTheEnd = SIZE_MAX;

// Covers: RFC 6587 3.4.1.
TEST(NetSinkTest, CountsOctetsInFrontOfEachMessage) {
  Receiver receiver(kToTheEnd);
  const auto sink = receiver.Connect();
  ASSERT_OK(sink->Take({"<110>1 one", "<110>1 m\xc3\xa9"}));
  ASSERT_OK(sink->Confirm());
  EXPECT_EQ(receiver.heard(), "10 <110>1 one10 <110>1 m\xc3\xa9");
}

TEST(NetSinkTest, EndsLinesWhereTheyAreNotCounted) {
  Receiver receiver(kToTheEnd);
  const auto sink = receiver.Connect(false);
  ASSERT_OK(sink->Take({"{}", "{}"}));
  ASSERT_OK(sink->Confirm());
  EXPECT_EQ(receiver.heard(), "{}\n{}\n");
}

TEST(NetSinkTest, ConfirmsNothingThatWasNotRead) {
  Receiver receiver(3);
  const auto sink = receiver.Connect();
  const Lines lines(100, std::string(100, 'x'));
  const Status taken = sink->Take(lines);
  const std::string heard = receiver.heard();  // and closed by now
  EXPECT_EQ(heard.size(), 3U);
  EXPECT_FALSE(taken && sink->Confirm());
}

TEST(NetSinkTest, ConfirmsNothingThatCameBehindAnEndOfTheReceiver) {
  const std::string message(10, 'x');
  Receiver receiver(message.size() + 3);
  const auto sink = receiver.Connect();
  ASSERT_OK(sink->Take({message}));
  EXPECT_EQ(receiver.heard(), "10 " + message);
  const bool is_taken = sink->Take({message}).has_value();
  EXPECT_FALSE(is_taken && sink->Confirm());
}

TEST(NetSinkTest, FailsWhereNobodyListensAndHasNothingToConfirm) {
  NetSinkSettings settings;
  settings.target = *SinkTarget::Parse("tcp://127.0.0.1:1");
  const auto sink = std::move(*OpenNetSink(settings));
  EXPECT_EQ(sink->Take({"x"}).error().kind, ErrorKind::kUnavailable);
  EXPECT_OK(sink->Confirm());
}

TEST(NetSinkTest, RefusesCertificatesThatCannotBeUsed) {
  NetSinkSettings settings;
  settings.target = *SinkTarget::Parse("tls://127.0.0.1:1");
  settings.ca_file = "/nowhere/ca.pem";
  EXPECT_EQ(OpenNetSink(settings).error().kind, ErrorKind::kNotFound);
  settings.ca_file = MANDAT_SOURCE_DIR "/LICENSE";
  EXPECT_EQ(OpenNetSink(settings).error().kind, ErrorKind::kInvalid);
  settings.ca_file.clear();
  settings.certificate = "x";
  EXPECT_EQ(OpenNetSink(settings).error().kind, ErrorKind::kInvalid) << "without its key";
  settings.target = *SinkTarget::Parse("file:///x");
  EXPECT_FALSE(OpenNetSink(settings));
}

TEST(NetSinkTest, SendsADatagramForEachMessage) {
  const int receiver = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ASSERT_EQ(bind(receiver, reinterpret_cast<sockaddr*>(&at), size), 0);
  ASSERT_EQ(getsockname(receiver, reinterpret_cast<sockaddr*>(&at), &size), 0);
  NetSinkSettings settings;
  settings.target = *SinkTarget::Parse("udp://127.0.0.1:" + std::to_string(ntohs(at.sin_port)));
  const auto sink = std::move(*OpenNetSink(settings));
  ASSERT_OK(sink->Take({"one", "two"}));
  ASSERT_OK(sink->Confirm());
  for (const std::string expected : {"one", "two"}) {
    char buffer[64];
    const ssize_t got = recv(receiver, buffer, sizeof buffer, 0);
    ASSERT_GT(got, 0);
    EXPECT_EQ(std::string(buffer, static_cast<size_t>(got)), expected);
  }
  close(receiver);
}

}  // namespace
}  // namespace mandat
