// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

#include "backup_room.h"
#include "base/assert.h"
#include "config/config.h"
#include "feed_room.h"
#include "fsck_command.h"
#include "house.h"
#include "http/log.h"
#include "http/server.h"
#include "keyring/root_key.h"
#include "post_office.h"
#include "restore_command.h"
#include "service/accounts.h"
#include "service/agreements.h"
#include "service/credentials.h"
#include "store/disk_reserve.h"
#include "store/rocks/disk_homes.h"
#include "timestamp_room.h"
#include "watch_room.h"
#include "witness_room.h"

extern char** environ;

namespace mandat {
namespace {

constexpr std::string_view kUsage =
    "usage: mandatd [--config FILE] [--section.key=value ...]\n"
    "       mandatd restore --agreement ID [--until INSTANT] [--keys FILE] [--config FILE]\n"
    "       mandatd fsck [--agreement ID] [--repair yes] [--json yes] [--config FILE]\n"
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

// What runs beside the server: a word, and arguments of its own.
using Command = int (*)(const Config& config, const std::vector<std::string>& arguments);
Command CommandOf(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  return word == "restore" ? &RunRestore : word == "fsck" ? &RunFsck : nullptr;
}

// Takes `--config FILE` and leaves the flags. A command has arguments of its own, each with a value
// behind it.
ConfigSources SourcesOf(int argc, char** argv, std::vector<std::string>& arguments) {
  const bool is_command = CommandOf(argc, argv) != nullptr;
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
    } else if (is_command && i == 1) {
      continue;
    } else if (is_command && !argument.contains('.')) {
      arguments.emplace_back(argument);
      if (i + 1 < argc) {
        arguments.emplace_back(argv[++i]);
      }
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
  settings.batch_bytes_max = config.limits.batch_bytes;
  return settings;
}

// More than cores: while one agreement waits for its sync, and another works off a long batch, the
// system's scheduler still gives the others their share. Invariant (agreements do not meet).
size_t SequencersFor(unsigned cores) { return std::max<size_t>(4, size_t{2} * cores); }

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

void Announce(const Server& server) {
  PrintLine(stdout, "mandatd ready on " + server.url());
  Log(LogLevel::kInfo, "ready", {{"url", server.url()}});
}

void LookAtDisk(DiskReserve& reserve) {
  if (reserve.Look()) {
    Log(reserve.is_low() ? LogLevel::kError : LogLevel::kInfo,
        reserve.is_low() ? "the disk is nearly full: no more data are taken"
                         : "the disk has room again");
  }
}

// Keeps house until the process is told to end.
void KeepHouseUntilTold(const sigset_t& signals, House& house, Server& server,
                        DiskReserve& reserve) {
  LookAtDisk(reserve);
  while (true) {
    const timespec wait{0, std::chrono::nanoseconds(House::kEvery).count()};
    const int signal = sigtimedwait(&signals, nullptr, &wait);
    if (signal == SIGTERM || signal == SIGINT) {
      return;
    }
    if (signal == SIGHUP && server.url().starts_with("https:")) {
      const Status reloaded = server.ReloadTls();
      Log(reloaded ? LogLevel::kInfo : LogLevel::kError, "certificate read again",
          {{"detail", reloaded ? "in use" : reloaded.error().message}});
    }
    LookAtDisk(reserve);
    house.Tick();
  }
}

// The log is kept for whoever copies what was committed, and for nobody else.
RocksBudget BudgetOf(const Config& config, const DiskReserve& reserve) {
  RocksBudget budget = RocksBudget::Make(static_cast<size_t>(config.store.cache_bytes),
                                         static_cast<size_t>(config.store.write_buffer_bytes));
  const bool is_followed = !config.backup.target.empty() || !config.backup.ledger_target.empty();
  budget.no_room = reserve.no_room();
  budget.log_kept_mib = is_followed ? static_cast<uint64_t>(config.backup.log_mib) : 0;
  return budget;
}

ClockWatch::Settings ClockOf(const Config& config) {
  return {std::chrono::minutes(config.clock.jump_minutes),
          std::chrono::hours(24 * config.clock.downtime_days)};
}

RootPlace PlaceOf(const Config::Keys& keys) {
  return {keys.root, keys.root_previous, keys.pkcs11_module, keys.pkcs11_pin_file};
}

// How a running server learns of its next root key: from its configuration as it is then.
RootKey::Source SourceOf(const ConfigSources& sources) {
  return [sources]() -> Result<RootPlace> {
    const auto loaded = LoadConfig(sources);
    if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) {
      return Fail(Error::Invalid("configuration: " + faults->front().Format()));
    }
    return PlaceOf(std::get<Config>(loaded).keys);
  };
}

Environment EnvironmentOf(const Config& config, const RootKey& root, const TimeSource& time,
                          Random& random, Workers& sequencers) {
  Environment environment{root, time, random, sequencers, config.origin};
  environment.limits = config.limits;
  environment.rewrap_every = std::chrono::hours(config.keys.rewrap_hours);
  return environment;
}

// Those outside who look at journals, or are told of them.
struct Outside {
  std::unique_ptr<WitnessRoom> witnesses;
  std::unique_ptr<TimestampRoom> timestamps;
  std::unique_ptr<FeedRoom> feed;  // null: nobody is told

