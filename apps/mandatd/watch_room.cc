// SPDX-License-Identifier: Apache-2.0
#include "watch_room.h"

#include <algorithm>

#include "http/log.h"
#include "service/unusual_note.h"

namespace mandat {
namespace {

constexpr std::chrono::seconds kVisitEvery{60};
constexpr std::chrono::hours kLookEvery{1};
constexpr size_t kNotedPerLook = 100;  // the rest with the next: each is a commit of its own

void Warn(std::string_view what, const AgreementId& agreement, const Error& error) {
  Log(LogLevel::kWarning, what, {{"agreement", agreement.text()}, {"detail", error.message}});
}

UnusualLimits LimitsOf(const Config::Unusual& config) {
  return {static_cast<size_t>(config.history_days), static_cast<uint64_t>(config.volume_times),
          static_cast<uint64_t>(config.people_floor)};
}

}  // namespace

WatchRoom::WatchRoom(const Config::Unusual& config, Agreements& agreements, const TimeSource& time)
    : limits_(LimitsOf(config)), agreements_(agreements), time_(time) {
  if (config.watch == "on") {
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  }
}

void WatchRoom::Close() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

void WatchRoom::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    for (std::shared_ptr<OpenAgreement>& each : agreements_.Opened()) {
      const std::shared_ptr<OpenAgreement> agreement = std::move(each);  // let go of one by one
      if (stop.stop_requested()) {
        return;
      }
      Visit(agreement);
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kVisitEvery, [] { return false; });
  }
}

// Source: GDPR Art. 33(2).
void WatchRoom::Visit(const std::shared_ptr<OpenAgreement>& agreement) {
  Room& room = rooms_[agreement->id()];
  const std::chrono::microseconds now = time_.Running().since;
  const uint64_t size = agreement->journal().head().size;
  if (size == room.size || (room.looked && now - *room.looked < kLookEvery)) {
    return;
  }
  room.size = size;
  room.looked = now;
  const Result<std::vector<UnusualFinding>> found = FindUnusual(*agreement, limits_);
  if (!found) {
    return Warn("unusual access cannot be looked for", agreement->id(), found.error());
  }
  for (size_t i = 0; i < std::min(found->size(), kNotedPerLook); ++i) {
    NoteUnusual(agreement, (*found)[i], [id = agreement->id()](const Result<Receipt>& noted) {
      if (!noted) {
        Warn("unusual access is not noted", id, noted.error());
      }
    });
  }
}

}  // namespace mandat
