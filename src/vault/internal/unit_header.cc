// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/unit_header.h"

#include <algorithm>
#include <limits>

namespace mandat {
namespace {

constexpr char kSimple = 1;
constexpr char kFull = 2;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
// Bits of the flags of form 2.
constexpr uint8_t kHasStarted = 1;
constexpr uint8_t kHasUntil = 2;
constexpr size_t kLengthAt = UnitHeader::kBytes;  // of form 2: bytes of the whole header
constexpr size_t kFlagsAt = kLengthAt + 4;

Error Damaged() { return Error::Corrupt("unit has a damaged header"); }

void AppendInstant(Bytes& out, Instant at) {
  AppendBigEndian64(out, static_cast<uint64_t>(at.micros));
}

Instant ReadInstant(ByteView in) { return {static_cast<int64_t>(ReadBigEndian64(in))}; }

// What is left of a header, taken from the front.
class Rest {
 public:
  explicit Rest(ByteView bytes) : bytes_(bytes) {}
  // Empty when there is not that much.
  ByteView Take(size_t count) {
    if (bytes_.size() < count) {
      failed_ = true;
      return {};
    }
    const ByteView taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  std::optional<Instant> TakeInstant() {
    const ByteView taken = Take(8);
    return taken.empty() ? std::nullopt : std::optional(ReadInstant(taken));
  }
  uint8_t TakeByte() {
    const ByteView taken = Take(1);
    return taken.empty() ? uint8_t{0} : static_cast<uint8_t>(taken[0]);
  }
  bool failed() const { return failed_; }
  bool empty() const { return bytes_.empty(); }

 private:
  ByteView bytes_;
  bool failed_ = false;
};

}  // namespace

Bytes UnitHeader::Encode() const {
  Bytes header(1, is_simple() ? kSimple : kFull);
  AppendBigEndian32(header, version);
  AppendBigEndian32(header, schema_version);
  AppendInstant(header, captured);
  AppendInstant(header, expires.value_or(Instant{kNever}));
  if (is_simple()) {
    return header;
  }
  Bytes rest;
  rest.push_back(static_cast<char>((started ? kHasStarted : 0) | (until ? kHasUntil : 0)));
  for (const std::optional<Instant>& at : {started, until}) {
    if (at) {
      AppendInstant(rest, *at);
    }
  }
  AppendBigEndian32(rest, static_cast<uint32_t>(members.size()));
  for (const UnitMember& member : members) {
    rest.push_back(static_cast<char>(member.erasure));
    rest.push_back(static_cast<char>(member.role.size()));
    rest += member.role;
    rest.append(member.subject.bytes());
  }
  AppendBigEndian32(header, static_cast<uint32_t>(kBytes + 4 + rest.size()));
  return header + rest;
}

Result<size_t> UnitHeader::BytesOf(ByteView row) {
  if (row.size() < kBytes || (row[0] != kSimple && row[0] != kFull)) {
    return Fail(Damaged());
  }
  if (row[0] == kSimple) {
    return size_t{kBytes};
  }
  if (row.size() < kFlagsAt) {
    return Fail(Damaged());
  }
  const size_t length = ReadBigEndian32(row.substr(kLengthAt));
  if (length < kFlagsAt || length > row.size()) {
    return Fail(Damaged());
  }
  return length;
}

Result<UnitHeader> UnitHeader::Decode(ByteView row) {
  MANDAT_TRY(const size_t length, BytesOf(row));
  UnitHeader header;
  header.version = ReadBigEndian32(row.substr(1));
  header.schema_version = ReadBigEndian32(row.substr(5));
  header.captured = ReadInstant(row.substr(9));
  const Instant expires = ReadInstant(row.substr(17));
  if (expires.micros != kNever) {
    header.expires = expires;
  }
  if (row[0] == kSimple) {
    return header;
  }
  Rest rest(row.substr(kFlagsAt, length - kFlagsAt));
  const uint8_t flags = rest.TakeByte();
  if ((flags & kHasStarted) != 0) {
    header.started = rest.TakeInstant();
  }
  if ((flags & kHasUntil) != 0) {
    header.until = rest.TakeInstant();
  }
  const ByteView count = rest.Take(4);
  const uint32_t members_count = count.empty() ? 0 : ReadBigEndian32(count);
  for (uint32_t i = 0; i < members_count && !rest.failed(); ++i) {
    const uint8_t erasure = rest.TakeByte();
    const std::string role(rest.Take(rest.TakeByte()));
    const Result<SubjectId> subject = SubjectId::Decode(rest.Take(SubjectId::kBytes));
    if (!subject || erasure > static_cast<uint8_t>(RoleErasure::kLast)) {
      return Fail(Damaged());
    }
    header.members.push_back({role, static_cast<RoleErasure>(erasure), *subject});
  }
  if (rest.failed() || !rest.empty()) {
    return Fail(Damaged());
  }
  return header;
}

std::vector<SubjectId> SubjectsOf(const SubjectId& first, const UnitHeader& header) {
  std::vector<SubjectId> subjects = {first};
  for (const UnitMember& member : header.members) {
    if (std::ranges::find(subjects, member.subject) == subjects.end()) {
      subjects.push_back(member.subject);
    }
  }
  return subjects;
}

}  // namespace mandat
