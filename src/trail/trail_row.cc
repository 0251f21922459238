// SPDX-License-Identifier: Apache-2.0
#include "trail/trail_row.h"

#include <charconv>

namespace mandat {
namespace {

constexpr char kForm = 1;
constexpr std::string_view kContext = "mandat trail v1 ";
constexpr std::string_view kErasedContext = "mandat trail erased v1 ";

// Seven bits a byte, the lowest first; the highest bit says that more follow.
void AppendVarint(Bytes& out, uint64_t value) {
  while (value >= 0x80U) {
    out += static_cast<char>((value & 0x7fU) | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

Error Damaged() { return Error::Corrupt("row of the trail is damaged"); }

// Reads what TrailBody wrote; `ok` stays false once something was amiss.
class Reading {
 public:
  explicit Reading(ByteView in) : in_(in) {}
  bool ok() const { return ok_; }
  bool at_end() const { return in_.empty(); }

  uint64_t Varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) {
        break;
      }
      const auto byte = static_cast<uint8_t>(in_.front());
      in_.remove_prefix(1);
      value |= uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80U) == 0) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  ByteView Take(uint64_t bytes) {
    if (bytes > in_.size()) {
      ok_ = false;
      return {};
    }
    const ByteView taken = in_.substr(0, bytes);
    in_.remove_prefix(bytes);
    return taken;
  }

 private:
  ByteView in_;
  bool ok_ = true;
};

Bytes AssociatedOf(const std::string& origin, EntryIndex first, ByteView head) {
  Bytes associated(kContext);
  associated += origin;
  associated += '\0';
  AppendBigEndian64(associated, first.value);
  associated += head;
  return associated;
}

Bytes AssociatedOfErased(const std::string& origin, ByteView row) {
  return Bytes(kErasedContext) + origin + '\0' + Bytes(row);
}

}  // namespace

NamedKey TrailEpoch::key() const {
  Bytes name;
  AppendBigEndian64(name, value);
  return {NamedKey::Kind::kTrail, FormatHex(name)};
}

Result<TrailEpoch> TrailEpoch::FromName(std::string_view name) {
  const Result<Bytes> bytes = ParseHex(name);
  if (!bytes || bytes->size() != 8) {
    return Fail(Error::Corrupt("a key of the trail has another name"));
  }
  return TrailEpoch{ReadBigEndian64(*bytes)};
}

Bytes TrailHead::Encode() const {
  Bytes out(1, kForm);
  AppendBigEndian64(out, epoch.value);
  AppendBigEndian32(out, span);
  return out;
}

Result<TrailHead> TrailHead::Decode(ByteView row) {
  if (row.size() < kBytes || row.front() != kForm) {
    return Fail(Damaged());
  }
  return TrailHead{{ReadBigEndian64(row.substr(1))}, ReadBigEndian32(row.substr(9))};
}

Bytes TrailRow(EntryIndex first) {
  Bytes row(kTrailPrefix);
  AppendBigEndian64(row, first.value);
  return row;
}

EntryIndex FirstOfTrailRow(ByteView key) { return {ReadBigEndian64(key.substr(1))}; }

Bytes ErasedRow(EntryIndex entry, size_t number) {
  Bytes row(kErasedPrefix);
  AppendBigEndian64(row, entry.value);
  AppendBigEndian16(row, static_cast<uint16_t>(number));
  return row;
}

Bytes PeopleWithout(const std::unordered_set<ByteView>& gone, ByteView people) {
  Bytes left;
  left.reserve(people.size());
  for (; !people.empty(); people.remove_prefix(SubjectId::kBytes)) {
    const ByteView id = people.substr(0, SubjectId::kBytes);
    left += gone.contains(id) ? ByteView() : id;
  }
  return left;
}

Bytes SealErased(const std::string& origin, ByteView row, TrailEpoch epoch, const SecretBytes& key,
                 const SubjectId& subject, Random& random) {
  Bytes value;
  AppendBigEndian64(value, epoch.value);
  value += Seal(key, subject.bytes(), AssociatedOfErased(origin, row), random);
  return value;
}

uint64_t TrailBody::NumberOf(ByteView word) {
  const auto [at, is_new] = numbers_.try_emplace(Bytes(word), words_.size());
  if (is_new) {
    words_.emplace_back(word);
  }
  return at->second;
}

void TrailBody::Add(const Touch& touch) {
  if (empty()) {
    first_ = last_ = touch.entry;
    last_at_ = {};
  }
  AppendVarint(lines_, touch.entry.value - last_.value);
  AppendVarint(lines_, static_cast<uint64_t>(touch.at.micros - last_at_.micros));
  lines_ += static_cast<char>(touch.outcome);
  AppendVarint(lines_, touch.agreement_version);
  for (const ByteView word :
       {touch.actor, touch.act, touch.clause, touch.purpose, touch.collection, touch.instruction}) {
    AppendVarint(lines_, NumberOf(word));
  }
  AppendVarint(lines_, touch.units_count);
  AppendVarint(lines_, touch.people_count());
  lines_ += touch.people;
  last_ = touch.entry;
  last_at_ = touch.at;
  ++lines_count_;
}

void TrailBody::Clear() {
  lines_count_ = 0;
  words_.clear();
  numbers_.clear();
  lines_.clear();
}

Bytes TrailBody::Encode() const {
  Bytes out;
  AppendVarint(out, words_.size());
  for (const Bytes& word : words_) {
    AppendVarint(out, word.size());
    out += word;
  }
  AppendVarint(out, lines_count_);
  out += lines_;
  return out;
}

Status ReadTrailBody(EntryIndex first, ByteView body,
                     const std::function<void(const Touch&)>& touch) {
  Reading in(body);
  std::vector<ByteView> words;
  for (uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    words.push_back(in.Take(in.Varint()));
  }
  Touch line;
  line.entry = first;
  for (uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    line.entry.value += in.Varint();
    line.at.micros += static_cast<int64_t>(in.Varint());
    const ByteView outcome = in.Take(1);
    line.agreement_version = static_cast<uint32_t>(in.Varint());
    for (ByteView* const word : {&line.actor, &line.act, &line.clause, &line.purpose,
                                 &line.collection, &line.instruction}) {
      const uint64_t number = in.Varint();
      if (number >= words.size()) {
        return Fail(Damaged());
      }
      *word = words[number];
    }
    line.units_count = in.Varint();
    const uint64_t people = in.Varint();
    if (!in.ok() || people > body.size()) {
      return Fail(Damaged());
    }
    line.people = in.Take(people * SubjectId::kBytes);
    if (!in.ok()) {
      return Fail(Damaged());
    }
    line.outcome = static_cast<Outcome>(outcome.front());
    touch(line);
  }
  return in.ok() && in.at_end() ? Status() : Status(Fail(Damaged()));
}

Bytes SealTrailRow(const std::string& origin, EntryIndex first, const TrailHead& head,
                   const SecretBytes& key, ByteView body, Random& random) {
  Bytes row = head.Encode();
  row += Seal(key, body, AssociatedOf(origin, first, row), random);
  return row;
}

Result<Bytes> OpenTrailRow(const std::string& origin, EntryIndex first, ByteView row,
                           const SecretBytes& key) {
  if (row.size() < TrailHead::kBytes) {
    return Fail(Damaged());
  }
  return Open(key, row.substr(TrailHead::kBytes),
              AssociatedOf(origin, first, row.substr(0, TrailHead::kBytes)));
}

Result<SubjectId> OpenErased(const std::string& origin, ByteView row, ByteView value,
                             const SecretBytes& key) {
  MANDAT_TRY(const Bytes id, Open(key, value.substr(8), AssociatedOfErased(origin, row)));
  return SubjectId::Decode(id);
}

}  // namespace mandat
