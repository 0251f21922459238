// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/bytes.h"

extern char** environ;

namespace mandat {

// receiver.py as a child, for as long as this lives.
class Receiver {
 public:
  Receiver(ByteView public_key, int64_t now_seconds) {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    MANDAT_ASSERT(pipe2(to.data(), O_CLOEXEC) == 0 && pipe2(from.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    std::string key = FormatHex(public_key);
    std::string now = std::to_string(now_seconds);
    std::string python = MANDAT_PYTHON;
    std::string script = MANDAT_RECEIVER;
    std::string quiet = "-B";
    std::string key_option = "--key";
    std::string now_option = "--now";
    const std::array<char*, 8> arguments = {python.data(),     quiet.data(), script.data(),
                                            key_option.data(), key.data(),   now_option.data(),
                                            now.data(),        nullptr};
    MANDAT_ASSERT(
        posix_spawn(&child_, python.c_str(), &actions, nullptr, arguments.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    input_ = to[1];
    output_ = fdopen(from[0], "r");
    std::istringstream words(ReadLine());
    std::string word;
    words >> word;
    MANDAT_ASSERT(word == "ready");
    while (words >> word) {
      facts_[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    }
  }
  ~Receiver() {
    close(input_);  // which ends it
    waitpid(child_, nullptr, 0);
    static_cast<void>(fclose(output_));
  }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  const std::string& fact(const std::string& name) const { return facts_.at(name); }
  std::string Address(const std::string& server, std::string_view path) const {
    const std::string scheme = server == "plain" ? "http" : "https";
    return scheme + "://localhost:" + fact(server) + std::string(path);
  }
  // The next line that it prints; waits for it.
  std::string ReadLine() {
    std::string line;
    for (int c = fgetc(output_); c != EOF && c != '\n'; c = fgetc(output_)) {
      line += static_cast<char>(c);
    }
    return line;
  }

 private:
  pid_t child_ = 0;
  int input_ = -1;
  FILE* output_ = nullptr;
  std::map<std::string, std::string> facts_;
};

}  // namespace mandat
