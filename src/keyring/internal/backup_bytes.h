// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "keyring/key_backup.h"

// The bytes of a copy of keys; docs/internals/keys.md has the grammar.
namespace mandat {

struct BackupItem {
  bool is_file = false;  // else a row of the key store
  ByteView key;
  ByteView value;
};
void AppendItem(Bytes& out, const BackupItem& item);
// Takes one off the front. Errors: kCorrupt.
Result<BackupItem> TakeItem(ByteView& in);

Bytes HeadBytes(const KeyBackupHead& head);
Result<KeyBackupHead> TakeHead(ByteView& in);
Result<ByteView> TakeBytes(ByteView& in, size_t bytes);

// What the key of a copy is wrapped as; so the head cannot be changed.
std::string CopyLabel(const KeyBackupHead& head);
// What a segment is sealed with: its place, and whether it is the last.
std::string SegmentLabel(const std::string& owner, uint64_t index, bool last);

}  // namespace mandat
