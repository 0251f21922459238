// SPDX-License-Identifier: Apache-2.0
#include "crash/judge.h"

#include <algorithm>
#include <array>

#include "evidence/evidence.h"
#include "format/tile.h"

namespace mandat {
namespace {

constexpr size_t kHarmsMax = 20;
constexpr size_t kLedgerTagBytes = 32;
constexpr size_t kSegmentBytes = size_t{64} << 10;  // of a blob, as docs/internals/blobs.md has it

// The journal as its own server would publish it.
class LiveSource final : public JournalSource {
 public:
  explicit LiveSource(Journal& journal) : journal_(journal) {}

  Result<Bytes> Get(std::string_view path, size_t) override {
    if (path == "checkpoint") {
      return journal_.Publish();
    }
    if (path == "vkey") {
      return journal_.verifier_key();
    }
    const Result<Tile> tile = Tile::Parse(path);
    return tile ? journal_.ReadTile(*tile) : Result<Bytes>(Fail(Error::NotFound("no such file")));
  }

 private:
  Journal& journal_;
};

std::string_view NameOf(Harm::Kind kind) {
  switch (kind) {
    case Harm::Kind::kLost:
      return "lost";
    case Harm::Kind::kHalf:
      return "half";
    case Harm::Kind::kJournal:
      return "journal";
    case Harm::Kind::kStuck:
      return "stuck";
  }
  return "?";
}

// The verb that an act is journalled under; a put records or alters.
bool IsActOf(const Act& act, const Entry& entry) {
  switch (act.kind) {
    case Act::Kind::kRegister:
      return entry.act == "record";
    case Act::Kind::kPut:
      return entry.act == "record" || entry.act == "alter";
    case Act::Kind::kRead:
      return entry.act == "consult";
    case Act::Kind::kErasePerson:
    case Act::Kind::kEraseRecord:
      return entry.act == "erase";
  }
  return false;
}

}  // namespace

std::string Format(const std::vector<Harm>& harms) {
  std::string text;
  for (size_t i = 0; i < std::min(harms.size(), kHarmsMax); ++i) {
    text += std::string(NameOf(harms[i].kind)) + ": " + harms[i].text + "\n";
  }
  return harms.size() <= kHarmsMax
             ? text
             : text + "and " + std::to_string(harms.size() - kHarmsMax) + " more\n";
}

void Judge::Expect(bool holds, Harm::Kind kind, const std::string& text) {
  if (!holds) {
    harms_.push_back({kind, text});
  }
}

std::vector<Harm> Judge::Examine() {
  harms_.clear();
  Replay();
  VerifyAnswers();
  VerifyRows();
  VerifyKeys();
  if (!world_.agreement().mandate()) {
    world_.Activate(1);
    world_.Settle();
  }
  const std::set<size_t> done_before = done_;
  const std::vector<size_t> again = AskForEverything();
  Replay();
  VerifyAnswers();
  VerifyReplays(again, done_before);
  VerifyRows();
  VerifyTrail();
  VerifyJournal();
  return harms_;
}

// Each decision has its touch, in the same commit, and nothing else has one.
void Judge::VerifyTrail() {
  std::set<uint64_t> decisions;
  for (uint64_t index = 0; index < leaves_.size(); ++index) {
    const Result<Entry> entry = Entry::Decode(leaves_[index]);
    if (entry && Witness::NumberOf(entry->instruction)) {
      decisions.insert(index);
    }
  }
  std::set<uint64_t> touched;
  const auto coverage = world_.agreement().trail().ForEach(
      {0}, {leaves_.size()}, [&](const Touch& touch) { touched.insert(touch.entry.value); });
  Expect(coverage && coverage->rows_without_key == 0, Harm::Kind::kLost,
         "the trail cannot be read: " + (coverage ? "keys are missing" : coverage.error().message));
  Expect(touched == decisions, Harm::Kind::kHalf, "the trail is not about the decisions");
}

void Judge::Replay() {
  acts_ = world_.witness().acts();
  leaves_.clear();
  people_.clear();
  units_.clear();
  done_.clear();
  version_ = 0;
  Journal& journal = world_.agreement().journal();
  for (const Tile& tile : AllTiles(journal.head().size)) {
    if (tile.level != Tile::kEntries) {
      continue;
    }
    const Result<Bytes> bundle = journal.ReadTile(tile);
    const Result<std::vector<ByteView>> entries =
        bundle ? DecodeBundle(*bundle, tile.width)
               : Result<std::vector<ByteView>>(Fail(bundle.error()));
    if (!entries) {
      return Expect(false, Harm::Kind::kJournal, "entries cannot be read: " + tile.Format());
    }
    for (const ByteView leaf : *entries) {
      leaves_.emplace_back(leaf);
      if (const Result<Entry> entry = Entry::Decode(leaf)) {
        ReplayEntry(leaves_.size() - 1, *entry);
      } else {
        Expect(false, Harm::Kind::kJournal, "entry is damaged: " + std::to_string(leaves_.size()));
      }
    }
  }
}

void Judge::ReplayEntry(uint64_t index, const Entry& entry) {
  const std::string where = " at entry " + std::to_string(index);
  const std::optional<size_t> number = Witness::NumberOf(entry.instruction);
  if (!number) {
    constexpr std::array<std::string_view, 6> kKnown = {
        "activate-agreement", "rewrap-keys", "move-trail", "keep-journal", "prune", "pruned"};
    const bool is_known = std::ranges::find(kKnown, entry.act) != kKnown.end();
    Expect(is_known, Harm::Kind::kHalf, "unknown act of the house" + where);
    version_ = entry.act == "activate-agreement" ? entry.agreement_version : version_;
    return;
  }
  if (*number >= acts_.size()) {
    return Expect(false, Harm::Kind::kHalf, "an act that nobody asked for" + where);
  }
  const auto& [act, answer] = acts_[*number];
  const std::string what = Witness::Reference(*number) + where;
  Expect(IsActOf(act, entry), Harm::Kind::kHalf, "entry is of another act: " + what);
  Expect(entry.agreement_version == version_, Harm::Kind::kHalf,
         "decided by another version than the one in force: " + what);
  Expect(entry.outcome == ExpectedOutcome(act), Harm::Kind::kHalf,
         "outcome does not follow from the entries before it: " + entry.act + " " +
             std::to_string(static_cast<int>(entry.outcome)) + " of person " +
             std::to_string(act.person) + " record " + std::to_string(act.record) + ": " + what);
  if (entry.outcome != Outcome::kDone) {
    return;
  }
  Expect(done_.insert(*number).second, Harm::Kind::kHalf, "done twice: " + what);
  Expect(answer.kind != Answer::Kind::kNothing, Harm::Kind::kHalf,
         "done, and denied to the client: " + what);
  Perform(act, entry, answer, what);
}

Outcome Judge::ExpectedOutcome(const Act& act) const {
  const auto person = people_.find(act.person);
  const bool person_erased = person != people_.end() && person->second.erased;
  const auto unit = units_.find({act.person, act.record});
  const bool unit_erased = unit != units_.end() && unit->second.erased;
  switch (act.kind) {
    case Act::Kind::kRegister:
      return person_erased ? Outcome::kGone : Outcome::kDone;
    case Act::Kind::kPut:
      return person_erased || unit_erased ? Outcome::kGone
             : person == people_.end()    ? Outcome::kAbsent
                                          : Outcome::kDone;
    case Act::Kind::kErasePerson:
      return person_erased             ? Outcome::kGone
             : person == people_.end() ? Outcome::kAbsent
                                       : Outcome::kDone;
    case Act::Kind::kRead:
    case Act::Kind::kEraseRecord:
      return unit_erased            ? Outcome::kGone
             : unit == units_.end() ? Outcome::kAbsent
                                    : Outcome::kDone;
  }
  return Outcome::kUndecided;
}

// Does the act on the model. What the client was told must be what the model says at this place.
void Judge::Perform(const Act& act, const Entry& entry, const Answer& answer,
                    const std::string& where) {
  const bool told = answer.kind == Answer::Kind::kEntry;
  const uint64_t units = act.kind == Act::Kind::kRegister ? 0 : 1;
  if (act.kind == Act::Kind::kErasePerson) {
    return ErasePerson(act, entry, answer, where);
  }
  if (act.kind != Act::Kind::kRegister && act.record == Witness::kSeries) {
    return PerformOnSeries(act, entry, answer, where);
  }
  Expect(entry.units_count == units && entry.people_count == 1, Harm::Kind::kHalf,
         "counts of the entry: " + where);
  Unit* unit = act.kind == Act::Kind::kRegister ? nullptr : &units_[{act.person, act.record}];
  switch (act.kind) {
    case Act::Kind::kRegister:
      people_[act.person] = Person();
      break;
    case Act::Kind::kPut:
      Expect(entry.act == (unit->version == 0 ? "record" : "alter"), Harm::Kind::kHalf,
             "verb of the entry: " + where);
      *unit = {false, unit->version + 1, act.body, entry.sealed_hash};
      Expect(!told || answer.number == unit->version, Harm::Kind::kLost,
             "version told to the client: " + where);
      break;
    case Act::Kind::kRead:
      Expect(entry.sealed_hash == unit->sealed_hash, Harm::Kind::kHalf,
             "read other sealed bytes than were put: " + where);
      Expect(!told || (answer.body == unit->body && answer.number == unit->version),
             Harm::Kind::kLost, "read other bytes than were put: " + where);
      break;
    case Act::Kind::kEraseRecord:
      Expect(entry.sealed_hash.size() == kLedgerTagBytes, Harm::Kind::kHalf,
             "hash of what was erased: " + where);
      unit->erased = true;
      break;
    case Act::Kind::kErasePerson:
      break;
  }
}

// Points of a later call follow those of an earlier one at the same instant. How many chunks there
// are is up to the vault: at least one, at most one for each call.
void Judge::PerformOnSeries(const Act& act, const Entry& entry, const Answer& answer,
                            const std::string& where) {
  const bool told = answer.kind == Answer::Kind::kEntry;
  Unit& series = units_[{act.person, act.record}];
  Points points = ParsePoints(act.body);
  const size_t fresh = points.size();
  bool counts = entry.people_count == 1;
  if (act.kind == Act::Kind::kPut) {
    points.merge(ParsePoints(series.body));
    series = {false, series.version + 1, FormatPoints(points), {}};
    counts = counts && entry.act == "record" && entry.units_count == fresh;
    Expect(!told || answer.number == fresh, Harm::Kind::kLost, "points told: " + where);
  } else if (act.kind == Act::Kind::kRead) {
    counts = counts && entry.units_count == ParsePoints(series.body).size();
    Expect(!told || answer.body == series.body, Harm::Kind::kLost,
           "read other points than were put: " + where);
  } else {
    counts = counts && entry.units_count >= 1 && entry.units_count <= series.version;
    series.erased = true;
  }
  Expect(counts, Harm::Kind::kHalf, "counts of the entry: " + where);
}

void Judge::ErasePerson(const Act& act, const Entry& entry, const Answer& answer,
                        const std::string& where) {
  uint64_t least = 0;
  uint64_t most = 0;
  for (auto& [key, unit] : units_) {
    if (key.first == act.person && !unit.erased) {
      unit.erased = true;
      ++least;
      most += key.second == Witness::kSeries ? unit.version : 1;
    }
  }
  people_[act.person].erased = true;
  Expect(entry.units_count >= least && entry.units_count <= most && entry.people_count == 1,
         Harm::Kind::kHalf, "counts of the entry: " + where);
  Expect(answer.kind != Answer::Kind::kEntry || answer.number == entry.units_count,
         Harm::Kind::kLost, "records told to the client: " + where);
}

void Judge::VerifyAnswers() {
  for (size_t number = 0; number < acts_.size(); ++number) {
    const Answer& answer = acts_[number].second;
    const std::string what = Witness::Reference(number);
    Expect(answer.kind != Answer::Kind::kNothing || answer.error == ErrorKind::kConflict,
           Harm::Kind::kStuck, "answer that no client may get: " + what);
    if (answer.kind != Answer::Kind::kEntry) {
      continue;
    }
    if (answer.entry >= leaves_.size()) {
      Expect(false, Harm::Kind::kLost, "acknowledged entry is not there: " + what);
      continue;
    }
    const Bytes& leaf = leaves_[answer.entry];
    Expect(answer.leaf.empty() || leaf == answer.leaf, Harm::Kind::kLost,
           "acknowledged entry has other bytes: " + what);
    const Result<Entry> entry = Entry::Decode(leaf);
    Expect(entry && entry->instruction == what, Harm::Kind::kLost,
           "acknowledged entry is another's: " + what);
    Expect(entry && (entry->outcome == Outcome::kDone) == !answer.error, Harm::Kind::kLost,
           "acknowledged outcome is another: " + what);
  }
  for (const auto& [entry, leaf] : world_.witness().house()) {
    Expect(entry < leaves_.size() && (leaf.empty() || leaves_[entry] == leaf), Harm::Kind::kLost,
           "acknowledged act of the house is not at entry " + std::to_string(entry));
  }
}

uint64_t Judge::Count(Space space, char first, size_t key_bytes) {
  uint64_t count = 0;
  const auto rows = world_.agreement().store().Scan(space, Bytes(1, '\0'), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    const bool counts = (first == '\0' || rows->key()[0] == first) &&
                        (key_bytes == 0 || rows->key().size() == key_bytes);
    count += counts ? 1 : 0;
  }
  Expect(rows->status().has_value(), Harm::Kind::kLost, "rows cannot be read");
  return count;
}

std::vector<const Judge::Unit*> Judge::LiveUnits(const std::string& collection) const {
  std::vector<const Unit*> live;
  for (const auto& [key, unit] : units_) {
    const bool is_record = key.second < Witness::kRecordsPerPerson;
    if (!unit.erased && (collection.empty() ? is_record : CollectionOf(key.second) == collection)) {
      live.push_back(&unit);
    }
  }
  return live;
}

void Judge::Same(uint64_t rows, uint64_t expected, const std::string& what) {
  Expect(rows == expected, Harm::Kind::kHalf,
         std::to_string(rows) + " rows of " + what + ", not " + std::to_string(expected));
}

// Of each series its owner and what is in it; of each blob a head, all its segments and no other.
void Judge::VerifyRowsOfKinds() {
  const std::vector<const Unit*> series = LiveUnits("meters");
  const std::vector<const Unit*> blobs = LiveUnits("files");
  uint64_t calls = 0;
  uint64_t blob_rows = 0;
  for (const Unit* each : series) {
    calls += each->version;
  }
  for (const Unit* each : blobs) {
    blob_rows += 1 + (each->body.size() + kSegmentBytes - 1) / kSegmentBytes;
  }
  Same(Count(Space::kIndex, 'r', 0), series.size(), "series");
  Same(Count(Space::kIndex, 'b', 0), blobs.size(), "blobs");
  Same(Count(Space::kIndex, 'y', 0), blobs.size(), "expiries of blobs");
  Same(Count(Space::kIndex, 'v', 0), 0, "uploads under way");
  Same(Count(Space::kBlobs, '\0', 0), blob_rows, "contents");
  const uint64_t chunks = Count(Space::kSeries, '\0', 0);
  Expect(chunks >= series.size() && chunks <= calls, Harm::Kind::kHalf,
         std::to_string(chunks) + " chunks of " + std::to_string(calls) + " calls");
}

// Every row is somebody's, and everybody has all rows.
void Judge::VerifyRows() {
  const auto live = static_cast<uint64_t>(
      std::ranges::count_if(people_, [](const auto& person) { return !person.second.erased; }));
  const auto gone_units = static_cast<uint64_t>(
      std::ranges::count_if(units_, [](const auto& unit) { return unit.second.erased; }));
  Same(Count(Space::kUnits, '\0', 0), LiveUnits("").size(), "units");
  Same(Count(Space::kIndex, 'c', 0), LiveUnits("").size(), "collections");
  Same(Count(Space::kIndex, 'x', 0), LiveUnits("contacts").size(), "expiries");
  Same(Count(Space::kIndex, 's', 0), live, "registrations");
  VerifyRowsOfKinds();
  Same(Count(Space::kLedger, '\0', kLedgerTagBytes), people_.size() - live + gone_units,
       "the ledger");
  Same(Count(Space::kReplay, 'd', 0),
       static_cast<uint64_t>(std::ranges::count_if(
           done_, [&](size_t number) { return acts_[number].first.kind != Act::Kind::kRead; })),
       "idempotency");
  for (const Space space : {Space::kMeta, Space::kJournal, Space::kUnits, Space::kIndex,
                            Space::kReplay, Space::kSeries, Space::kBlobs}) {
    VerifyNothingLeft(space);
  }
  const auto mandate = world_.agreement().mandate();
  Expect((mandate ? mandate->agreement().version() : 0) == version_, Harm::Kind::kHalf,
         "agreement in force is not the one activated last");
}

void Judge::VerifyNothingLeft(Space space) {
  std::set<Bytes> erased;
  for (const auto& [number, person] : people_) {
    if (person.erased) {
      erased.insert(Bytes(PersonAt(number).bytes()));
    }
  }
  // Ids of people begin with eight times the same byte.
  const Bytes mark(PersonAt(0).bytes().substr(0, 8));
  const auto clean = [&](ByteView bytes) {
    for (size_t at = bytes.find(mark); at != ByteView::npos; at = bytes.find(mark, at + 1)) {
      if (erased.contains(Bytes(bytes.substr(at, SubjectId::kBytes)))) {
        return false;
      }
    }
    return true;
  };
  const auto rows = world_.agreement().store().Scan(space, Bytes(1, '\0'), Bytes(64, '\xff'));
  for (; rows->Valid(); rows->Next()) {
    Expect(clean(rows->key()) && clean(rows->value()), Harm::Kind::kLost,
           "a row of an erased person is left");
  }
}

void Judge::VerifyKeys() {
  for (const auto& [number, person] : people_) {
    const Result<std::optional<SecretBytes>> key =
        world_.agreement().keyring().FindSubjectKey(PersonAt(number));
    Expect(key && key->has_value() == !person.erased, Harm::Kind::kLost,
           std::string(person.erased ? "key of an erased person is left: "
                                     : "key of a person is lost: ") +
               std::to_string(number));
  }
}

void Judge::VerifyJournal() {
  LiveSource source(world_.agreement().journal());
  JournalQuestion question;
  if (const std::string since = world_.witness().published(); !since.empty()) {
    question.since = since;
  }
  const Report report = mandat::VerifyJournal(source, question, {});
  Expect(report.ok(), Harm::Kind::kJournal, report.FormatText());
  world_.Publish();
}

// Gives the numbers of the acts that were asked for again.
std::vector<size_t> Judge::AskForEverything() {
  std::vector<size_t> again;
  for (size_t number = 0; number < acts_.size(); ++number) {
    const auto& [act, answer] = acts_[number];
    if (answer.kind == Answer::Kind::kUnknown && act.kind != Act::Kind::kRead) {
      world_.AskAgain(number);
      again.push_back(number);
    }
  }
  world_.Settle();
  std::set<UnitKey> seen;
  uint32_t next = 0;
  std::set<uint32_t> erased;
  for (const auto& [act, answer] : acts_) {
    next = std::max(next, act.person + 1);
    if (act.kind == Act::Kind::kPut && seen.insert({act.person, act.record}).second) {
      world_.Ask({Act::Kind::kRead, act.person, act.record, {}});
    }
    if (act.kind == Act::Kind::kErasePerson && erased.insert(act.person).second &&
        people_.contains(act.person) && people_[act.person].erased) {
      world_.Ask({Act::Kind::kRegister, act.person, 0, {}});
    }
  }
  world_.Settle();
  const size_t first = world_.Ask({Act::Kind::kRegister, next, 0, {}});
  world_.Settle();
  world_.Ask({Act::Kind::kPut, next, 0, R"({"name":"works on"})"});
  world_.Settle();
  world_.Ask({Act::Kind::kRead, next, 0, {}});
  world_.Settle();
  const std::vector<std::pair<Act, Answer>> now = world_.witness().acts();
  for (size_t number = first; number < now.size(); ++number) {
    Expect(now[number].second.kind == Answer::Kind::kEntry && !now[number].second.error,
           Harm::Kind::kStuck, "does not work on: " + Witness::Reference(number));
  }
  return again;
}

// A request sent again is done exactly once.
void Judge::VerifyReplays(const std::vector<size_t>& again, const std::set<size_t>& done_before) {
  for (const size_t number : again) {
    const Answer& answer = acts_[number].second;
    const std::string what = Witness::Reference(number);
    Expect(answer.kind != Answer::Kind::kUnknown, Harm::Kind::kStuck, "no answer again: " + what);
    Expect(answer.replayed == done_before.contains(number), Harm::Kind::kHalf,
           "done before, and not replayed, or the other way round: " + what);
  }
}

}  // namespace mandat
