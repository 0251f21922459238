// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/confined_child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "prose/internal/syscall_filter.h"

namespace mandat::internal {
namespace {

constexpr rlim_t kFilesMax = 32;
constexpr unsigned kFirstOther = 3;  // the first descriptor behind input, output and errors

// What the child becomes, made ready before it is split off: it may not allocate.
struct Plan {
  const char* program = nullptr;
  char* const* arguments = nullptr;
  char* const* surroundings = nullptr;
  int input = -1;
  int output = -1;
  rlim_t seconds = 0;
  rlim_t memory_bytes = 0;
};

bool Limit(__rlimit_resource what, rlim_t most) {
  const rlimit limit{most, most};
  return setrlimit(what, &limit) == 0;
}

// Standard input, output and errors, and nothing else that we have open.
bool TakeFiles(const Plan& plan) {
  // Ours may stand where the standard ones belong.
  const int input = fcntl(plan.input, F_DUPFD, static_cast<int>(kFirstOther));
  const int output = fcntl(plan.output, F_DUPFD, static_cast<int>(kFirstOther));
  const int nowhere = open("/dev/null", O_WRONLY);
  return input >= 0 && output >= 0 && nowhere >= 0 && dup2(input, STDIN_FILENO) >= 0 &&
         dup2(output, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0 &&
         syscall(SYS_close_range, kFirstOther, ~0U, 0) == 0;
}

// In the child. Everything here is safe between fork and exec.
[[noreturn]] void Become(const Plan& plan) {
  sigset_t none;
  sigemptyset(&none);
  const bool is_confined = TakeFiles(plan) && sigprocmask(SIG_SETMASK, &none, nullptr) == 0 &&
                           prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
                           Limit(RLIMIT_CPU, plan.seconds) && Limit(RLIMIT_AS, plan.memory_bytes) &&
                           Limit(RLIMIT_NOFILE, kFilesMax) && Limit(RLIMIT_FSIZE, 0) &&
                           Limit(RLIMIT_CORE, 0) && RefuseNetworkAndWrites();
  if (is_confined) {
    execve(plan.program, plan.arguments, plan.surroundings);
  }
  _exit(is_confined ? kNotStartedStatus : kNotConfinedStatus);
}

// Where a program of that name is, as a shell would find it; empty if nowhere.
std::string PathOf(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return access(name.c_str(), X_OK) == 0 ? name : std::string();
  }
  const char* given = getenv("PATH");
  std::string_view folders = given == nullptr ? "/usr/local/bin:/usr/bin:/bin" : given;
  while (!folders.empty()) {
    const size_t end = std::min(folders.find(':'), folders.size());
    const std::string path = std::string(folders.substr(0, end)) + "/" + name;
    if (end > 0 && access(path.c_str(), X_OK) == 0) {
      return path;
    }
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return {};
}

}  // namespace

Result<ConfinedChild> ConfinedChild::Start(const std::vector<std::string>& words, int input,
                                           int output, const ProgramLimits& limits) {
  const std::string program = PathOf(words[0]);
  if (program.empty()) {
    return Fail(Error::Unavailable("there is no program " + words[0] +
                                   "; it comes with the package poppler-utils"));
  }
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
  const Plan plan{.program = program.c_str(),
                  .arguments = arguments.data(),
                  .surroundings = surroundings.data(),
                  .input = input,
                  .output = output,
                  .seconds = limits.seconds,
                  .memory_bytes = limits.memory_bytes};
  const pid_t id = fork();
  if (id == 0) {
    Become(plan);
  }
  if (id < 0) {
    return Fail(Error::Unavailable("no process for reading PDF"));
  }
  return ConfinedChild(id);
}

ConfinedChild::~ConfinedChild() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    Wait();
  }
}

int ConfinedChild::WaitShortly(unsigned seconds) {
  const int watch = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));
  pollfd wanted{watch, POLLIN, 0};
  if (watch < 0 || poll(&wanted, 1, static_cast<int>(seconds * 1000)) == 0) {
    kill(id_, SIGKILL);
  }
  if (watch >= 0) {
    close(watch);
  }
  return Wait();
}

int ConfinedChild::Wait() {
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return status;
}

}  // namespace mandat::internal
