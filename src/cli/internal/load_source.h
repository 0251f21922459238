// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/load_mapping.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace mandat {

// One value of a row, under the name of its column.
struct LoadCell {
  enum class Kind : uint8_t { kAbsent, kText, kNumber, kTruth, kOther };
  Kind kind = Kind::kAbsent;
  std::string text;  // of kNumber and kTruth as written
};

// A row of the input, or what stands in the place of one.
struct LoadRow {
  uint64_t line = 0;            // where it begins, from 1
  uint64_t begin = 0;           // bytes of input before it
  uint64_t end = 0;             // bytes of input up to its end
  std::vector<LoadCell> cells;  // in the order of LoadSource::columns()
  const char* fault = nullptr;  // why it is none, without a value
};

// The columns that a mapping names, each once: what a row is reduced to.
std::vector<std::string> ColumnsOf(const LoadMapping& mapping);

// Reads the rows of a file one after the other, whatever its format. Nothing of the file is kept.
// Threading: one caller.
class LoadSource {
 public:
  // Errors: kNotFound, kUnavailable.
  static Result<std::unique_ptr<LoadSource>> Open(const std::filesystem::path& file,
                                                  const LoadMapping& mapping);
  virtual ~LoadSource() = default;

  // False at the end. Errors: kInvalid (a column of the mapping is not there, or one of the file is
  // in neither list), kUnavailable, kNotFound (a dump without the table).
  Result<bool> Next(LoadRow& row);

  uint64_t bytes_total() const { return bytes_total_; }
  uint64_t bytes_read() const { return begin_; }
  // A hash of all bytes up to the end of the newest row: the same bytes have the same.
  const Hash& hash() const { return hash_; }

 protected:
  struct Piece {
    bool is_row = false;
    size_t lines = 0;  // line feeds in it, one more where the input ends without
  };
  // Takes the first piece off the text, as TakeCsvRow does, and gives how many bytes that were.
  virtual Result<size_t> Take(std::string_view text, bool at_end, LoadRow& row, Piece& piece) = 0;
  // To be asked at the end of the input.
  virtual Status Complete() const { return {}; }

  // Where each column of the mapping is in a row whose columns have these names.
  // Errors: kInvalid.
  Result<std::vector<size_t>> Locate(const std::vector<std::string>& names) const;
  const LoadMapping& mapping() const { return *mapping_; }
  const std::vector<std::string>& columns() const { return columns_; }

 private:
  Status Refill();

  struct Input;
  std::shared_ptr<Input> input_;
  const LoadMapping* mapping_ = nullptr;
  std::vector<std::string> columns_;
  std::string buffer_;
  size_t at_ = 0;  // of the buffer
  bool at_end_ = false;
  uint64_t bytes_total_ = 0;
  uint64_t begin_ = 0;
  uint64_t line_ = 1;
  Hash hash_;
};

// The members of one line of NDJSON under the names of columns; those of an object inside as
// `address.city`. nullptr when that went well, else why not, without a value. Source: RFC 8259 4.
const char* ParseNdjson(std::string_view line, const std::vector<std::string>& columns,
                        const LoadMapping& mapping, std::vector<LoadCell>& cells);

}  // namespace mandat
