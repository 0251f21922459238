// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/internal/patient_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>

namespace mandat {
namespace {

constexpr size_t kLogBytesMax = size_t{1} << 20;
constexpr size_t kLineBytesMax = 2048;

}  // namespace

PatientLog::PatientLog(const std::string& database) : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {
  const std::string path = database + "/LOG";
  (void)mkdir(database.c_str(), 0700);
  (void)std::rename(path.c_str(), (path + ".old").c_str());
  file_ = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
}

PatientLog::~PatientLog() {
  if (file_ >= 0) {
    close(file_);
  }
}

void PatientLog::Logv(const char* format, va_list values) {
  std::array<char, kLineBytesMax> line{};
  const int length = std::vsnprintf(line.data(), line.size() - 1, format, values);
  if (length <= 0) {
    return;
  }
  const size_t bytes = std::min(static_cast<size_t>(length), line.size() - 2);
  line[bytes] = '\n';
  const std::lock_guard lock(mutex_);
  if (file_ < 0 || bytes_ + bytes > kLogBytesMax) {
    return;
  }
  bytes_ += bytes + 1;
  [[maybe_unused]] const ssize_t written = write(file_, line.data(), bytes + 1);
}

}  // namespace mandat
