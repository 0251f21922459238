// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/internal/patient_log.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "store/temporary_test_util.h"

namespace mandat {
namespace {

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// While this lives no file can grow, as on a full disk.
class NoRoom {
 public:
  NoRoom() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;
  ~NoRoom() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST(PatientLogTest, DropsWhatFindsNoRoomAndGoesOn) {
  TemporaryDirectory directory;
  PatientLog log(directory.path());
  {
    const NoRoom full;
    rocksdb::Warn(&log, "lost %d", 1);
    rocksdb::Warn(&log, "lost %d", 2);
  }
  rocksdb::Warn(&log, "kept %d", 3);
  EXPECT_EQ(TextOf(directory.path() / "LOG"), "[WARN] kept 3\n");
}

TEST(PatientLogTest, KeepsTheRunBeforeAndLeavesOutWhatIsNoWarning) {
  TemporaryDirectory directory;
  {
    PatientLog log(directory.path());
    rocksdb::Info(&log, "nothing to see");
    rocksdb::Error(&log, "something to see");
  }
  PatientLog log(directory.path());
  EXPECT_EQ(TextOf(directory.path() / "LOG.old"), "[ERROR] something to see\n");
  EXPECT_EQ(TextOf(directory.path() / "LOG"), "");
}

TEST(PatientLogTest, IsNothingWhereNoFileCanBeMade) {
  PatientLog log("/proc/none");
  rocksdb::Warn(&log, "lost");
}

}  // namespace
}  // namespace mandat
