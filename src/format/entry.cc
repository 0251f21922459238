// SPDX-License-Identifier: Apache-2.0
#include "format/entry.h"

#include "format/cbor.h"

namespace mandat {
namespace {

constexpr size_t kActorBytes = 8;
constexpr size_t kSaltBytes = 16;
constexpr size_t kHashBytes = 32;
constexpr int64_t kAtMax = 253'402'300'799'999'999;  // the last microsecond of the year 9999

// On disk: keys of the map; never change, never reuse.
enum Key : uint64_t {
  kAt = 1,
  kActor,
  kAct,
  kOutcome,
  kClause,
  kAgreementVersion,
  kPurpose,
  kCollection,
  kUnitsCount,
  kPeopleCount,
  kInstruction,
  kSalt,
  kPeopleRoot,
  kSealedHash,
  kDetail,
};
constexpr uint64_t kRequiredCount = 7;

// What keeps an entry from being written, as one phrase; null when nothing does.
const char* Fault(const Entry& entry) {
  if (entry.at.micros < 0 || entry.at.micros > kAtMax) {
    return "entry has an instant outside 1970 to 9999";
  }
  if (!entry.actor.empty() && entry.actor.size() != kActorBytes) {
    return "entry has an actor tag that is not 8 bytes";
  }
  if (entry.outcome < Outcome::kDone || entry.outcome > Outcome::kObserved) {
    return "entry has an unknown outcome";
  }
  if (entry.salt.size() != kSaltBytes) {
    return "entry has a salt that is not 16 bytes";
  }
  if ((!entry.people_root.empty() && entry.people_root.size() != kHashBytes) ||
      (!entry.sealed_hash.empty() && entry.sealed_hash.size() != kHashBytes)) {
    return "entry has a hash that is not 32 bytes";
  }
  if (entry.act.empty()) {
    return "entry has no act";
  }
  if (!IsUtf8(entry.act) || !IsUtf8(entry.clause) || !IsUtf8(entry.purpose) ||
      !IsUtf8(entry.collection) || !IsUtf8(entry.instruction) || !IsUtf8(entry.detail)) {
    return "entry has text that is not utf-8";
  }
  return nullptr;
}

size_t BytesExpected(const Entry& entry) {
  constexpr size_t kHeadsBytes = 96;  // every key, head and number at its longest
  return kHeadsBytes + entry.actor.size() + entry.act.size() + entry.clause.size() +
         entry.purpose.size() + entry.collection.size() + entry.instruction.size() +
         entry.salt.size() + entry.people_root.size() + entry.sealed_hash.size() +
         entry.detail.size();
}

uint64_t PairsCount(const Entry& entry) {
  return kRequiredCount + (entry.purpose.empty() ? 0 : 1) + (entry.collection.empty() ? 0 : 1) +
         (entry.units_count == 0 ? 0 : 1) + (entry.people_count == 0 ? 0 : 1) +
         (entry.instruction.empty() ? 0 : 1) + (entry.people_root.empty() ? 0 : 1) +
         (entry.sealed_hash.empty() ? 0 : 1) + (entry.detail.empty() ? 0 : 1);
}

void WriteTextPair(CborWriter& out, Key key, const std::string& text) {
  out.WriteUnsigned(key);
  out.WriteText(text);
}

void WriteTextUnlessEmpty(CborWriter& out, Key key, const std::string& text) {
  if (!text.empty()) {
    WriteTextPair(out, key, text);
  }
}

void WriteBytesUnlessEmpty(CborWriter& out, Key key, ByteView bytes) {
  if (!bytes.empty()) {
    out.WriteUnsigned(key);
    out.WriteBytes(bytes);
  }
}

void WriteCountUnlessZero(CborWriter& out, Key key, uint64_t count) {
  if (count != 0) {
    out.WriteUnsigned(key);
    out.WriteUnsigned(count);
  }
}

Status ReadInto(CborReader& in, Bytes& bytes) {
  MANDAT_TRY(const ByteView read, in.ReadBytes());
  bytes = read;
  return {};
}

Status ReadTextInto(CborReader& in, std::string& text) {
  MANDAT_TRY(const std::string_view read, in.ReadText());
  text = read;
  return {};
}

Status ReadInto(CborReader& in, uint64_t most, uint64_t& number) {
  MANDAT_TRY(number, in.ReadUnsigned());
  return number <= most ? Status{} : Status{Fail(Error::Corrupt("entry has a number too large"))};
}

Status ReadValue(CborReader& in, uint64_t key, Entry& entry) {
  uint64_t number = 0;
  switch (key) {
    case kAt:
      MANDAT_TRY_STATUS(ReadInto(in, static_cast<uint64_t>(kAtMax), number));
      entry.at = {static_cast<int64_t>(number)};
      return {};
    case kActor:
      return ReadInto(in, entry.actor);
    case kAct:
      return ReadTextInto(in, entry.act);
    case kOutcome:
      MANDAT_TRY_STATUS(ReadInto(in, static_cast<uint64_t>(Outcome::kObserved), number));
      entry.outcome = static_cast<Outcome>(number);
      return {};
    case kClause:
      return ReadTextInto(in, entry.clause);
    case kAgreementVersion:
      MANDAT_TRY_STATUS(ReadInto(in, UINT32_MAX, number));
      entry.agreement_version = static_cast<uint32_t>(number);
      return {};
    case kPurpose:
      return ReadTextInto(in, entry.purpose);
    case kCollection:
      return ReadTextInto(in, entry.collection);
    case kUnitsCount:
      return ReadInto(in, UINT64_MAX, entry.units_count);
    case kPeopleCount:
      return ReadInto(in, UINT64_MAX, entry.people_count);
    case kInstruction:
      return ReadTextInto(in, entry.instruction);
    case kSalt:
      return ReadInto(in, entry.salt);
    case kPeopleRoot:
      return ReadInto(in, entry.people_root);
    case kSealedHash:
      return ReadInto(in, entry.sealed_hash);
    case kDetail:
      return ReadTextInto(in, entry.detail);
    default:
      return Fail(Error::Corrupt("entry has an unknown key"));
  }
}

}  // namespace

Result<Bytes> Entry::Encode() const {
  if (const char* fault = Fault(*this)) {
    return Fail(Error::Invalid(fault));
  }
  CborWriter out(BytesExpected(*this));
  out.WriteMap(PairsCount(*this));
  out.WriteUnsigned(kAt);
  out.WriteUnsigned(static_cast<uint64_t>(at.micros));
  out.WriteUnsigned(kActor);
  out.WriteBytes(actor);
  WriteTextPair(out, kAct, act);
  out.WriteUnsigned(kOutcome);
  out.WriteUnsigned(static_cast<uint64_t>(outcome));
  WriteTextPair(out, kClause, clause);
  out.WriteUnsigned(kAgreementVersion);
  out.WriteUnsigned(agreement_version);
  WriteTextUnlessEmpty(out, kPurpose, purpose);
  WriteTextUnlessEmpty(out, kCollection, collection);
  WriteCountUnlessZero(out, kUnitsCount, units_count);
  WriteCountUnlessZero(out, kPeopleCount, people_count);
  WriteTextUnlessEmpty(out, kInstruction, instruction);
  out.WriteUnsigned(kSalt);
  out.WriteBytes(salt);
  WriteBytesUnlessEmpty(out, kPeopleRoot, people_root);
  WriteBytesUnlessEmpty(out, kSealedHash, sealed_hash);
  WriteTextUnlessEmpty(out, kDetail, detail);
  Bytes bytes = std::move(out).Take();
  if (bytes.size() > kBytesMax) {
    return Fail(Error::Invalid("entry is longer than 1024 bytes"));
  }
  return bytes;
}

Result<Entry> Entry::Decode(ByteView bytes) {
  if (bytes.size() > kBytesMax) {
    return Fail(Error::Corrupt("entry is longer than 1024 bytes"));
  }
  CborReader in(bytes);
  Entry entry;
  entry.outcome = Outcome{};  // so that an absent one is seen
  MANDAT_TRY(const uint64_t pairs, in.ReadMap());
  uint64_t last_key = 0;
  uint64_t required_seen = 0;
  for (uint64_t i = 0; i < pairs; ++i) {
    MANDAT_TRY(const uint64_t key, in.ReadUnsigned());
    if (key <= last_key) {
      return Fail(Error::Corrupt("entry has keys that are not ascending"));
    }
    last_key = key;
    required_seen += key <= kAgreementVersion || key == kSalt ? 1 : 0;
    MANDAT_TRY_STATUS(ReadValue(in, key, entry));
  }
  if (!in.AtEnd()) {
    return Fail(Error::Corrupt("entry is followed by stray bytes"));
  }
  // A pair that was read and counts as absent was written by somebody else.
  if (required_seen != kRequiredCount || pairs != PairsCount(entry)) {
    return Fail(Error::Corrupt("entry lacks a field or has an empty one"));
  }
  if (const char* fault = Fault(entry)) {
    return Fail(Error::Corrupt(fault));
  }
  return entry;
}

}  // namespace mandat