  static Result<Outside> Open(const Config& config, const RocksBudget& budget,
                              Agreements& agreements, const TimeSource& time, Random& random) {
    const auto homes = [&] { return std::make_unique<DiskHomes>(config.data, budget, nullptr); };
    Outside outside;
    MANDAT_TRY(outside.witnesses, WitnessRoom::Open(config.witness, homes(), agreements, time));
    MANDAT_TRY(outside.timestamps, TimestampRoom::Open(config.timestamp, homes(), time, random));
    MANDAT_TRY(outside.feed, FeedRoom::Open(config.feed, homes(), agreements, time));
    return outside;
  }
  // For health and metrics, and for who asks now.
  void ShowTo(Server::Settings& settings) const {
    settings.witnesses = &witnesses->witnesses();
    settings.timestamps = &timestamps->timestamps();
    settings.feed = feed ? &feed->feed() : nullptr;
  }
  void Close() const {
    timestamps->timestamps().Close();
    witnesses->witnesses().Close();
    if (feed) {
      feed->Close();
    }
  }
};

// The lines of the file, each with the tag of its account.
Result<Credentials> EnrolledCredentials(Agreements& agreements,
                                        const std::vector<Credential>& lines) {
  MANDAT_TRY(const std::vector<Bytes> tags, EnrolAccounts(agreements.shared_system(), lines));
  return Credentials(lines, tags);
}

House::Periods PeriodsOf(const Config& config) {
  return {std::chrono::hours(config.keys.rewrap_hours),
          std::chrono::days(config.accounts.keep_days)};
}

int Serve(const Config& config, const ConfigSources& sources) {
  const sigset_t signals = BlockSignals();
  HideMemory();
  StartLog(config.log.level);

  Result<RootKey> root = RootKey::Load(PlaceOf(config.keys));
  if (!root) {
    return Leave("root key", root.error());
  }
  root->SetSource(SourceOf(sources));
  const Result<std::vector<Credential>> lines = LoadCredentials(config.credentials);
  if (!lines) {
    return Leave("credentials", lines.error());
  }

  const SystemTime time;
  SystemRandom random;
  Workers sequencers(SequencersFor(std::thread::hardware_concurrency()));
  const Environment environment = EnvironmentOf(config, *root, time, random, sequencers);
  DiskReserve reserve(config.data);
  const RocksBudget budget = BudgetOf(config, reserve);
  const Result<std::unique_ptr<Agreements>> agreements =
      Agreements::Open(std::make_unique<DiskHomes>(config.data, budget, nullptr), environment,
                       ClockOf(config), static_cast<size_t>(config.store.open_agreements_max));
  if (!agreements) {
    return Leave("data", agreements.error());
  }
  const Result<Credentials> credentials = EnrolledCredentials(**agreements, *lines);
  if (!credentials) {
    return Leave("accounts", credentials.error());
  }
  Result<BackupTargets> targets = BackupTargets::Open(config.backup);
  if (!targets) {
    return Leave("backup", targets.error());
  }
  BackupRoom backups(config, std::move(*targets),
                     std::make_unique<DiskHomes>(config.data, budget, nullptr), **agreements, *root,
                     time, random);

  const Result<Outside> outside = Outside::Open(config, budget, **agreements, time, random);
  if (!outside) {
    return Leave("outside", outside.error());
  }
  Witnesses& witnesses = outside->witnesses->witnesses();
  Timestamps& timestamps = outside->timestamps->timestamps();
  Server::Settings settings = SettingsOf(config);
  settings.backups = &backups;
  outside->ShowTo(settings);
  const Result<std::unique_ptr<Server>> server =
      Server::Start(settings, **agreements, *credentials);
  if (!server) {
    return Leave("http", server.error());
  }
  const Result<std::unique_ptr<PostOffice>> post =
      PostOffice::Open(config.notices, **agreements, random);
  if (!post) {
    return Leave("notices", post.error());
  }
  House house(**agreements, (*post)->postman(), witnesses, timestamps, time, PeriodsOf(config));
  const WatchRoom watch(config.unusual, **agreements, time);
  Announce(**server);

  KeepHouseUntilTold(signals, house, **server, reserve);
  (*server)->Drain();
  backups.Close();
  house.Close();
  outside->Close();
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
  std::vector<std::string> arguments;
  const ConfigSources sources = SourcesOf(argc, argv, arguments);
  auto loaded = LoadConfig(sources);
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded)) {
    for (const ConfigFault& fault : *faults) {
      PrintLine(stderr, "mandatd: " + fault.Format());
    }
    return ExitCode(ErrorKind::kInvalid);
  }
  const Config& config = std::get<Config>(loaded);
  const Command command = CommandOf(argc, argv);
  return command != nullptr ? command(config, arguments) : Serve(config, sources);
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) { return mandat::Main(argc, argv); }
