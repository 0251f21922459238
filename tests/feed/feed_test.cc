// SPDX-License-Identifier: Apache-2.0
// Journals are copied at least once, in their order, whatever the receiver and the machine do.
#include "service/feed.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "load/many_world.h"

namespace mandat {
namespace {

// A receiver that can be lost: what it took behind the last Confirm is then kept or not.
class FakeSink final : public EventSink {
 public:
  enum class Trouble : uint8_t { kNone, kFailAndLose, kFailButKeep };

  Status Take(const std::vector<std::string>& lines) override {
    ++takes;
    if (take == Trouble::kFailAndLose) {
      open_.clear();
      return Fail(Error::Unavailable("nobody takes anything"));
    }
    open_.insert(open_.end(), lines.begin(), lines.end());
    if (take == Trouble::kFailButKeep) {
      Keep();
      return Fail(Error::Unavailable("nobody answers"));
    }
    most = std::max(most, lines.size());
    return {};
  }
  Status Confirm() override {
    ++confirms;
    if (confirm == Trouble::kFailAndLose) {
      open_.clear();
      return Fail(Error::Unavailable("nobody has read it"));
    }
    Keep();
    return confirm == Trouble::kFailButKeep ? Status(Fail(Error::Unavailable("nobody answers")))
                                            : Status();
  }
  // The connection breaks, or our machine does.
  void Break() { open_.clear(); }

  std::vector<std::string> kept;
  size_t most = 0;
  int takes = 0;
  int confirms = 0;
  Trouble take = Trouble::kNone;
  Trouble confirm = Trouble::kNone;

 private:
  void Keep() {
    kept.insert(kept.end(), open_.begin(), open_.end());
    open_.clear();
  }

  std::vector<std::string> open_;
};

class FeedTest : public ::testing::Test {
 protected:
  explicit FeedTest(size_t open_max = 16)
      : homes_(std::make_shared<MemoryHomes>()), world_(homes_, open_max) {}

  std::unique_ptr<Feed> Make() {
    Feed::Settings settings;
    settings.format = LineFormat::kText;
    return std::make_unique<Feed>(std::move(settings), sink_, std::make_unique<SharedHomes>(homes_),
                                  world_.agreements(), world_.time(),
                                  [this](const std::string& what, const std::string& detail) {
                                    said_.push_back(what + ": " + detail);
                                  });
  }
  static void Run(Feed& feed) {
    while (feed.Step()) {
    }
  }
  // Everything until it is confirmed.
  void RunOut(Feed& feed) {
    Run(feed);
    world_.time().Advance(std::chrono::seconds(60));
    Run(feed);
  }
  std::shared_ptr<OpenAgreement> Shop(int number = 0) {
    return *world_.agreements().Find(ShopId(number));
  }
  // Entries of a journal as lines, in order, each at least once.
  static std::vector<std::string> LinesOf(OpenAgreement& agreement) {
    std::vector<std::string> lines;
    for (uint64_t i = 0; i < agreement.journal().head().size; ++i) {
      const Entry entry = *Entry::Decode(*agreement.journal().ReadEntry({i}));
      lines.push_back(
          FormatLine(LineFormat::kText, {agreement.journal().origin(), {i}, ""}, entry));
    }
    return lines;
  }
  bool HasAllOf(OpenAgreement& agreement) const {
    return std::ranges::all_of(LinesOf(agreement), [this](const std::string& line) {
      return std::ranges::find(sink_.kept, line) != sink_.kept.end();
    });
  }
  FeedState StateOf(const Feed& feed, std::string_view agreement) const {
    for (const FeedState& state : feed.States()) {
      if (state.agreement == agreement) {
        return state;
      }
    }
    return {};
  }

