// SPDX-License-Identifier: Apache-2.0
#include "backup/replay.h"

#include <array>
#include <set>
#include <unordered_set>

namespace mandat {
namespace {

constexpr size_t kIdBytes = SubjectId::kBytes;
constexpr size_t kStepsPerCommit = 1000;
// All of them begin with the person.
constexpr std::array<Space, 4> kByPerson = {Space::kUnits, Space::kHistory, Space::kSeries,
                                            Space::kBlobs};
constexpr char kBlobHead = 'm';

Bytes EndOfSpace() { return Bytes(512, '\xff'); }

// Collection 00 id at the beginning of what stands behind the person; empty: nothing of that shape.
ByteView UnitNameIn(ByteView rest) {
  const size_t end = rest.find('\0');
  return end == ByteView::npos || rest.size() < end + 1 + kIdBytes
             ? ByteView()
             : rest.substr(0, end + 1 + kIdBytes);
}

ByteView UnitNameOf(Space space, ByteView row) {
  const size_t skip = kIdBytes + (space == Space::kBlobs ? 1 : 0);
  return row.size() > skip ? UnitNameIn(row.substr(skip)) : ByteView();
}

class Replay {
 public:
  Replay(Store& restored, const Store& ledger, const Keyring& keyring, Instant now)
      : store_(restored), ledger_(ledger), keyring_(keyring), now_(now) {}

  Result<Replayed> Run() {
    MANDAT_TRY_STATUS(FindErasedPeople());
    MANDAT_TRY_STATUS(RemoveErasedPeople());
    for (const Space space : kByPerson) {
      MANDAT_TRY_STATUS(RemoveErasedUnits(space));
    }
    MANDAT_TRY_STATUS(RemoveExpired());
    MANDAT_TRY_STATUS(Commit());  // what follows sees which units are left
    MANDAT_TRY_STATUS(CleanIndex());
    batch_.RemoveRange(Space::kBlind, Bytes(), EndOfSpace());
    MANDAT_TRY_STATUS(Commit());
    return replayed_;
  }

 private:
  Result<bool> InLedger(std::string_view kind, ByteView id) const {
    MANDAT_TRY(const std::optional<Bytes> row,
               ledger_.Find(Space::kLedger, keyring_.LedgerTag(kind, id).view()));
    return row.has_value();
  }

