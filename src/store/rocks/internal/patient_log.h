// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rocksdb/env.h>

#include <mutex>
#include <string>

namespace mandat {

// The diagnostic log of one database, which is not its data: what cannot be written is dropped.
// RocksDB's own stops the process at the line behind one that found no room
// (WritableFileWriter::AssertFalseAndGetStatusForPrevError), so that one full disk would end the
// service of all agreements. Threading: any number of callers.
class PatientLog final : public rocksdb::Logger {
 public:
  // Keeps the log of the run before as `LOG.old`.
  explicit PatientLog(const std::string& database);
  ~PatientLog() override;

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list values) override;

 private:
  std::mutex mutex_;
  int file_ = -1;  // none: it could not be opened
  size_t bytes_ = 0;
};

}  // namespace mandat
