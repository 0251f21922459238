// SPDX-License-Identifier: Apache-2.0
// What /metrics says can be read by the format's own rules, and is what the reference lists.
#include <gtest/gtest.h>

#include <cctype>
#include <future>
#include <set>

#include "http/server_test_util.h"
#include "outbound/event_sink.h"
#include "outbound/witness_line.h"
#include "service/feed.h"
#include "service/witnesses.h"

namespace mandat {
namespace {

struct Sample {
  std::string name;
  std::map<std::string, std::string> labels;
  double value = 0;
};

// The text format 0.0.4: a line of its type in front of each family, all lines of a family
// together, no sample twice. Stops at the first line that is not of it.
class Exposition {
 public:
  explicit Exposition(const std::string& text) {
    size_t at = 0;
    while (at < text.size()) {
      const size_t end = text.find('\n', at);
      if (end == std::string::npos) {
        ADD_FAILURE() << "the last line has no end";
        return;
      }
      ReadLine(text.substr(at, end - at));
      at = end + 1;
    }
  }

  const std::map<std::string, std::string>& types() const { return types_; }
  std::optional<double> Find(const std::string& name, const std::string& agreement) const {
    for (const Sample& sample : samples_) {
      const auto label = sample.labels.find("agreement");
      if (sample.name == name && (label == sample.labels.end() ? "" : label->second) == agreement) {
        return sample.value;
      }
    }
    return std::nullopt;
  }

 private:
  void ReadLine(const std::string& line) {
    if (line.starts_with("# TYPE ")) {
      const size_t space = line.find(' ', 7);
      family_ = line.substr(7, space - 7);
      const std::string type = line.substr(space + 1);
      EXPECT_TRUE(type == "counter" || type == "gauge" || type == "histogram") << line;
      EXPECT_TRUE(types_.emplace(family_, type).second) << family_ << " stands twice";
      EXPECT_EQ(type == "counter", family_.ends_with("_total")) << line;
      return;
    }
    ASSERT_FALSE(line.empty() || line.starts_with('#')) << line;
    Sample sample;
    size_t at = line.find_first_of("{ ");
    sample.name = line.substr(0, at);
    EXPECT_TRUE(IsOfFamily(sample.name)) << line;
    if (line[at] == '{') {
      at = ReadLabels(line, at + 1, sample);
    }
    ASSERT_EQ(line[at], ' ') << line;
    size_t read = 0;
    sample.value = std::stod(line.substr(at + 1), &read);
    EXPECT_EQ(at + 1 + read, line.size()) << line;
    EXPECT_TRUE(seen_.insert(line.substr(0, at)).second) << line << " stands twice";
    samples_.push_back(std::move(sample));
  }

  bool IsOfFamily(const std::string& name) const {
    if (types_.contains(family_) && types_.at(family_) == "histogram") {
      return name == family_ + "_bucket" || name == family_ + "_sum" || name == family_ + "_count";
    }
    return name == family_;
  }

  static size_t ReadLabels(const std::string& line, size_t at, Sample& sample) {
    while (line[at] != '}') {
      const size_t equals = line.find('=', at);
      const std::string name = line.substr(at, equals - at);
      EXPECT_TRUE(std::ranges::all_of(name, [](unsigned char c) {
        return std::isalpha(c) != 0 || c == '_';
      })) << line;
      EXPECT_EQ(line[equals + 1], '"') << line;
      const size_t end = line.find('"', equals + 2);
      EXPECT_TRUE(sample.labels.emplace(name, line.substr(equals + 2, end - equals - 2)).second);
      at = end + 1;
      if (line[at] == ',') {
        ++at;
      }
    }
    return at + 1;
  }

