// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <boost/json/array.hpp>
#include <cerrno>
#include <system_error>
#include <variant>

#include <fmt/core.h>

#include "cli/internal/commands.h"
#include "config/config.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// The server beside this program.
Result<fs::path> FindServer() {
  std::error_code trouble;
  const fs::path self = fs::read_symlink("/proc/self/exe", trouble);
  const fs::path server = self.parent_path() / "mandatd";
  if (trouble || access(server.c_str(), X_OK) != 0) {
    return Fail(Error::NotFound("mandatd is not beside mandat; start it by its own path"));
  }
  return server;
}

}  // namespace

Result<int> RunServe(const Context&, const ServeOptions& options) {
  const std::string config =
      options.config.empty() ? (options.directory / "mandat.toml").string() : options.config;
  if (!fs::exists(config)) {
    return Fail(Error::NotFound(config + " does not exist; make it with `mandat init`"));
  }
  MANDAT_TRY(const fs::path server, FindServer());
  execl(server.c_str(), server.c_str(), "--config", config.c_str(), nullptr);
  return Fail(Error::Unavailable("mandatd cannot be started"));
}

Result<int> RunConfigCheck(const Context& context, const ConfigOptions& options) {
  const auto loaded = LoadConfig({options.file, {}, {}});
  const auto* faults = std::get_if<std::vector<ConfigFault>>(&loaded);
  if (context.json) {
    boost::json::array told;
    for (const ConfigFault& fault : faults != nullptr ? *faults : std::vector<ConfigFault>()) {
      told.push_back({{"place", fault.place}, {"message", fault.message}});
    }
    PrintJson({{"valid", faults == nullptr}, {"faults", std::move(told)}});
  } else if (faults == nullptr) {
    fmt::print("{}: valid\n", options.file.string());
  } else {
    for (const ConfigFault& fault : *faults) {
      fmt::print("{}\n", fault.Format());
    }
  }
  return faults == nullptr ? 0 : ExitCode(ErrorKind::kInvalid);
}

}  // namespace mandat
