// SPDX-License-Identifier: Apache-2.0
// `mandat witness`: a witness of journals, on the machine of whoever does not want to trust them.
#include "cli/internal/witness.h"

#include <fmt/core.h>

#include <cstdio>
#include <memory>

#include "cli/internal/commands.h"
#include "cli/internal/witness_server.h"
#include "crypto/note.h"
#include "witness/witness_home.h"

namespace mandat {
namespace {

void Say(std::FILE* to, const std::string& line) {
  fmt::print(to, "{}\n", line);
  std::fflush(to);
}

// The key itself, or what a file of this name holds.
Result<VerifierKey> KeyIn(const std::string& text) {
  if (Result<VerifierKey> key = ParseVerifierKey(text); key) {
    return key;
  }
  const Result<Bytes> file = ReadWholeFile(text);
  if (!file) {
    return Fail(Error::Invalid("neither a verifier key nor a file that holds one"));
  }
  const std::string_view line = std::string_view(*file).substr(0, file->find('\n'));
  return ParseVerifierKey(line);
}

}  // namespace

Result<int> RunWitnessInit(const Context& context, const WitnessOptions& options) {
  SystemRandom random;
  MANDAT_TRY(const std::unique_ptr<WitnessHome> home,
             WitnessHome::Make(options.directory, options.name, random));
  const std::string key = home->witness().key().Format();
  if (context.json) {
    PrintJson({{"directory", options.directory.string()}, {"vkey", key}});
  } else {
    fmt::print("{}\n", key);
  }
  return 0;
}

Result<int> RunWitnessAddLog(const Context& context, const WitnessOptions& options) {
  MANDAT_TRY(const VerifierKey log, KeyIn(options.log));
  MANDAT_TRY(const std::unique_ptr<WitnessHome> home, WitnessHome::Open(options.directory));
  MANDAT_TRY_STATUS(home->witness().AddLog(log));
  if (context.json) {
    PrintJson({{"origin", log.name}});
  } else {
    fmt::print("looks at {} from now on\n", log.name);
  }
  return 0;
}

Result<int> RunWitnessServe(const Context&, const WitnessOptions& options) {
  MANDAT_TRY(const std::unique_ptr<WitnessHome> home, WitnessHome::Open(options.directory));
  MANDAT_TRY_STATUS(home->Lock());
  MANDAT_TRY(const std::vector<WitnessedLog> logs, home->witness().Logs());  // all whole, or none
  const SystemTime time;
  MANDAT_TRY(
      const std::unique_ptr<WitnessServer> server,
      WitnessServer::Start({.address = options.address, .port = options.port}, home->witness(),
                           time, [](const std::string& line) { Say(stderr, "objects: " + line); }));
  const bool is_six = options.address.contains(':');
  Say(stdout, fmt::format("witness of {} logs ready on http://{}:{}", logs.size(),
                          is_six ? "[" + options.address + "]" : options.address, server->port()));
  server->Run();
  return 0;
}

Result<int> RunWitnessStatus(const Context& context, const WitnessOptions& options) {
  MANDAT_TRY(const std::unique_ptr<WitnessHome> home, WitnessHome::Open(options.directory));
  MANDAT_TRY(const std::vector<WitnessedLog> logs, home->witness().Logs());
  boost::json::array items;
  bool has_forked = false;
  for (const WitnessedLog& log : logs) {
    has_forked = has_forked || log.has_forked;
    boost::json::object item{
        {"origin", log.key.name}, {"size", log.size}, {"forked", log.has_forked}};
    if (log.cosigned_at) {
      item["cosigned_at"] = log.cosigned_at->Format();
    }
    items.push_back(std::move(item));
  }
  if (context.json) {
    PrintJson({{"vkey", home->witness().key().Format()}, {"items", std::move(items)}});
  } else {
    PrintFact("vkey", home->witness().key().Format());
    for (const WitnessedLog& log : logs) {
      fmt::print("  {}: {}{}\n", log.key.name,
                 log.cosigned_at
                     ? fmt::format("{} entries, cosigned {}", log.size, log.cosigned_at->Format())
                     : "nothing cosigned yet",
                 log.has_forked ? "; IT FORKED: two checkpoints of one size are kept" : "");
    }
  }
  return has_forked ? ExitCode(ErrorKind::kCorrupt) : 0;
}

void AddWitnessCommands(CLI::App* group, const Context& context, WitnessOptions& options,
                        const AddCommand& add) {
  const auto in_directory = [&options](CLI::App* app) {
    app->add_option("--dir,-d", options.directory, "directory of the witness")
        ->capture_default_str();
  };
  CLI::App* init = add(group, "init", "make a witness and print its verifier key",
                       "mandat witness init --name witness.example.org/acme",
                       [&] { return RunWitnessInit(context, options); });
  init->add_option("--name,-n", options.name, "name of its key, as a URL without scheme")
      ->required();
  in_directory(init);
  CLI::App* log = add(group, "add-log", "look at the checkpoints of a log from now on",
                      "mandat witness add-log journal.vkey",
                      [&] { return RunWitnessAddLog(context, options); });
  log->add_option("vkey", options.log, "verifier key of the log, or a file that holds it")
      ->required();
  in_directory(log);
  CLI::App* serve = add(group, "serve", "cosign, until it is stopped",
                        "mandat witness serve --address 127.0.0.1 --port 7490",
                        [&] { return RunWitnessServe(context, options); });
  serve->add_option("--address", options.address, "address to listen on")->capture_default_str();
  serve->add_option("--port", options.port, "port; 0 lets the system choose")
      ->capture_default_str();
  in_directory(serve);
  in_directory(add(group, "status", "which logs it looks at, and how far", "mandat witness status",
                   [&] { return RunWitnessStatus(context, options); }));
}

}  // namespace mandat