  std::string family_;
  std::map<std::string, std::string> types_;
  std::set<std::string> seen_;
  std::vector<Sample> samples_;
};

class NoSink final : public EventSink {
 public:
  Status Take(const std::vector<std::string>&) override {
    return is_down ? Status(Fail(Error::Unavailable("nobody takes anything"))) : Status();
  }
  Status Confirm() override { return {}; }
  bool is_down = false;
};

// Remembers small files and nothing else.
class FileHome final : public Home {
 public:
  Result<std::unique_ptr<Store>> OpenStore(const std::string&) override {
    return Fail(Error::Unavailable("no stores here"));
  }
  Status RemoveStore(const std::string&) override { return {}; }
  Result<std::vector<std::string>> ListStores() const override {
    return std::vector<std::string>();
  }
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override {
    const auto found = files_.find(name);
    return found == files_.end() ? std::optional<Bytes>() : std::optional(found->second);
  }
  Status WriteFile(const std::string& name, ByteView bytes) override {
    files_[name] = bytes;
    return {};
  }
  Status ShredFile(const std::string& name) override {
    files_.erase(name);
    return {};
  }

 private:
  std::map<std::string, Bytes> files_;
};

class FileHomes final : public Homes {
 public:
  Result<std::unique_ptr<Home>> Open(const std::string&) override {
    return std::unique_ptr<Home>(std::make_unique<FileHome>());
  }
  bool Exists(const std::string&) const override { return true; }
  std::vector<std::string> List(const std::string&) const override { return {}; }
};

// A witness that nobody reaches, or that has seen another history.
class NoWitness final : public WitnessLine {
 public:
  Result<WitnessReply> Post(const std::string&, std::string_view) override {
    if (objects) {
      return WitnessReply{422, "text/plain", "the proof does not hold\n"};
    }
    return Fail(Error::Unavailable("nobody answers"));
  }
  std::atomic<bool> objects = false;
};

class MetricsTest : public ServerTest {
 protected:
  // With what the settings say now; it must not outlive that.
  void Restart() {
    server_.reset();
    Result<std::unique_ptr<Server>> server = Server::Start(settings_, *agreements_, credentials_);
    ASSERT_OK(server);
    server_ = std::move(*server);
  }
  Exposition Metrics() const { return Exposition(Call("GET", "/metrics", "").body); }
};

TEST_F(MetricsTest, TellJournalsByTheFormatsOwnRules) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  Register();
  const Exposition before = Metrics();
  EXPECT_EQ(before.Find("mandat_journal_entries", "opinum-demo"), 2.0);
  EXPECT_EQ(before.Find("mandat_journal_published_entries", "opinum-demo"), 0.0);
  EXPECT_EQ(before.Find("mandat_journal_minimum_entry", "opinum-demo"), 0.0);
  EXPECT_FALSE(before.Find("mandat_journal_checkpoint_timestamp_seconds", "opinum-demo"));
  EXPECT_TRUE(before.Find("mandat_journal_entries", "system").has_value());
  EXPECT_TRUE(before.Find("mandat_trail_bytes", "opinum-demo").has_value());
  time_.Advance(std::chrono::seconds(90));
  EXPECT_EQ(Metrics().Find("mandat_journal_unpublished_seconds", "opinum-demo"), 90.0);
  EXPECT_EQ(Call("GET", Under("/journal/checkpoint"), "auditor").status, 200);
  const Exposition after = Metrics();
  EXPECT_EQ(after.Find("mandat_journal_published_entries", "opinum-demo"), 2.0);
  EXPECT_EQ(after.Find("mandat_journal_unpublished_seconds", "opinum-demo"), 0.0);
  EXPECT_EQ(after.Find("mandat_journal_checkpoint_timestamp_seconds", "opinum-demo"),
            static_cast<double>(Instant::Parse("2026-03-30T14:20:00Z")->micros) / 1e6);
}

TEST_F(MetricsTest, SayHowFarTheFeedIsAndHealthWhetherItGoes) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  EXPECT_FALSE(Metrics().types().contains("mandat_feed_up")) << "there is none";
  NoSink sink;
  Feed feed({}, sink, std::make_unique<FileHomes>(), *agreements_, time_,
            [](const std::string&, const std::string&) {});
  settings_.feed = &feed;
  Restart();
  sink.is_down = true;
  feed.Step();
  time_.Advance(std::chrono::seconds(30));
  EXPECT_EQ(Call("GET", "/health", "").body, "{\"status\":\"ok\",\"feed\":\"waiting\"}");
  const Exposition down = Metrics();
  EXPECT_EQ(down.Find("mandat_feed_up", ""), 0.0);
  EXPECT_EQ(down.Find("mandat_feed_behind_entries", "opinum-demo"), 1.0);
  EXPECT_EQ(down.Find("mandat_feed_lag_seconds", "opinum-demo"), 30.0);
  sink.is_down = false;
  while (feed.Step()) {
  }
  EXPECT_EQ(Call("GET", "/health", "").body, "{\"status\":\"ok\",\"feed\":\"flowing\"}");
  const Exposition up = Metrics();
  EXPECT_EQ(up.Find("mandat_feed_up", ""), 1.0);
  EXPECT_EQ(up.Find("mandat_feed_behind_entries", "opinum-demo"), 0.0);
  EXPECT_EQ(up.Find("mandat_feed_lag_seconds", "opinum-demo"), 0.0);
  EXPECT_EQ(up.Find("mandat_feed_entries_total", "opinum-demo"), 1.0);
  server_.reset();
}

