// SPDX-License-Identifier: Apache-2.0
// The shipped server over loopback: reads and writes of personal data, side by side with the same
// server answering a constant. One client thread keeps 64 connections busy.
#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <utility>

#include "bench/bench.h"
#include "crypto/hash.h"
#include "format/credentials.h"

extern char** environ;

namespace mandat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint64_t kPeople = 500;
constexpr uint64_t kUnits = 20'000;
constexpr size_t kNameBytes = 200;  // the most that the schema's field takes
constexpr int kRounds = 3;

pid_t server_pid = 0;  // ended whichever way the benchmark ends

void EndServer() {
  if (server_pid != 0) {
    kill(server_pid, SIGTERM);
    waitpid(std::exchange(server_pid, 0), nullptr, 0);
  }
}

[[noreturn]] void Give(const std::string& what) {
  fmt::print(stderr, "bench: {}\n", what);
  std::exit(1);
}

// One keep-alive connection with at most one request under way.
struct Connection {
  int fd = -1;
  std::string in;
  Clock::time_point started;
};

// Closed loop: each answer is followed by the next request on its connection.
class LoadClient {
 public:
  explicit LoadClient(uint16_t port) : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (size_t i = 0; i < connections_.size(); ++i) {
      Connection& connection = connections_[i];
      connection.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(port);
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      const int on = 1;
      setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (connect(connection.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        Give("cannot connect to the server");
      }
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd, &event);
    }
  }
  ~LoadClient() {
    for (const Connection& connection : connections_) {
      close(connection.fd);
    }
    close(epoll_);
  }

  // Until `seconds` have passed, or `count` requests were answered. Every answer must begin with
  // one of two status lines.
  Rate Run(double seconds, uint64_t count, const std::function<std::string(uint64_t)>& request) {
    std::vector<double> micros;
    uint64_t next = 0;
    size_t under_way = 0;
    const Clock::time_point begin = Clock::now();
    const Clock::time_point end =
        begin + std::chrono::microseconds(static_cast<int64_t>(seconds * 1e6));
    const auto send = [&](Connection& connection) {
      const std::string text = request(next++);
      connection.started = Clock::now();
      if (write(connection.fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        Give("cannot send a request");
      }
      ++under_way;
    };
    for (Connection& connection : connections_) {
      send(connection);
    }
    std::array<epoll_event, kInFlight> events;
    while (under_way > 0) {
      const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (ready <= 0) {
        Give("the server does not answer");
      }
      for (int i = 0; i < ready; ++i) {
        Connection& connection = connections_[events[static_cast<size_t>(i)].data.u64];
        if (!TakeAnswer(connection)) {
          continue;
        }
        const Clock::time_point now = Clock::now();
        micros.push_back(
            std::chrono::duration<double, std::micro>(now - connection.started).count());
        --under_way;
        if (now < end && next < count) {
          send(connection);
        }
      }
    }
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    std::sort(micros.begin(), micros.end());
    return {static_cast<double>(micros.size()) / took, micros[micros.size() / 2],
            micros[micros.size() * 99 / 100]};
  }

 private:
  // True when a whole answer has come in.
  static bool TakeAnswer(Connection& connection) {
    std::array<char, 16384> buffer;
    const ssize_t bytes = read(connection.fd, buffer.data(), buffer.size());
    if (bytes <= 0) {
      Give("the server closed a connection");
    }
    connection.in.append(buffer.data(), static_cast<size_t>(bytes));
    const size_t header = connection.in.find("\r\n\r\n");
    const size_t length = connection.in.find("Content-Length: ");
    if (header == std::string::npos || length > header) {
      return false;
    }
    size_t body = 0;
    std::from_chars(connection.in.data() + length + 16, connection.in.data() + header, body);
    if (connection.in.size() < header + 4 + body) {
      return false;
    }
    if (!connection.in.starts_with("HTTP/1.1 200") && !connection.in.starts_with("HTTP/1.1 201")) {
      Give("unexpected answer: " + connection.in.substr(0, 300));
    }
    connection.in.clear();
    return true;
  }

  int epoll_;
  std::array<Connection, kInFlight> connections_;
};

