// SPDX-License-Identifier: Apache-2.0
#include "service/revise_clocks.h"

#include <algorithm>

#include "agreement/counting.h"
#include "service/internal/docket_work.h"

namespace mandat {
namespace {

// Row of Space::kDocket: the zone data that all deadlines were computed with.
constexpr std::string_view kZoneRow = "z";

class ReviseWork final : public DocketWork<RevisedAnswer> {
 public:
  ReviseWork(OpenAgreement& agreement, Done<RevisedAnswer> done)
      : DocketWork(agreement, {}, std::move(done)) {}

 protected:
  Result<RevisedAnswer> Run(DocketBatch& batch, Entry& entry) override {
    entry.act = "revise-clocks";
    RevisedAnswer answer;
    MANDAT_TRY(const std::string data, ZoneDataVersion());
    MANDAT_TRY(const std::optional<Bytes> known, batch.staging().Find(Space::kDocket, kZoneRow));
    if (known == data) {
      return answer;
    }
    if (known) {
      MANDAT_TRY(const std::vector<Duty> open, batch.OpenDuties());
      for (const Duty& duty : open) {
        MANDAT_TRY(const bool moved, Revise(batch, duty));
        answer.revised += moved ? 1 : 0;
      }
    }
    batch.staging().Put(Space::kDocket, Bytes(kZoneRow), data);
    batch.Touch("zone data " + data);
    return answer;
  }

 private:
  // Only what ends with a day moves: the day stays, its last instant is another.
  static Result<bool> Revise(DocketBatch& batch, const Duty& duty) {
    const LifeVersion* version = batch.life().FindVersion(duty.version);
    const bool ends_with_day = duty.due && duty.last_day && version != nullptr &&
                               duty.state == DutyState::kOpen && !duty.missed;
    if (!ends_with_day) {
      return false;
    }
    // A clock that stood has what was left of it, not the end of a day.
    MANDAT_TRY(const std::vector<DutyChange> history, batch.History(duty.id));
    if (std::ranges::any_of(
            history, [](const DutyChange& change) { return change.act == DutyAct::kResume; })) {
      return false;
    }
    MANDAT_TRY(const Counting counting, CountingOf(*version->agreement, ""));
    const Zone& zone = counting.stated.zone;
    // The middle of the last day is on that day, whatever the zone data of then said.
    const Day day = zone.DayOf(*duty.last_day + std::chrono::hours(12));
    const Instant due = zone.StartOf(day + std::chrono::days(1));
    if (due == *duty.due) {
      return false;
    }
    DutyChange change;
    change.act = DutyAct::kRevise;
    change.effective = batch.at();
    change.due = due;
    change.last_day = zone.StartOf(day);
    change.reason = "zone data changed";
    MANDAT_TRY_STATUS(batch.Change(duty.id, std::move(change)));
    return true;
  }
};

}  // namespace

void ReviseClocks(const std::shared_ptr<OpenAgreement>& agreement, Done<RevisedAnswer> done) {
  SubmitDocketWork<ReviseWork>(agreement, std::move(done));
}

}  // namespace mandat
