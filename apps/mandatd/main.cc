// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/assert.h"
#include "config/config.h"
#include "house.h"
#include "http/log.h"
#include "http/server.h"
#include "keyring/root_key.h"
#include "post_office.h"
#include "service/agreements.h"
#include "service/credentials.h"

extern char** environ;

namespace mandat {
namespace {

constexpr std::string_view kUsage =
    "usage: mandatd [--config FILE] [--section.key=value ...]\n"
    "       mandatd --help | --version\n\n"
    "Serves the HTTP API until SIGTERM; SIGHUP reads the certificate again. Every key can also be\n"
    "set in the file, or by the environment.\n\n";

void PrintLine(std::FILE* to, std::string_view line) {
  fmt::print(to, "{}\n", line);
  std::fflush(to);
}

int Leave(std::string_view doing, const Error& error) {
  PrintLine(stderr, fmt::format("mandatd: {}: {}", doing, error.message));
  return ExitCode(error.kind);
}

void PrintHelp() {
  fmt::print("{}", kUsage);
  for (const ConfigKey& key : ConfigKeys()) {
    fmt::print("  --{:<26} {}{}\n", std::string(key.name) + "=", key.help,
               key.standard.empty() ? "" : fmt::format(" (default {})", key.standard));
  }
}

// Takes `--config FILE` and leaves the flags.
ConfigSources SourcesOf(int argc, char** argv) {
  ConfigSources sources;
  for (char** line = environ; *line != nullptr; ++line) {
    sources.environment.emplace_back(*line);
  }
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--config" && i + 1 < argc) {
      sources.file = argv[++i];
    } else if (argument.starts_with("--config=")) {
      sources.file = argument.substr(std::string_view("--config=").size());
    } else {
      sources.flags.emplace_back(argument);
    }
  }
  return sources;
}

// Invariant (no personal data leaks sideways): no core dump, and no debugger of the same user.
void HideMemory() {
  const rlimit none{0, 0};
  if (prctl(PR_SET_DUMPABLE, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
    Stop("core dumps cannot be turned off");
  }
}

Result<std::vector<Credential>> LoadCredentials(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) {
    return Fail(Error::NotFound("no file " + file.string()));
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return ParseCredentials(text);
}

Server::Settings SettingsOf(const Config& config) {
  Server::Settings settings;
  settings.address = config.http.address;
  settings.port = static_cast<uint16_t>(config.http.port);
  settings.threads = config.http.threads > 0 ? static_cast<size_t>(config.http.threads)
                                             : std::max(1u, std::thread::hardware_concurrency());
  settings.tls_certificate = config.http.tls_certificate;
  settings.tls_key = config.http.tls_key;
  settings.body_bytes_max = static_cast<size_t>(config.http.body_bytes_max);
  return settings;
}

// Blocked in every thread, so that only WaitForEnd takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Keeps house once a second until the process is told to end.
void KeepHouseUntilTold(const sigset_t& signals, House& house, Server& server) {
  while (true) {
    const timespec second{1, 0};
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal == SIGTERM || signal == SIGINT) {
      return;
    }
    if (signal == SIGHUP && server.url().starts_with("https:")) {
      const Status reloaded = server.ReloadTls();
      Log(reloaded ? LogLevel::kInfo : LogLevel::kError, "certificate read again",
          {{"detail", reloaded ? "in use" : reloaded.error().message}});
    }
    house.Tick();
  }
}

int Serve(const Config& config) {
  const sigset_t signals = BlockSignals();
  HideMemory();
  StartLog(config.log.level);

  const Result<RootKey> root = RootKey::Load(config.keys.root);
  if (!root) {
    return Leave("root key", root.error());
  }
  const Result<std::vector<Credential>> lines = LoadCredentials(config.credentials);
  if (!lines) {
    return Leave("credentials", lines.error());
  }
  const Credentials credentials(*lines);

  const SystemTime time;
  SystemRandom random;
  Workers sequencers(std::max(1u, std::thread::hardware_concurrency()));
  const Environment environment{*root, time, random, sequencers, config.origin};
  Agreements::Settings store{config.data, static_cast<size_t>(config.store.cache_bytes),
                             static_cast<size_t>(config.store.write_buffer_bytes)};
  store.clock.tolerance = std::chrono::minutes(config.clock.jump_minutes);
  store.clock.downtime_max = std::chrono::hours(24 * config.clock.downtime_days);
  const Result<std::unique_ptr<Agreements>> agreements = Agreements::Open(store, environment);
  if (!agreements) {
    return Leave("data", agreements.error());
  }

  const Result<std::unique_ptr<Server>> server =
      Server::Start(SettingsOf(config), **agreements, credentials);
  if (!server) {
    return Leave("http", server.error());
  }
  const Result<std::unique_ptr<PostOffice>> post =
      PostOffice::Open(config.notices, **agreements, random);
  if (!post) {
    return Leave("notices", post.error());
  }
  House house(**agreements, (*post)->postman(), time, std::chrono::hours(config.keys.rewrap_hours));
  PrintLine(stdout, "mandatd ready on " + (*server)->url());
  Log(LogLevel::kInfo, "ready", {{"url", (*server)->url()}});

  KeepHouseUntilTold(signals, house, **server);
  (*server)->Drain();
  house.Close();
  Log(LogLevel::kInfo, "stopped");
  return 0;
}

int Main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      PrintHelp();
      return 0;
    }
    if (argument == "--version") {
      PrintLine(stdout, "mandatd " MANDAT_VERSION);
      return 0;
    }
  }
  auto loaded = LoadConfig(SourcesOf(argc, argv));
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) {
    for (const ConfigFault& fault : *faults) {
      PrintLine(stderr, "mandatd: " + fault.Format());
    }
    return ExitCode(ErrorKind::kInvalid);
  }
  return Serve(std::get<Config>(loaded));
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) { return mandat::Main(argc, argv); }