// The shipped `mandatd` on a free port, ended with SIGTERM.
class ServerProcess {
 public:
  explicit ServerProcess(const std::filesystem::path& directory) {
    std::atexit(EndServer);
    const std::string config = (directory / "mandat.toml").string();
    const std::string program =
        (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "mandatd").string();
    int out[2];
    if (pipe(out) != 0) {
      Give("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    const std::string flag = "--config=" + config;
    const std::array<char*, 3> arguments{const_cast<char*>(program.c_str()),
                                         const_cast<char*>(flag.c_str()), nullptr};
    if (posix_spawn(&server_pid, program.c_str(), &actions, nullptr, arguments.data(), environ) !=
        0) {
      Give("mandatd cannot be started");
    }
    close(out[1]);
    std::FILE* lines = fdopen(out[0], "r");
    std::array<char, 512> line{};
    if (std::fgets(line.data(), line.size(), lines) == nullptr) {
      Give("mandatd did not become ready");
    }
    const std::string ready(line.data());
    port_ = static_cast<uint16_t>(std::atoi(ready.c_str() + ready.rfind(':') + 1));
  }
  ~ServerProcess() { EndServer(); }
  uint16_t port() const { return port_; }

 private:
  uint16_t port_ = 0;
};

std::string IdText(uint64_t number, char kind) {
  Bytes id;
  AppendBigEndian64(id, Mix(number * 2 + (kind == 's' ? 1 : 0)));
  AppendBigEndian64(id, Mix(number + 77));
  return RecordId::Decode(id)->Format();
}

// A directory with key, tokens, configuration, and the agreement already in force; gives the
// headers that every request needs.
std::string Prepare(const std::filesystem::path& directory, SystemRandom& random) {
  const std::string token = "bench_" + FormatHex(random.Draw(32));
  const Credential credential{ActorRole::kApplication, "", Bytes(Sha256(token).view()), "bench"};
  std::ofstream(directory / "credentials") << FormatCredentials({credential});
  if (!RootKey::CreateFile(directory / "root.key", random)) {
    Give("no root key");
  }
  std::ofstream(directory / "mandat.toml")
      << "data = \"" << (directory / "data").string()
      << "\"\norigin = \"mandat.example/journal\"\ncredentials = \""
      << (directory / "credentials").string() << "\"\n[keys]\nroot = \""
      << (directory / "root.key").string() << "\"\n[http]\nport = 0\n";
  const BenchWorld world(directory / "data", std::move(*RootKey::Load(directory / "root.key")));
  return " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
         "\r\nMandat-Purpose: " + world.mandate().agreement().purposes().front().id + "\r\n";
}

}  // namespace

void BenchHttp(double seconds) {
  const ScratchDirectory scratch("http");
  SystemRandom random;
  const std::string head = Prepare(scratch.path(), random);
  const ServerProcess server(scratch.path());
  LoadClient client(server.port());
  const std::string agreement = "/v1/agreements/opinum-demo";
  const auto with_body = [&](const std::string& line, const std::string& body) {
    return line + head +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  };
  (void)client.Run(1e6, kPeople, [&](uint64_t number) {
    return with_body("POST " + agreement + "/subjects",
                     "{\"subject\":\"" + IdText(number % kPeople, 's') + "\",\"people\":\"" +
                         std::string(kBenchPeople) + "\"}");
  });
  const std::string records =
      agreement + "/collections/" + std::string(kBenchCollection) + "/records/";
  const std::string name(kNameBytes, 'x');
  uint64_t written = 0;
  const auto put = [&](uint64_t) {
    const uint64_t number = written++;
    return with_body("PUT " + records + IdText(number, 'r'),
                     "{\"subject\":\"" + IdText(number % kPeople, 's') +
                         "\",\"data\":{\"name\":\"" + name +
                         "\",\"email\":\"bench@example.org\"}}");
  };
  (void)client.Run(1e6, kUnits, put);
  const auto get = [&](uint64_t number) {
    return "GET " + records + IdText(Mix(number) % kUnits, 'r') + head + "\r\n";
  };
  const auto constant = [](uint64_t) {
    return std::string("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
  };
  std::vector<double> reads;
  std::vector<double> writes;
  for (int round = 0; round < kRounds; ++round) {
    fmt::print("http, {} connections, round {}\n", kInFlight, round + 1);
    const Rate fixed = client.Run(seconds, UINT64_MAX, constant);
    const Rate read = client.Run(seconds, UINT64_MAX, get);
    const Rate write = client.Run(seconds, UINT64_MAX, put);
    PrintRate("constant (/health)", fixed);
    PrintRate("reads", read);
    PrintRate("writes", write);
    reads.push_back(read.per_second / fixed.per_second);
    writes.push_back(write.per_second / fixed.per_second);
  }
  fmt::print("http reads: {:.2f} of the constant; writes: {:.2f} (medians of {} rounds)\n",
             Median(reads), Median(writes), kRounds);
}

}  // namespace mandat
