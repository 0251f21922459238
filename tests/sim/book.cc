// SPDX-License-Identifier: Apache-2.0
#include "sim/book.h"

#include <algorithm>

#include "crypto/tlog.h"

namespace mandat::sim {
namespace {

constexpr size_t kLooksBetween = 16;

std::string Number(std::string_view what, uint64_t id) {
  return std::string(what) + " " + std::to_string(id);
}

}  // namespace

// Source: RFC 9162 2.1. The peaks of the tree, folded from the right.
Hash Book::RootOf() const {
  if (peaks_.empty()) {
    return EmptyTreeHash();
  }
  Hash root = peaks_.back().first;
  for (size_t i = peaks_.size() - 1; i > 0; --i) {
    root = NodeHash(peaks_[i - 1].first, root);
  }
  return root;
}

void Book::SurveyJournal(OpenAgreement& agreement, const JournalHead& head, Instant wall,
                         Instant entries_wall) {
  new_entries_.clear();
  for (uint64_t index = size_; index < head.size; ++index) {
    const Result<Bytes> bytes = agreement.journal().ReadEntry(EntryIndex{index});
    const Result<Entry> entry = bytes ? Entry::Decode(*bytes) : Result<Entry>(Fail(bytes.error()));
    if (!entry) {
      return Require(false, "every entry can be read", Number("entry", index));
    }
    Require(entry->at >= at_, "agreement time never goes back", Number("entry", index));
    Require(entry->at == std::max(at_, entries_wall), "an entry has the instant of its batch",
            Number("entry", index) + " is of " + entry->at.Format());
    new_entries_.emplace(index, entry->at);
    is_newest_done_ = entry->outcome == Outcome::kDone;
    at_ = std::max(at_, entry->at);
    std::pair<Hash, int> node(LeafHash(*bytes), 0);
    while (!peaks_.empty() && peaks_.back().second == node.second) {
      node = {NodeHash(peaks_.back().first, node.first), node.second + 1};
      peaks_.pop_back();
    }
    peaks_.push_back(node);
    digest_ = Sha256({digest_.view(), *bytes});
  }
  Require(head.at >= at_, "agreement time never goes back",
          "the head is of " + head.at.Format() + ", and it was " + at_.Format());
  Require(head.at <= std::max(at_, wall), "agreement time is not ahead of the clock",
          head.at.Format());
  at_ = head.at;
  size_ = head.size;
  Require(RootOf() == head.root, "the journal grows and nothing in it changes",
          Number("size", head.size));
}

size_t Book::Survey(OpenAgreement& agreement, Limits limits, Instant wall) {
  return SurveyAll(agreement, limits, wall, wall);
}

size_t Book::SurveyAnew(OpenAgreement& agreement, Instant wall) {
  const size_t most = std::exchange(unknown_most_, 0);
  looks_count_ = kLooksBetween - 1;  // every row
  return SurveyAll(agreement, {0, most}, wall, unknown_wall_);
}

size_t Book::SurveyAll(OpenAgreement& agreement, Limits limits, Instant wall,
                       Instant entries_wall) {
  const JournalHead head = agreement.journal().head();
  if (head.size < size_) {
    Require(
        false, "what was answered is there after a crash",
        "the journal has " + std::to_string(head.size) + " entries of " + std::to_string(size_));
    return 0;
  }
  const size_t grew = head.size - size_;
  Require(grew >= limits.least && grew <= limits.most,
          grew > limits.most ? "what was answered as not done is not there"
                             : "what was answered as done is there",
          std::to_string(grew) + " entries came");
  SurveyJournal(agreement, head, wall, entries_wall);
  died_.clear();
  // Rows change only with an entry; that they do not change without one is looked at now and then.
  ++looks_count_;
  if (grew > 0 || looks_count_ % kLooksBetween == 0) {
    SurveyDuties(agreement);
    SurveyNotices(agreement);
  }
  return grew;
}

void Book::SurveyDuties(const OpenAgreement& agreement) {
  size_t count = 0;
  auto known = duties_.begin();
  const auto rows = agreement.store().Scan(Space::kDocket, "d", "e");
  for (; rows->Valid(); rows->Next()) {
    const uint64_t id = ReadBigEndian64(rows->key().substr(1));
    Require(id == ++count, "duties are numbered without gaps");
    if (known == duties_.end()) {
      known = duties_.try_emplace(known, id);
    }
    if (known->second.raw != rows->value()) {
      SurveyDuty(agreement, id, known->second, rows->value());
    }
    ++known;
    if (trouble_.is_broken()) {
      return;
    }
  }
  Require(count == duties_.size(), "no duty is lost",
          std::to_string(duties_.size()) + " were opened, " + std::to_string(count) + " are there");
}

// Every change stands in an entry that came with it, and what was written of earlier ones stays.
void Book::SurveyDuty(const OpenAgreement& agreement, uint64_t id, DutyRow& row, ByteView raw) {
  const Docket docket(agreement.store());
  const Result<std::optional<Duty>> duty = docket.Find(id);
  const Result<std::vector<DutyChange>> history = docket.History(id);
  if (!duty || !*duty || !history) {
    return Require(false, "every duty can be read", Number("duty", id));
  }
  const size_t before = row.history.size();
  if (history->size() <= before ||
      !std::equal(row.history.begin(), row.history.end(), history->begin())) {
    return Require(false, "what was done with a duty stays as it was written", Number("duty", id));
  }
  row.raw = raw;
  row.duty = **duty;
  row.history = *history;
  for (size_t i = before; i < row.history.size(); ++i) {
    const DutyChange& change = row.history[i];
    const auto entry = new_entries_.find(change.entry);
    if (entry == new_entries_.end() || entry->second != change.recorded) {
      return Require(false, "every change of a duty stands in its entry", Number("duty", id));
    }
    if (const auto wrong = row.clock.Follow(row.duty, change)) {
      return Require(false, "every reminder fires once, in order and not before its time",
                     Number("duty", id) + " " + *wrong);
    }
    if (change.act == DutyAct::kFire) {
      ++firings_count_;
      late_count_ += IsLate(change) ? 1 : 0;
    }
  }
  CompareDuty(row);
}

void Book::CompareDuty(const DutyRow& row) const {
  const std::string which = Number("duty", row.duty.id);
  Require(row.duty.changes_count == row.history.size(), "a duty counts its changes", which);
  Require(row.duty.state == row.clock.state(), "a duty is in the state that its acts give", which);
  Require(row.duty.due == row.clock.due() && row.duty.last_day == row.clock.last_day(),
          "a duty is due when its acts say", which);
  Require(row.duty.firings == row.clock.expected(), "no reminder is lost or made up", which);
  Require(!row.clock.has_said(Reminder::kMissed) || row.duty.missed,
          "a duty remembers that it was missed", which);
}

void Book::SurveyNotices(const OpenAgreement& agreement) {
  size_t count = 0;
  auto known = notices_.begin();
  const auto rows = agreement.store().Scan(Space::kDocket, "o", "p");
  for (; rows->Valid() && !trouble_.is_broken(); rows->Next()) {
    const uint64_t id = ReadBigEndian64(rows->key().substr(1));
    Require(id == ++count, "notices are numbered without gaps");
    if (known == notices_.end()) {
      known = notices_.try_emplace(known, id);
    }
    if (known->second.raw != rows->value()) {
      Require(!new_entries_.empty(), "a notice changes only with an entry");
      SurveyNotice(id, known->second, rows->value());
    }
    ++known;
  }
  Require(
      count == notices_.size(), "no notice is lost",
      std::to_string(notices_.size()) + " were queued, " + std::to_string(count) + " are there");
  for (const uint64_t id : died_) {
    const uint64_t contact = notices_.at(id).notice.contact;
    Require(IsOwed("telephone", "notice-" + std::to_string(id)) ||
                IsOwed("mend-channel", "contact-" + std::to_string(contact)),
            "somebody owes a call for every notice that was given up", Number("notice", id));
  }
}

void Book::SurveyNotice(uint64_t id, NoticeRow& row, ByteView raw) {
  const Result<Notice> read = DecodeCborRecord<Notice>(raw);
  if (!read || read->id != id) {
    return Require(false, "every notice can be read", Number("notice", id));
  }
  const Notice before = row.raw.empty() ? Notice() : row.notice;
  const Notice& after = *read;
  const std::string which = Number("notice", id);
  Require(before.state != NoticeState::kReceived, "what is received stays received", which);
  Require(after.attempts >= before.attempts && (after.may_have_arrived || !before.may_have_arrived),
          "a notice does not forget its attempts", which);
  const bool waits = after.state == NoticeState::kWaiting || after.state == NoticeState::kSending;
  Require(!waits || after.next, "a notice that is not brought yet is looked at again", which);
  if (after.state == NoticeState::kDispatched && before.state != after.state) {
    Require(receiver_.ArrivalsOf(id_.text() + "/" + std::to_string(id)) > 0,
            "what was dispatched has arrived", which);
  }
  const bool is_given_up =
      after.state == NoticeState::kDead || after.state == NoticeState::kBounced;
  if (is_given_up && before.state != after.state) {
    died_.push_back(id);
  }
  row.raw = raw;
  row.notice = after;
}

bool Book::IsOwed(std::string_view task, std::string_view reference) const {
  return std::ranges::any_of(duties_, [&](const auto& row) {
    const Duty& duty = row.second.duty;
    return duty.task == task && duty.from.reference == reference && duty.is_open();
  });
}

std::optional<Instant> Book::NextExpected() const {
  std::optional<Instant> next;
  for (const auto& [id, row] : duties_) {
    const std::vector<Firing>& expected = row.clock.expected();
    if (!expected.empty() && (!next || expected.front().at < *next)) {
      next = expected.front().at;
    }
  }
  return next;
}

void Book::RequireFired(Instant at) const {
  for (const auto& [id, row] : duties_) {
    const std::vector<Firing>& expected = row.clock.expected();
    if (!expected.empty() && expected.front().at <= at) {
      return Require(false, "no clock is lost",
                     Number("duty", id) + " should have said `" +
                         std::string(Name(expected.front().reminder)) + "` at " +
                         expected.front().at.Format());
    }
  }
}

void Book::RequireTaken(Instant at) const {
  for (const auto& [id, row] : notices_) {
    const Notice& notice = row.notice;
    const bool waits =
        notice.state == NoticeState::kWaiting || notice.state == NoticeState::kSending;
    if (waits && notice.next && *notice.next <= at) {
      return Require(false, "no notice is lost",
                     Number("notice", id) + " was to be tried at " + notice.next->Format());
    }
  }
}

void Book::RequireBrought() const {
  for (const auto& [id, row] : notices_) {
    const Notice& notice = row.notice;
    Require(notice.state != NoticeState::kWaiting && notice.state != NoticeState::kSending,
            "every notice is brought or given up",
            Number("notice", id) + " is " + std::string(Name(notice.state)));
  }
}

void Book::AuditDuties(const OpenAgreement& agreement, Chance& chance) const {
  std::vector<std::pair<int64_t, uint64_t>> listed;
  for (const auto& [id, row] : duties_) {
    if (row.duty.is_open()) {
      listed.emplace_back(row.clock.due() ? row.clock.due()->micros : INT64_MAX, id);
    }
  }
  std::ranges::sort(listed);
  const Docket docket(agreement.store());
  std::vector<uint64_t> found;
  std::optional<DutyCursor> after;
  do {
    const Result<DutyPage> page = docket.ListDue({}, after, 1 + chance.Below(200));
    if (!page) {
      return Require(false, "the docket can be listed", page.error().message);
    }
    for (const Duty& duty : page->duties) {
      found.push_back(duty.id);
    }
    after = page->next;
  } while (after);
  Require(std::ranges::equal(found, listed, {}, {}, &std::pair<int64_t, uint64_t>::second),
          "the docket lists every open duty by when it is due");
  const Result<std::optional<Instant>> next = docket.NextFiring();
  Require(next && *next == NextExpected(), "the docket knows its next reminder",
          NextExpected() ? NextExpected()->Format() : "none");
}

void Book::AuditQueue(const OpenAgreement& agreement) const {
  std::vector<std::pair<int64_t, uint64_t>> queued;
  for (const auto& [id, row] : notices_) {
    if (row.notice.next) {
      queued.emplace_back(row.notice.next->micros, id);
    }
  }
  std::ranges::sort(queued);
  const auto all = Outbox(agreement.store()).ListAt(Instant{INT64_MAX - 1}, SIZE_MAX);
  Require(all && std::ranges::equal(*all, queued, {}, &Notice::id,
                                    &std::pair<int64_t, uint64_t>::second),
          "every notice that waits has its place in the queue");
}

void Book::Audit(const OpenAgreement& agreement, Chance& chance) {
  AuditDuties(agreement, chance);
  AuditQueue(agreement);
}

}  // namespace mandat::sim
