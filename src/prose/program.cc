// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

#include "prose/internal/confined_child.h"

namespace mandat::internal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kWayOut = "; print it to a new PDF, or give its text or a DOCX";
constexpr size_t kBlockBytes = size_t{64} << 10;
constexpr unsigned kGraceSeconds = 10;  // from the end of its output to its own

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
      return Fail(Error::Exceeded("reading the PDF takes longer than " +
                                  std::to_string(limits.seconds) + " s" + std::string(kWayOut)));
    }
    const ssize_t got = read(output, block.data(), block.size());
    if (got < 0) {
      return Fail(NoMeans());
    }
    if (got == 0) {
      return out;
    }
    if (out.size() + static_cast<size_t>(got) > limits.output_bytes * limits.output_ratio) {
      return Fail(Error::Exceeded("the file has more bytes of text than " +
                                  std::to_string(limits.output_bytes)));
    }
    out.append(block, 0, static_cast<size_t>(got));
  }
}

}  // namespace

Result<ProgramRun> RunProgram(const std::vector<std::string>& words, std::string_view input,
                              const ProgramLimits& limits) {
  MANDAT_TRY(const Descriptor file, FileOf(input));
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Fail(NoMeans());
  }
  Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  MANDAT_TRY(ConfinedChild child,
             ConfinedChild::Start(words, file.number(), writing.number(), limits));
  writing.Close();
  ProgramRun run;
  MANDAT_TRY(run.output, ReadAll(reading.number(), limits));
  const int status = child.WaitShortly(std::min(limits.seconds, kGraceSeconds));
  if (!WIFEXITED(status)) {
    return Fail(Error::Exceeded("reading the PDF takes more time or memory than it may" +
                                std::string(kWayOut)));
  }
  run.status = WEXITSTATUS(status);
  if (run.status == kNotConfinedStatus || run.status == kNotStartedStatus) {
    return Fail(Error::Unavailable("this system does not let " + words[0] +
                                   " run under limits, so no PDF is read"));
  }
  return run;
}

}  // namespace mandat::internal