TEST_F(MetricsTest, SaySinceWhenAWitnessIsLateAndWhetherItObjects) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  NoWitness line;
  WitnessPeer peer{"acme", {}, "http://witness.example.org", {"opinum-demo"}};
  peer.key.name = "witness.example.org/acme";
  peer.key.type = kNoteTypeCosignature;
  peer.key.public_key = Bytes(32, 'k');
  Witnesses witnesses({{peer}}, line, std::make_unique<FileHomes>(), *agreements_, time_,
                      [](const std::string&, const std::string&) {});
  settings_.witnesses = &witnesses;
  Restart();
  const auto ask = [&] {
    std::promise<void> asked;
    witnesses.Ask(*agreements_->Find(*AgreementId::Parse("opinum-demo")),
                  [&asked](const Result<CosignedCheckpoint>&) { asked.set_value(); });
    asked.get_future().wait();
  };
  ask();
  const double since = static_cast<double>(time_.Now().micros) / 1e6;
  const Exposition late = Metrics();
  EXPECT_EQ(late.Find("mandat_witness_late_timestamp_seconds", "opinum-demo"), since);
  EXPECT_FALSE(late.Find("mandat_witness_cosigned_timestamp_seconds", "opinum-demo"));
  EXPECT_EQ(late.Find("mandat_witness_cosigned_entries", "opinum-demo"), 0.0);
  EXPECT_EQ(late.Find("mandat_witness_objecting", "opinum-demo"), 0.0);
  line.objects = true;
  time_.Advance(std::chrono::seconds(10));  // until then it is left alone
  ask();
  EXPECT_EQ(Metrics().Find("mandat_witness_objecting", "opinum-demo"), 1.0);
  server_.reset();
}

TEST_F(MetricsTest, AreWhatTheReferenceLists) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  NoSink sink;
  Feed feed({}, sink, std::make_unique<FileHomes>(), *agreements_, time_,
            [](const std::string&, const std::string&) {});
  NoWitness line;
  Witnesses witnesses({}, line, std::make_unique<FileHomes>(), *agreements_, time_,
                      [](const std::string&, const std::string&) {});
  settings_.feed = &feed;
  settings_.witnesses = &witnesses;
  Restart();
  const std::string reference = ReadWhole(MANDAT_SOURCE_DIR "/docs/reference/metrics.md");
  for (const auto& [name, type] : Metrics().types()) {
    EXPECT_NE(reference.find("| `" + name + "` | " + type + " |"), std::string::npos) << name;
  }
  EXPECT_TRUE(Metrics().types().contains("mandat_witness_objecting"));
  server_.reset();
}

}  // namespace
}  // namespace mandat