  Status FindErasedPeople() {
    const auto rows = store_.Scan(Space::kIndex, "s", EndOfPrefix("s"));
    for (; rows->Valid(); rows->Next()) {
      MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->key().substr(1)));
      MANDAT_TRY(const bool erased, InLedger("person", subject.bytes()));
      if (erased) {
        erased_people_.emplace(subject.bytes());
        continue;
      }
      ++replayed_.people;
      MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKey(subject));
      replayed_.people_unopened += key ? 0 : 1;
    }
    return rows->status();
  }

  Status RemoveErasedPeople() {
    for (const Bytes& subject : erased_people_) {
      for (const Space space : kByPerson) {
        batch_.RemoveRange(space, subject, EndOfPrefix(subject));
      }
      ++replayed_.people_erased;
      MANDAT_TRY_STATUS(CommitWhenFull());
    }
    return Commit();
  }

  // Whether one unit was erased; its rows follow one another, so the last answer is kept.
  Result<bool> IsErased(ByteView name) {
    if (name != last_name_) {
      MANDAT_TRY(last_erased_, InLedger("unit", name));
      last_name_ = Bytes(name);
    }
    return last_erased_;
  }

  Status RemoveErasedUnits(Space space) {
    const auto rows = store_.Scan(space, Bytes(), EndOfSpace());
    for (; rows->Valid(); rows->Next()) {
      const ByteView name = UnitNameOf(space, rows->key());
      if (name.empty()) {
        return Fail(Error::Corrupt("restored data has a row of an unknown shape"));
      }
      MANDAT_TRY(const bool erased, IsErased(name));
      if (erased) {
        replayed_.units_erased += erased_units_.emplace(name).second ? 1 : 0;
        batch_.Remove(space, Bytes(rows->key()));
        MANDAT_TRY_STATUS(CommitWhenFull());
      } else if (space == Space::kUnits) {
        ++replayed_.units;
      }
    }
    MANDAT_TRY_STATUS(rows->status());
    return Commit();
  }

  Bytes ExpiredUntil(char letter) const {
    Bytes end(1, letter);
    AppendBigEndian64(end, static_cast<uint64_t>(now_.micros + 1));
    return end;
  }

  // The rows that expiry would look at; their keys may be destroyed already, so nothing is opened.
  Status RemoveExpired() {
    const auto units = store_.Scan(Space::kIndex, "x", ExpiredUntil('x'));
    for (; units->Valid(); units->Next()) {
      const ByteView row = units->key().substr(1 + 8);
      MANDAT_TRY(const std::optional<Bytes> unit, store_.Find(Space::kUnits, row));
      if (unit) {
        batch_.Remove(Space::kUnits, Bytes(row));
        batch_.RemoveRange(Space::kHistory, Bytes(row), EndOfPrefix(row));
        gone_units_.emplace(UnitNameOf(Space::kUnits, row));
        ++replayed_.units_expired;
        --replayed_.units;
      }
      batch_.Remove(Space::kIndex, Bytes(units->key()));
      MANDAT_TRY_STATUS(CommitWhenFull());
    }
    MANDAT_TRY_STATUS(units->status());
    const auto others = store_.Scan(Space::kIndex, "y", ExpiredUntil('y'));
    for (; others->Valid(); others->Next()) {
      if (RemoveExpiredKind(others->key())) {
        batch_.Remove(Space::kIndex, Bytes(others->key()));
        MANDAT_TRY_STATUS(CommitWhenFull());
      }
    }
    return others->status();
  }

  // "y", instant, kind, row. False: left to expiry itself, e.g. an upload that was never finished.
  bool RemoveExpiredKind(ByteView key) {
    const char kind = key.size() > 9 ? key[9] : '\0';
    const ByteView row = key.size() > 10 ? key.substr(10) : ByteView();
    if (kind == 'h' || kind == 's') {
      batch_.Remove(kind == 'h' ? Space::kHistory : Space::kSeries, Bytes(row));
    } else if (kind == 'b' && row.size() > kIdBytes && row[kIdBytes] == kBlobHead) {
      const ByteView name = UnitNameOf(Space::kBlobs, row);
      gone_units_.emplace(name);
      for (char letter = 'a'; letter <= 'z'; ++letter) {
        const Bytes prefix = Bytes(row.substr(0, kIdBytes)) + letter + Bytes(name);
        batch_.RemoveRange(Space::kBlobs, prefix, EndOfPrefix(prefix));
      }
    } else {
      return false;
    }
    ++replayed_.units_expired;
    return true;
  }

  bool IsGone(ByteView name) const {
    return erased_units_.contains(Bytes(name)) || gone_units_.contains(Bytes(name));
  }
  bool IsOfErased(ByteView row) const {
    return row.size() >= kIdBytes && erased_people_.contains(Bytes(row.substr(0, kIdBytes)));
  }

  // True if an index row points at what was taken out.
  bool PointsNowhere(ByteView key, ByteView value) const {
    const ByteView rest = key.substr(1);
    switch (key[0]) {
      case 's':
        return IsOfErased(rest);
      case 'c':
      case 'b':
      case 'r':
        return IsOfErased(value) || IsGone(UnitNameIn(rest));
      case 'm':
        return IsOfErased(rest) || IsOfErased(value) ||
               (rest.size() > kIdBytes && IsGone(UnitNameIn(rest.substr(kIdBytes))));
      case 'x':
        return rest.size() > 8 &&
               (IsOfErased(rest.substr(8)) || IsGone(UnitNameOf(Space::kUnits, rest.substr(8))));
      case 'y':
        return rest.size() > 9 && IsOfErased(rest.substr(9));
      case 'v':
        return IsOfErased(rest) || IsGone(UnitNameOf(Space::kBlobs, rest));
      case 't':
        return IsTimeRowOfNothing(rest);
      default:
        return false;
    }
  }

  // Collection 00, instant (8), id.
  bool IsTimeRowOfNothing(ByteView rest) const {
    const size_t end = rest.find('\0');
    if (end == ByteView::npos || rest.size() != end + 1 + 8 + kIdBytes) {
      return false;
    }
    const Bytes name = Bytes(rest.substr(0, end + 1)) + Bytes(rest.substr(end + 9));
    const Result<std::optional<Bytes>> owner = store_.Find(Space::kIndex, "c" + name);
    return IsGone(name) || (owner && *owner && IsOfErased(**owner)) || (owner && !*owner);
  }

  Status CleanIndex() {
    const auto rows = store_.Scan(Space::kIndex, Bytes(), EndOfSpace());
    for (; rows->Valid(); rows->Next()) {
      if (!rows->key().empty() && PointsNowhere(rows->key(), rows->value())) {
        batch_.Remove(Space::kIndex, Bytes(rows->key()));
        MANDAT_TRY_STATUS(CommitWhenFull());
      }
    }
    MANDAT_TRY_STATUS(rows->status());
    return Commit();
  }

  Status CommitWhenFull() { return batch_.steps().size() >= kStepsPerCommit ? Commit() : Status(); }
  Status Commit() {
    if (!batch_.empty() && store_.Commit(batch_, std::nullopt) != CommitOutcome::kCommitted) {
      return Fail(Error::Unavailable("restored data cannot be written"));
    }
    batch_.Clear();
    return {};
  }

  Store& store_;
  const Store& ledger_;
  const Keyring& keyring_;
  const Instant now_;
  Batch batch_;
  Replayed replayed_;
  std::set<Bytes> erased_people_;
  std::unordered_set<Bytes> erased_units_;
  std::unordered_set<Bytes> gone_units_;  // expired
  Bytes last_name_;
  bool last_erased_ = false;
};

}  // namespace

Result<Replayed> ReplayLedger(Store& restored, const Store& ledger, const Keyring& keyring,
                              Instant now) {
  return Replay(restored, ledger, keyring, now).Run();
}

}  // namespace mandat
