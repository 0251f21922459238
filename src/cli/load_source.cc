// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_source.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

#include "format/csv.h"
#include "format/pg_copy.h"

namespace mandat {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;
constexpr size_t kRowBytesMax = size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

class CsvSource final : public LoadSource {
 protected:
  Result<size_t> Take(std::string_view text, bool at_end, LoadRow& row, Piece& piece) override {
    CsvRow csv;
    const size_t bytes = TakeCsvRow(text, at_end, mapping().separator, csv);
    piece.lines = csv.lines;
    if (bytes == 0) {
      return size_t{0};
    }
    if (places_.empty()) {
      if (!mapping().has_header) {
        MANDAT_TRY(places_, Locate(mapping().columns));
        names_count_ = mapping().columns.size();
      } else {
        return ReadHeader(csv, bytes);
      }
    }
    piece.is_row = csv.fault != nullptr || !csv.fields.empty();
    row.fault = csv.fault;
    if (row.fault == nullptr && !csv.fields.empty()) {
      Fill(csv, row);
    }
    return bytes;
  }

 private:
  Result<size_t> ReadHeader(const CsvRow& csv, size_t bytes) {
    if (csv.fault != nullptr) {
      return Fail(Error::Invalid("the header of the input is damaged: " + std::string(csv.fault)));
    }
    std::vector<std::string> names;
    for (const CsvField& field : csv.fields) {
      names.push_back(field.text);
    }
    MANDAT_TRY(places_, Locate(names));
    names_count_ = names.size();
    return bytes;
  }

  void Fill(CsvRow& csv, LoadRow& row) const {
    if (csv.fields.size() != names_count_) {
      row.fault = "the row has another number of values than there are columns";
      return;
    }
    for (const size_t place : places_) {
      LoadCell& cell = row.cells.emplace_back();
      CsvField& field = csv.fields[place];
      if (field.is_quoted || !field.text.empty()) {
        cell.kind = LoadCell::Kind::kText;
        cell.text = field.text;
      }
    }
  }

  std::vector<size_t> places_;
  size_t names_count_ = 0;
};

class NdjsonSource final : public LoadSource {
 protected:
  Result<size_t> Take(std::string_view text, bool at_end, LoadRow& row, Piece& piece) override {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos && !at_end && text.size() <= kRowBytesMax) {
      return size_t{0};
    }
    const size_t bytes = end == std::string_view::npos ? text.size() : end + 1;
    std::string_view line = text.substr(0, bytes);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) {
      line.remove_suffix(1);
    }
    piece.lines = 1;
    piece.is_row = !line.empty();
    if (piece.is_row) {
      row.fault = line.size() > kRowBytesMax ? "the row is longer than 1 MiB"
                                             : ParseNdjson(line, columns(), mapping(), row.cells);
    }
    return bytes;
  }
};

class DumpSource final : public LoadSource {
 public:
  explicit DumpSource(const LoadMapping& mapping) : dump_(mapping.table, mapping.columns) {}

 protected:
  Result<size_t> Take(std::string_view text, bool at_end, LoadRow& row, Piece& piece) override {
    PgRow pg;
    const size_t bytes = dump_.Take(text, at_end, pg);
    piece.lines = pg.lines;
    piece.is_row = bytes != 0 && pg.is_row;
    if (!piece.is_row) {
      return bytes;
    }
    row.fault = pg.fault;
    if (row.fault == nullptr) {
      if (places_.empty() || names_ != dump_.columns()) {
        names_ = dump_.columns();
        MANDAT_TRY(places_, Locate(names_));
      }
      for (const size_t place : places_) {
        LoadCell& cell = row.cells.emplace_back();
        if (std::optional<std::string>& value = pg.values[place]) {
          cell.kind = LoadCell::Kind::kText;
          cell.text = std::move(*value);
        }
      }
    }
    return bytes;
  }

  Status Complete() const override {
    return dump_.found()
               ? Status()
               : Status(Fail(Error::NotFound("the dump has no rows of table " + mapping().table)));
  }

 private:
  PgDump dump_;
  std::vector<std::string> names_;
  std::vector<size_t> places_;
};

