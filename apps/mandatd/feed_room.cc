// SPDX-License-Identifier: Apache-2.0
#include "feed_room.h"

#include <unistd.h>

#include <array>
#include <utility>

#include "http/log.h"

namespace mandat {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

LineFormat FormatOf(const Config::Feed& config, SinkTarget::Kind kind) {
  if (const std::optional<LineFormat> named = FindLineFormat(config.format)) {
    return *named;
  }
  return kind == SinkTarget::Kind::kFile ? LineFormat::kNdjson : LineFormat::kSyslog;
}

std::string NameOfMachine() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

Result<std::unique_ptr<EventSink>> OpenSink(const Config::Feed& config, const SinkTarget& target,
                                            LineFormat format) {
  if (target.kind == SinkTarget::Kind::kFile) {
    return OpenFileSink({target.path, static_cast<uint64_t>(config.file_mib) << 20U,
                         static_cast<size_t>(config.files)});
  }
  NetSinkSettings net;
  net.target = target;
  net.counts_octets = format == LineFormat::kSyslog;
  net.ca_file = config.ca_file;
  net.certificate = config.certificate;
  net.key = config.key;
  return OpenNetSink(std::move(net));
}

}  // namespace

Result<std::unique_ptr<FeedRoom>> FeedRoom::Open(const Config::Feed& config,
                                                 std::unique_ptr<Homes> homes,
                                                 Agreements& agreements, const TimeSource& time) {
  if (config.target.empty()) {
    return std::unique_ptr<FeedRoom>();
  }
  MANDAT_TRY(const SinkTarget target, SinkTarget::Parse(config.target));
  Feed::Settings settings;
  settings.format = FormatOf(config, target.kind);
  settings.host_name = config.host_name.empty() ? NameOfMachine() : config.host_name;
  settings.confirm_every = std::chrono::seconds(config.confirm_seconds);
  MANDAT_TRY(std::unique_ptr<EventSink> sink, OpenSink(config, target, settings.format));
  std::unique_ptr<FeedRoom> room(new FeedRoom(std::move(sink)));
  room->feed_ =
      std::make_unique<Feed>(std::move(settings), *room->sink_, std::move(homes), agreements, time,
                             [](const std::string& what, const std::string& detail) {
                               Log(LogLevel::kWarning, what, {{"detail", detail}});
                             });
  FeedRoom* inside = room.get();
  room->thread_ = std::jthread([inside](const std::stop_token& stop) { inside->Run(stop); });
  return room;
}

void FeedRoom::Close() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void FeedRoom::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!feed_->Step()) {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, kLookEvery, [] { return false; });
    }
  }
  feed_->Step();  // what came last
  feed_->Close();
}

}  // namespace mandat
