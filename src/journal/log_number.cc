// SPDX-License-Identifier: Apache-2.0
#include "journal/log_number.h"

#include <utility>

#include "format/checkpoint.h"
#include "format/tile.h"

namespace mandat {

Bytes EncodeLogNumber(uint64_t number) {
  Bytes row;
  AppendBigEndian64(row, number);
  return row;
}

Result<uint64_t> ReadLogNumber(const Store& store) {
  MANDAT_TRY(const std::optional<Bytes> row, store.Find(Space::kMeta, kLogNumberRow));
  if (!row) {
    return 1;
  }
  if (row->size() != 8 || ReadBigEndian64(*row) < 2) {
    return Fail(Error::Corrupt("number of the log is damaged"));
  }
  return ReadBigEndian64(*row);
}

std::string OriginOf(const std::string& name, uint64_t number) {
  return number == 1 ? name : name + "/" + std::to_string(number);
}

uint64_t LogNumberOf(const std::string& name, const std::string& origin) {
  if (origin == name) {
    return 1;
  }
  const Result<uint64_t> number =
      origin.starts_with(name + "/")
          ? ParseDecimal(std::string_view(origin).substr(name.size() + 1))
          : Result<uint64_t>(Fail(Error::Invalid("another name")));
  return number && *number >= 2 ? *number : 0;
}

Bytes ClosedLog::Encode() const {
  Bytes row;
  AppendBigEndian64(row, size);
  AppendToBundle(row, loss.Format());
  return row + note;
}

Bytes ClosedLogRow(uint64_t number) {
  Bytes row = "closed/";
  AppendBigEndian64(row, number);
  return row;
}

Result<ClosedLog> ReadClosedLog(const Store& store, uint64_t number) {
  MANDAT_TRY(const std::optional<Bytes> row, store.Find(Space::kMeta, ClosedLogRow(number)));
  if (!row) {
    return Fail(Error::NotFound("no such log was closed"));
  }
  const size_t length = row->size() < 10
                            ? row->size()
                            : static_cast<size_t>(static_cast<uint8_t>((*row)[8])) << 8U |
                                  static_cast<uint8_t>((*row)[9]);
  if (row->size() < 10 || row->size() - 10 < length) {
    return Fail(Error::Corrupt("row of a closed log is damaged"));
  }
  MANDAT_TRY(Loss loss, Loss::Parse(ByteView(*row).substr(10, length)));
  return ClosedLog{ReadBigEndian64(*row), std::move(loss), row->substr(10 + length)};
}

}  // namespace mandat
