// SPDX-License-Identifier: Apache-2.0
// What a program of others may do when it is run for a contract: read its input, print, and no
// more.
#include "prose/internal/program.h"

#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mandat::internal {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

Result<ProgramRun> Shell(const std::string& script, const ProgramLimits& limits = {}) {
  return RunProgram({"sh", "-c", script}, "", limits);
}

// No child is left, neither running nor as an entry that nobody asked for.
bool HasNoChild() { return waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; }

TEST(ProgramTest, GivesWhatAProgramPrintsAndFeedsIt) {
  const Result<ProgramRun> run = RunProgram({"cat"}, std::string(300000, 'a'), {});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->output.size(), 300000U);
  EXPECT_EQ(run->status, 0);
  const Result<ProgramRun> failed = RunProgram({"false"}, "", {});
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, 1);
  EXPECT_TRUE(HasNoChild());
}

TEST(ProgramTest, SaysWhichProgramIsMissing) {
  const Result<ProgramRun> run = RunProgram({"no-such-program-of-ours"}, "", {});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, ErrorKind::kUnavailable);
  EXPECT_THAT(run.error().message, HasSubstr("no-such-program-of-ours"));
  EXPECT_EQ(RunProgram({"/etc/passwd"}, "", {}).error().kind, ErrorKind::kUnavailable);
}

TEST(ProgramTest, GivesItNoShellAndNothingOfOurSurroundings) {
  setenv("MANDAT_SECRET_OF_A_TEST", "x", 1);
  const Result<ProgramRun> run = RunProgram({"env"}, "", {});
  ASSERT_TRUE(run);
  EXPECT_THAT(run->output, Not(HasSubstr("MANDAT_SECRET")));
  const Result<ProgramRun> word = RunProgram({"echo", "$(id); `id`"}, "", {});
  ASSERT_TRUE(word);
  EXPECT_EQ(word->output, "$(id); `id`\n");
}

TEST(ProgramTest, SetsItsLimitsBeforeItsFirstInstruction) {
  const Result<ProgramRun> run = RunProgram({"cat", "/proc/self/limits", "/proc/self/status"}, "",
                                            {.seconds = 7, .memory_bytes = size_t{512} << 20});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_THAT(run->output, ContainsRegex("Max cpu time +7 +7 "));
  EXPECT_THAT(run->output, ContainsRegex("Max address space +536870912 +536870912 "));
  EXPECT_THAT(run->output, ContainsRegex("Max open files +32 +32 "));
  EXPECT_THAT(run->output, ContainsRegex("Max file size +0 +0 "));
  EXPECT_THAT(run->output, ContainsRegex("Max core file size +0 +0 "));
  EXPECT_THAT(run->output, HasSubstr("NoNewPrivs:\t1"));
  EXPECT_THAT(run->output, HasSubstr("Seccomp:\t2"));
}

TEST(ProgramTest, GivesItNoOpenFileOfOurs) {
  const int ours = open("/etc/hostname", O_RDONLY);  // without O_CLOEXEC, as a library may do
  ASSERT_GE(ours, 0);
  const Result<ProgramRun> run = RunProgram({"ls", "/proc/self/fd"}, "", {});
  close(ours);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output, "0\n1\n2\n3\n");  // the last is the folder that it lists
}

TEST(ProgramTest, EndsAProgramThatRunsTooLongOrPrintsTooMuch) {
  const Result<ProgramRun> idle = RunProgram({"tail", "-f", "/dev/null"}, "", {.seconds = 1});
  ASSERT_FALSE(idle);
  EXPECT_EQ(idle.error().kind, ErrorKind::kExceeded);
  EXPECT_THAT(idle.error().message, HasSubstr("longer than 1 s"));
  const Result<ProgramRun> busy = Shell("while :; do :; done", {.seconds = 1});
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().kind, ErrorKind::kExceeded);
  const Result<ProgramRun> wordy = RunProgram({"yes"}, "", {.seconds = 20, .output_bytes = 100000});
  ASSERT_FALSE(wordy);
  EXPECT_EQ(wordy.error().kind, ErrorKind::kExceeded);
  EXPECT_TRUE(HasNoChild());
}

TEST(ProgramTest, EndsAProgramThatStaysBehindItsOutput) {
  const Result<ProgramRun> run = Shell("exec 1<&0; exec tail -f /dev/null", {.seconds = 1});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, ErrorKind::kExceeded);
  EXPECT_TRUE(HasNoChild());
}

TEST(ProgramTest, LetsItTakeNoMoreMemoryThanItMay) {
  // One line without an end is kept whole.
  const Result<ProgramRun> run = RunProgram({"tail", "-n1", "/dev/zero"}, "",
                                            {.seconds = 20, .memory_bytes = size_t{64} << 20});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_NE(run->status, 0);
  EXPECT_TRUE(HasNoChild());
}

TEST(ProgramTest, LetsItStartNoOtherProgram) {
  const Result<ProgramRun> run = Shell("echo before; cat /etc/hostname; echo after");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_THAT(run->output, Not(HasSubstr("after")));
  EXPECT_NE(run->status, 0);
  EXPECT_TRUE(HasNoChild());
}

TEST(ProgramTest, LetsItWriteMakeAndRemoveNoFile) {
  const fs::path folder = fs::temp_directory_path() / ("mandat-" + std::to_string(getpid()));
  fs::create_directory(folder);
  std::ofstream(folder / "kept") << "kept";
  for (const std::string& script :
       {"echo x > " + (folder / "made").string(), ": > " + (folder / "kept").string(),
        ": >> " + (folder / "kept").string(), "exec rm " + (folder / "kept").string(),
        "exec mv " + (folder / "kept").string() + " " + (folder / "made").string(),
        "exec mkdir " + (folder / "made").string(), "exec chmod 0 " + (folder / "kept").string()}) {
    const Result<ProgramRun> run = Shell(script);
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_NE(run->status, 0) << script;
  }
  EXPECT_FALSE(fs::exists(folder / "made"));
  EXPECT_EQ(fs::file_size(folder / "kept"), 4U);
  fs::remove_all(folder);
}

TEST(ProgramTest, LetsItReachNoNetwork) {
  const int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  ASSERT_GE(door, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(door, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(door, 1), 0);
  socklen_t bytes = sizeof address;
  ASSERT_EQ(getsockname(door, reinterpret_cast<sockaddr*>(&address), &bytes), 0);
  const std::string knock = "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(ntohs(address.sin_port));
  const Result<ProgramRun> run = RunProgram({"bash", "-c", knock}, "", {});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_NE(run->status, 0);
  EXPECT_LT(accept(door, nullptr, nullptr), 0);
  // The twin: without the limits, the same words knock.
  EXPECT_EQ(std::system(("bash -c '" + knock + "'").c_str()), 0);
  const int knocked = accept(door, nullptr, nullptr);
  EXPECT_GE(knocked, 0);
  close(knocked);
  close(door);
}

}  // namespace
}  // namespace mandat::internal
