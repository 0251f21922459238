// SPDX-License-Identifier: Apache-2.0
#include "http/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "http/internal/json_writer.h"

namespace mandat {
namespace {

std::string_view Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
    case LogLevel::kFatal:
      break;
  }
  return "fatal";
}

spdlog::level::level_enum Spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kFatal:
      break;
  }
  return spdlog::level::critical;
}

}  // namespace

void StartLog(std::string_view level) {
  auto logger =
      std::make_shared<spdlog::logger>("mandat", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_level(spdlog::level::info);
  for (const LogLevel known :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (Name(known) == level) {
      logger->set_level(Spdlog(known));
    }
  }
  logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "{\"at\":\"%Y-%m-%dT%H:%M:%S.%fZ\",%v}", spdlog::pattern_time_type::utc));
  spdlog::set_default_logger(std::move(logger));
}

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  spdlog::logger& logger = *spdlog::default_logger_raw();
  if (!logger.should_log(Spdlog(level))) {
    return;
  }
  JsonWriter json(128);
  json.Key("level").Text(Name(level));
  json.Key("event").Text(event);
  for (const LogField& field : fields) {
    json.Key(field.name).Text(field.value);
  }
  logger.log(Spdlog(level), "{}", std::move(json).Take());
  if (level == LogLevel::kFatal) {
    logger.flush();
  }
}

}  // namespace mandat
