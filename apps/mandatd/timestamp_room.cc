// SPDX-License-Identifier: Apache-2.0
#include "timestamp_room.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "http/log.h"

namespace mandat {
namespace {

constexpr std::string_view kQueryType = "application/timestamp-query";

Result<std::string> ReadAuthorities(const Config::Timestamp& config) {
  if (config.url.empty()) {
    return "";
  }
  if (!config.url.starts_with("https://") && !config.url.starts_with("http://")) {
    return Fail(Error::Invalid("timestamp.url is no address of http:// or https://"));
  }
  if (config.ca_file.empty()) {
    return Fail(
        Error::Invalid("timestamp.url needs timestamp.ca_file: what cannot be verified "
                       "is not asked for"));
  }
  std::ifstream in(config.ca_file, std::ios::binary);
  if (!in.is_open()) {
    return Fail(Error::NotFound("no file " + config.ca_file.string()));
  }
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

// Source: RFC 3161 3.4.
Result<std::unique_ptr<TimestampRoom>> TimestampRoom::Open(const Config::Timestamp& config,
                                                           std::unique_ptr<Homes> homes,
                                                           const TimeSource& time, Random& random) {
  Timestamps::Settings settings;
  MANDAT_TRY(settings.authorities, ReadAuthorities(config));
  settings.address = config.url;
  settings.every = std::chrono::minutes(config.every_minutes);
  WitnessLineSettings line;
  line.answer_max = std::chrono::seconds(config.timeout_seconds);
  line.connect_max = line.answer_max;
  line.type = kQueryType;
  MANDAT_TRY(std::unique_ptr<WitnessLine> opened, OpenWitnessLine(std::move(line)));
  std::unique_ptr<TimestampRoom> room(new TimestampRoom(std::move(opened)));
  room->timestamps_ =
      std::make_unique<Timestamps>(std::move(settings), *room->line_, std::move(homes), time,
                                   random, [](const std::string& what, const std::string& detail) {
                                     Log(LogLevel::kWarning, what, {{"detail", detail}});
                                   });
  return room;
}

}  // namespace mandat