  std::shared_ptr<MemoryHomes> homes_;
  ManyWorld world_;
  FakeSink sink_;
  std::vector<std::string> said_;
};

TEST_F(FeedTest, CopiesEveryJournalOnceInItsOrderWithTheSystems) {
  world_.Make(2);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  const std::unique_ptr<Feed> feed = Make();
  RunOut(*feed);
  EXPECT_TRUE(HasAllOf(*Shop(0)));
  EXPECT_TRUE(HasAllOf(*Shop(1)));
  EXPECT_TRUE(HasAllOf(world_.agreements().system()));
  const std::vector<std::string> lines = LinesOf(*Shop(0));
  EXPECT_EQ(std::ranges::search(sink_.kept, lines).size(), lines.size()) << "in their order";
  EXPECT_EQ(sink_.kept.size(),
            lines.size() + LinesOf(*Shop(1)).size() + LinesOf(world_.agreements().system()).size());
  const size_t before = sink_.kept.size();
  ASSERT_OK(world_.Read(0));
  RunOut(*feed);
  EXPECT_EQ(sink_.kept.size(), before + 1);
  EXPECT_EQ(StateOf(*feed, "shop-0").confirmed, Shop(0)->journal().head().size);
  EXPECT_TRUE(said_.empty());
}

// Personal data is in no line, and nothing is written by being read.
TEST_F(FeedTest, SaysNothingOfPeopleAndMakesNoEntries) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  const uint64_t size = Shop()->journal().head().size;
  const std::unique_ptr<Feed> feed = Make();
  RunOut(*feed);
  EXPECT_EQ(Shop()->journal().head().size, size);
  for (const std::string& line : sink_.kept) {
    EXPECT_EQ(line.find("Ada"), std::string::npos);
    EXPECT_EQ(line.find(Person(1).Format()), std::string::npos);
  }
}

TEST_F(FeedTest, GoesOnBehindItsPositionAfterAStart) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  std::unique_ptr<Feed> feed = Make();
  RunOut(*feed);
  const size_t before = sink_.kept.size();
  feed = Make();
  RunOut(*feed);
  EXPECT_EQ(sink_.kept.size(), before) << "nothing again";
  ASSERT_OK(world_.Read(0));
  RunOut(*feed);
  EXPECT_EQ(sink_.kept.size(), before + 1);
}

TEST_F(FeedTest, SendsAgainWhatWasNotConfirmedBeforeAStart) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  std::unique_ptr<Feed> feed = Make();
  Run(*feed);
  EXPECT_TRUE(sink_.kept.empty()) << "not confirmed yet";
  sink_.Break();
  feed = Make();
  RunOut(*feed);
  EXPECT_TRUE(HasAllOf(*Shop()));
}

TEST_F(FeedTest, ConfirmsWhenItIsClosed) {
  world_.Make(1);
  const std::unique_ptr<Feed> feed = Make();
  Run(*feed);
  feed->Close();
  EXPECT_TRUE(HasAllOf(*Shop()));
  EXPECT_EQ(StateOf(*feed, "shop-0").confirmed, Shop()->journal().head().size);
}

TEST_F(FeedTest, LosesNothingWhateverFailsAndWhetherItWasKept) {
  world_.Make(1);
  using Trouble = FakeSink::Trouble;
  const std::unique_ptr<Feed> feed = Make();
  for (const Trouble trouble : {Trouble::kFailAndLose, Trouble::kFailButKeep}) {
    for (Trouble* place : {&sink_.take, &sink_.confirm}) {
      (void)world_.Put(0, "Ada Example");
      *place = trouble;
      RunOut(*feed);
      EXPECT_NE(feed->trouble(), "");
      EXPECT_LT(StateOf(*feed, "shop-0").confirmed, Shop()->journal().head().size);
      *place = Trouble::kNone;
      RunOut(*feed);
      RunOut(*feed);
      EXPECT_EQ(feed->trouble(), "");
      EXPECT_TRUE(HasAllOf(*Shop()));
      EXPECT_TRUE(HasAllOf(world_.agreements().system()));
    }
  }
}

