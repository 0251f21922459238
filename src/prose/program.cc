// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

namespace mandat::internal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBlockBytes = size_t{64} << 10;
constexpr int kGraceMs = 10000;       // from the end of its output to its own
constexpr int kNotFoundStatus = 127;  // what posix_spawn of some systems makes of a lost program

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { Close(); }

  int number() const { return number_; }
  void Close() {
    if (number_ >= 0) {
      close(std::exchange(number_, -1));
    }
  }

 private:
  int number_;
};

Error NoMeans() { return Error::Unavailable("no descriptor, memory or process for reading PDF"); }

// The input as an open file without a name; the program may seek in it.
Result<Descriptor> FileOf(std::string_view input) {
  Descriptor file(memfd_create("input", MFD_CLOEXEC));
  if (file.number() < 0) {
    return Fail(NoMeans());
  }
  while (!input.empty()) {
    const ssize_t written = write(file.number(), input.data(), input.size());
    if (written <= 0) {
      return Fail(NoMeans());
    }
    input.remove_prefix(static_cast<size_t>(written));
  }
  if (lseek(file.number(), 0, SEEK_SET) != 0) {
    return Fail(NoMeans());
  }
  return file;
}

// A child that is waited for, whatever happens.
class Child {
 public:
  static Result<Child> Start(const std::vector<std::string>& words, int input, int output,
                             const ProgramLimits& limits) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (const std::string& word : words) {
      arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    // Nothing of our surroundings is passed on but where programs are.
    std::string path = "PATH=/usr/local/bin:/usr/bin:/bin";
    std::string language = "LC_ALL=C.UTF-8";
    std::array<char*, 3> surroundings = {path.data(), language.data(), nullptr};
    pid_t id = -1;
    const int trouble =
        posix_spawnp(&id, arguments[0], &files, nullptr, arguments.data(), surroundings.data());
    posix_spawn_file_actions_destroy(&files);
    if (trouble == ENOENT || trouble == EACCES) {
      return Fail(Error::Unavailable("there is no program " + words[0] +
                                     "; it comes with the package poppler-utils"));
    }
    if (trouble != 0) {
      return Fail(NoMeans());
    }
    Limit(id, RLIMIT_CPU, limits.seconds);
    Limit(id, RLIMIT_AS, limits.memory_bytes);
    Limit(id, RLIMIT_FSIZE, 0);
    Limit(id, RLIMIT_CORE, 0);
    return Child(id);
  }

  Child(Child&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (id_ > 0) {
      kill(id_, SIGKILL);
      Wait();
    }
  }

  // Its output is closed, so it is done; one that stays is ended.
  int WaitShortly() {
    const int watch = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));
    if (watch >= 0) {
      const Descriptor held(watch);
      pollfd wanted{watch, POLLIN, 0};
      if (poll(&wanted, 1, kGraceMs) == 0) {
        kill(id_, SIGKILL);
      }
    }
    return Wait();
  }

  int Wait() {
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return status;
  }

 private:
  explicit Child(pid_t id) : id_(id) {}

  // On the child only, and after its start: a limit of ours would bind us.
  static void Limit(pid_t id, __rlimit_resource what, rlim_t most) {
    const rlimit limit{most, most};
    prlimit(id, what, &limit, nullptr);
  }

  pid_t id_;
};

// What the child prints until it closes its output.
Result<std::string> ReadAll(int output, const ProgramLimits& limits) {
  const Clock::time_point end = Clock::now() + std::chrono::seconds(limits.seconds);
  std::string out;
  std::string block(kBlockBytes, '\0');
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd wanted{output, POLLIN, 0};
    const int ready = left <= 0 ? 0 : poll(&wanted, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready <= 0) {
      return Fail(Error::Unavailable("reading the PDF took longer than " +
                                     std::to_string(limits.seconds) + " s"));
    }
    const ssize_t got = read(output, block.data(), block.size());
    if (got < 0) {
      return Fail(NoMeans());
    }
    if (got == 0) {
      return out;
    }
    if (out.size() + static_cast<size_t>(got) > limits.output_bytes) {
      return Fail(Error::Exceeded("the file has more text than " +
                                  std::to_string(limits.output_bytes) + " bytes"));
    }
    out.append(block, 0, static_cast<size_t>(got));
  }
}

}  // namespace

Result<std::string> RunProgram(const std::vector<std::string>& words, std::string_view input,
                               const ProgramLimits& limits) {
  MANDAT_TRY(const Descriptor file, FileOf(input));
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Fail(NoMeans());
  }
  Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  MANDAT_TRY(Child child, Child::Start(words, file.number(), writing.number(), limits));
  writing.Close();
  MANDAT_TRY(std::string out, ReadAll(reading.number(), limits));
  const int status = child.WaitShortly();
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotFoundStatus) {
    return Fail(Error::Unavailable("there is no program " + words[0] +
                                   "; it comes with the package poppler-utils"));
  }
  if (WIFSIGNALED(status)) {
    return Fail(Error::Exceeded("the program that reads PDF passed its limits of time or memory"));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return Fail(Error::Invalid("the PDF cannot be read: it is broken or locked"));
  }
  return out;
}

}  // namespace mandat::internal
