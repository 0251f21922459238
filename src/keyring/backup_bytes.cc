// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/backup_bytes.h"

#include "base/assert.h"

namespace mandat {
namespace {

constexpr std::string_view kMagic = "mandat keys 1\n";

void AppendShort(Bytes& out, ByteView bytes) {
  MANDAT_ASSERT(bytes.size() < 0x10000);
  out.push_back(static_cast<char>(bytes.size() >> 8));
  out.push_back(static_cast<char>(bytes.size() & 0xff));
  out.append(bytes);
}

Result<ByteView> TakeShort(ByteView& in) {
  MANDAT_TRY(const ByteView size, TakeBytes(in, 2));
  return TakeBytes(in, ReadBigEndian16(size));
}

}  // namespace

Result<ByteView> TakeBytes(ByteView& in, size_t bytes) {
  if (in.size() < bytes) {
    return Fail(Error::Corrupt("copy of keys is cut short"));
  }
  const ByteView taken = in.substr(0, bytes);
  in.remove_prefix(bytes);
  return taken;
}

void AppendItem(Bytes& out, const BackupItem& item) {
  out.push_back(item.is_file ? 'f' : 'r');
  AppendShort(out, item.key);
  AppendShort(out, item.value);
}

Result<BackupItem> TakeItem(ByteView& in) {
  BackupItem item;
  MANDAT_TRY(const ByteView kind, TakeBytes(in, 1));
  if (kind != "f" && kind != "r") {
    return Fail(Error::Corrupt("copy of keys has a kind of item that is not known"));
  }
  item.is_file = kind == "f";
  MANDAT_TRY(item.key, TakeShort(in));
  MANDAT_TRY(item.value, TakeShort(in));
  return item;
}

Bytes HeadBytes(const KeyBackupHead& head) {
  Bytes out(kMagic);
  AppendShort(out, head.owner);
  AppendBigEndian64(out, static_cast<uint64_t>(head.at.micros));
  AppendBigEndian64(out, head.generation);
  AppendBigEndian64(out, head.changes);
  return out;
}

Result<KeyBackupHead> TakeHead(ByteView& in) {
  if (!in.starts_with(kMagic)) {
    return Fail(Error::Corrupt("this is no copy of keys, or one of a newer form"));
  }
  in.remove_prefix(kMagic.size());
  KeyBackupHead head;
  MANDAT_TRY(const ByteView owner, TakeShort(in));
  MANDAT_TRY(const ByteView numbers, TakeBytes(in, 24));
  head.owner = owner;
  head.at.micros = static_cast<int64_t>(ReadBigEndian64(numbers));
  head.generation = ReadBigEndian64(numbers.substr(8));
  head.changes = ReadBigEndian64(numbers.substr(16));
  return head;
}

std::string CopyLabel(const KeyBackupHead& head) {
  return "key backup " + head.owner + " " + std::to_string(head.at.micros) + " " +
         std::to_string(head.generation) + " " + std::to_string(head.changes);
}

std::string SegmentLabel(const std::string& owner, uint64_t index, bool last) {
  return "mandat key backup v1 " + owner + " " + std::to_string(index) + (last ? " last" : "");
}

}  // namespace mandat