std::unique_ptr<LoadSource> SourceFor(const LoadMapping& mapping) {
  switch (mapping.format) {
    case LoadFormat::kCsv:
      return std::make_unique<CsvSource>();
    case LoadFormat::kNdjson:
      return std::make_unique<NdjsonSource>();
    case LoadFormat::kPostgresql:
      return std::make_unique<DumpSource>(mapping);
  }
  return nullptr;
}

}  // namespace

struct LoadSource::Input {
  std::ifstream file;
};

std::vector<std::string> ColumnsOf(const LoadMapping& mapping) {
  std::vector<std::string> columns;
  const auto add = [&columns](const std::string& column) {
    if (!column.empty() && std::ranges::find(columns, column) == columns.end()) {
      columns.push_back(column);
    }
  };
  add(mapping.subject);
  add(mapping.record);
  add(mapping.captured);
  for (const MappedField& field : mapping.fields) {
    add(field.column);
  }
  for (const SkippedRows& rows : mapping.skip_rows) {
    add(rows.column);
  }
  return columns;
}

Result<std::unique_ptr<LoadSource>> LoadSource::Open(const std::filesystem::path& file,
                                                     const LoadMapping& mapping) {
  std::error_code error;
  const uint64_t bytes = std::filesystem::file_size(file, error);
  if (error) {
    return Fail(Error::NotFound("cannot read " + file.string()));
  }
  std::unique_ptr<LoadSource> source = SourceFor(mapping);
  source->input_ = std::make_shared<Input>();
  source->input_->file.open(file, std::ios::binary);
  if (!source->input_->file) {
    return Fail(Error::NotFound("cannot read " + file.string()));
  }
  source->bytes_total_ = bytes;
  source->mapping_ = &mapping;
  source->columns_ = ColumnsOf(mapping);
  MANDAT_TRY_STATUS(source->Refill());
  if (source->buffer_.starts_with(kByteOrderMark)) {
    source->at_ = kByteOrderMark.size();
    source->begin_ = source->at_;
  }
  return source;
}

Result<std::vector<size_t>> LoadSource::Locate(const std::vector<std::string>& names) const {
  std::vector<size_t> places;
  for (const std::string& column : columns_) {
    const auto found = std::ranges::find(names, column);
    if (found == names.end()) {
      return Fail(Error::Invalid("the input has no column `" + column + "`"));
    }
    places.push_back(static_cast<size_t>(found - names.begin()));
  }
  for (const std::string& name : names) {
    const bool is_known = std::ranges::find(columns_, name) != columns_.end() ||
                          std::ranges::find(mapping_->skip, name) != mapping_->skip.end();
    if (!is_known && !mapping_->skips_unmapped) {
      return Fail(
          Error::Invalid("column `" + name + "` of the input is neither mapped nor skipped"));
    }
  }
  return places;
}

Status LoadSource::Refill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const size_t had = buffer_.size();
  buffer_.resize(had + kChunkBytes);
  input_->file.read(buffer_.data() + had, static_cast<std::streamsize>(kChunkBytes));
  buffer_.resize(had + static_cast<size_t>(input_->file.gcount()));
  at_end_ = input_->file.eof();
  return input_->file.bad() ? Status(Fail(Error::Unavailable("the input cannot be read on")))
                            : Status();
}

Result<bool> LoadSource::Next(LoadRow& row) {
  for (;;) {
    row = {};
    Piece piece;
    const std::string_view text = std::string_view(buffer_).substr(at_);
    if (text.empty() && at_end_) {
      MANDAT_TRY_STATUS(Complete());
      return false;
    }
    MANDAT_TRY(const size_t bytes, Take(text, at_end_, row, piece));
    if (bytes == 0) {
      if (at_end_) {  // nothing can be made of the rest
        row.fault = "the input ends amid a row";
        row.line = line_;
        row.begin = begin_;
        begin_ += text.size();
        at_ = buffer_.size();
        row.end = begin_;
        return true;
      }
      MANDAT_TRY_STATUS(Refill());
      continue;
    }
    hash_ = Sha256({hash_.view(), text.substr(0, bytes)});
    row.line = line_;
    row.begin = begin_;
    begin_ += bytes;
    row.end = begin_;
    line_ += piece.lines;
    at_ += bytes;
    if (piece.is_row) {
      return true;
    }
  }
}

}  // namespace mandat