TEST_F(FeedTest, WaitsLongerAndLongerForAReceiverAndSaysItOnce) {
  world_.Make(1);
  sink_.take = FakeSink::Trouble::kFailAndLose;
  const std::unique_ptr<Feed> feed = Make();
  for (int second = 0; second < 300; ++second) {
    feed->Step();
    world_.time().Advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(sink_.takes, 10) << "after 0, 1, 3, 7, 15, 31, 63, 123, 183 and 243 seconds";
  EXPECT_EQ(said_.size(), 1U) << "told once";
  EXPECT_GT(StateOf(*feed, "shop-0").size, StateOf(*feed, "shop-0").confirmed);
  EXPECT_TRUE(StateOf(*feed, "shop-0").oldest.has_value());
  sink_.take = FakeSink::Trouble::kNone;
  RunOut(*feed);
  EXPECT_TRUE(HasAllOf(*Shop()));
  EXPECT_FALSE(StateOf(*feed, "shop-0").oldest.has_value());
}

TEST_F(FeedTest, SaysHowFarBehindItIsWhileItWaits) {
  sink_.take = FakeSink::Trouble::kFailAndLose;
  const std::unique_ptr<Feed> feed = Make();
  world_.time().Advance(std::chrono::seconds(1));
  world_.Make(1);  // makes entries in the system's journal too
  feed->Step();
  ASSERT_NE(feed->trouble(), "");
  const int takes = sink_.takes;
  ASSERT_OK(world_.Put(0, "Ada Example"));
  feed->Step();
  EXPECT_EQ(sink_.takes, takes);
  EXPECT_EQ(StateOf(*feed, "shop-0").size, Shop()->journal().head().size);
  EXPECT_EQ(StateOf(*feed, "shop-0").oldest, world_.time().Now());
}

TEST_F(FeedTest, TakesAtMostOneTurnIntoMemory) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  for (int i = 0; i < 600; ++i) {
    ASSERT_OK(world_.Read(0));
  }
  const std::unique_ptr<Feed> feed = Make();
  RunOut(*feed);
  EXPECT_TRUE(HasAllOf(*Shop()));
  EXPECT_LE(sink_.most, 256U);
  EXPECT_EQ(StateOf(*feed, "shop-0").outcomes[static_cast<size_t>(Outcome::kDone)],
            Shop()->journal().head().size);
}

TEST_F(FeedTest, CountsAnEntryOnceHoweverOftenItGoes) {
  world_.Make(1);
  const std::unique_ptr<Feed> feed = Make();
  Run(*feed);
  sink_.confirm = FakeSink::Trouble::kFailAndLose;
  RunOut(*feed);
  sink_.confirm = FakeSink::Trouble::kNone;
  RunOut(*feed);
  RunOut(*feed);
  EXPECT_EQ(StateOf(*feed, "shop-0").outcomes[static_cast<size_t>(Outcome::kDone)],
            Shop()->journal().head().size);
}

TEST_F(FeedTest, BeginsAnewWithAPositionThatIsDamagedOrOfAnotherJournal) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  RunOut(*Make());
  for (const std::string text : {"", "mandat.example/journal/shop-0\n", "x\n12", "x\n-1\n",
                                 "mandat.example/journal/shop-0\n99999\n", "another\n2\n"}) {
    sink_.kept.clear();
    said_.clear();
    ASSERT_OK(homes_->HomeOf("agreements/shop-0").WriteFile("fed", text));
    RunOut(*Make());
    EXPECT_TRUE(HasAllOf(*Shop())) << text;
    EXPECT_EQ(said_.size(), 1U) << text;
  }
}

class CrowdedFeedTest : public FeedTest {
 protected:
  CrowdedFeedTest() : FeedTest(2) {}
};

TEST_F(CrowdedFeedTest, FindsWhatIsNewInThoseThatAreClosed) {
  world_.Make(6);
  for (int shop = 0; shop < 6; ++shop) {
    ASSERT_OK(world_.Put(shop, "Ada Example"));
    ASSERT_OK(Shop(shop)->journal().Publish());
  }
  const std::unique_ptr<Feed> feed = Make();
  for (int i = 0; i < 20; ++i) {
    RunOut(*feed);
  }
  const size_t count = sink_.kept.size();
  for (int shop = 0; shop < 6; ++shop) {
    EXPECT_TRUE(HasAllOf(*Shop(shop))) << shop;
  }
  EXPECT_EQ(sink_.kept.size(), count);
}

}  // namespace
}  // namespace mandat
