// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.h"
#include "docket/docket.h"
#include "docket/outbox.h"
#include "service/open_agreement.h"
#include "sim/chance.h"
#include "sim/forms.h"
#include "sim/naive_clock.h"
#include "sim/receiver.h"
#include "sim/trouble.h"

namespace mandat::sim {

// How many entries an act may have brought, by what was answered.
struct Limits {
  size_t least = 0;
  size_t most = 0;
  size_t partial = 0;  // of an act of several steps: before it was answered as not done
};

// What the world remembers of one agreement, in plain lists, and holds the product to. An act that
// was answered is in it for ever; of one whose outcome nobody knows the store decides, once.
class Book {
 public:
  Book(AgreementId id, Cast cast, Trouble& trouble, const Receiver& receiver)
      : id_(std::move(id)), cast_(std::move(cast)), trouble_(trouble), receiver_(receiver) {}

  const AgreementId& id() const { return id_; }
  const Cast& cast() const { return cast_; }

  // Looks at everything that changed since the last look. `wall` is what the clock shows; gives how
  // many entries came.
  size_t Survey(OpenAgreement& agreement, Limits limits, Instant wall);
  // The same for an agreement that was opened anew, with what an act of unknown outcome left.
  size_t SurveyAnew(OpenAgreement& agreement, Instant wall);
  // Looks at lists and indexes as well, whether anything changed or not.
  void Audit(const OpenAgreement& agreement, Chance& chance);

  // Of an act whose outcome is not known: at the next look so many entries of that time may be
  // there.
  void ExpectUnknown(size_t entries_most, Instant wall) {
    unknown_most_ = entries_most;
    unknown_wall_ = wall;
  }

  // The earliest reminder that is still to come.
  std::optional<Instant> NextExpected() const;
  // Nothing is left that had to be said by then.
  void RequireFired(Instant at) const;
  // Nothing waits for an attempt that had to begin by then.
  void RequireTaken(Instant at) const;
  // Every notice reached somebody or was given up.
  void RequireBrought() const;
  bool IsOwed(std::string_view task, std::string_view reference) const;

  struct DutyRow {
    Bytes raw;
    Duty duty;
    std::vector<DutyChange> history;
    NaiveClock clock;
  };
  struct NoticeRow {
    Bytes raw;
    Notice notice;
  };
  const std::map<uint64_t, DutyRow>& duties() const { return duties_; }
  const std::map<uint64_t, NoticeRow>& notices() const { return notices_; }
  uint64_t size() const { return size_; }
  // Whether the newest entry says that its act was done, not refused.
  bool is_newest_done() const { return is_newest_done_; }
  Instant at() const { return at_; }
  const Hash& digest() const { return digest_; }
  size_t firings_count() const { return firings_count_; }
  size_t late_count() const { return late_count_; }

 private:
  void Require(bool holds, std::string_view statement, std::string_view detail = {}) const {
    if (!holds) {
      trouble_.Require(false, statement, id_.text() + ": " + std::string(detail));
    }
  }
  void SurveyJournal(OpenAgreement& agreement, const JournalHead& head, Instant wall,
                     Instant entries_wall);
  size_t SurveyAll(OpenAgreement& agreement, Limits limits, Instant wall, Instant entries_wall);
  void SurveyDuties(const OpenAgreement& agreement);
  void SurveyDuty(const OpenAgreement& agreement, uint64_t id, DutyRow& row, ByteView raw);
  void CompareDuty(const DutyRow& row) const;
  void SurveyNotices(const OpenAgreement& agreement);
  void SurveyNotice(uint64_t id, NoticeRow& row, ByteView raw);
  void AuditDuties(const OpenAgreement& agreement, Chance& chance) const;
  void AuditQueue(const OpenAgreement& agreement) const;
  Hash RootOf() const;

  const AgreementId id_;
  const Cast cast_;
  Trouble& trouble_;
  const Receiver& receiver_;
  std::map<uint64_t, DutyRow> duties_;
  std::map<uint64_t, NoticeRow> notices_;
  std::vector<uint64_t> died_;               // notices, since the last look
  std::vector<std::pair<Hash, int>> peaks_;  // and their heights, the largest first
  std::map<uint64_t, Instant> new_entries_;  // since the last look
  uint64_t size_ = 0;
  Instant at_;
  bool is_newest_done_ = false;
  Hash digest_;
  size_t unknown_most_ = 0;
  Instant unknown_wall_;
  size_t looks_count_ = 0;
  size_t firings_count_ = 0;
  size_t late_count_ = 0;
};

}  // namespace mandat::sim
