// SPDX-License-Identifier: Apache-2.0
#include "witness_room.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "http/log.h"

namespace mandat {
namespace {

Result<std::vector<WitnessPeer>> ReadList(const std::filesystem::path& file) {
  if (file.empty()) {
    return std::vector<WitnessPeer>();
  }
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) {
    return Fail(Error::NotFound("no file " + file.string()));
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return ParseWitnessList(text);
}

}  // namespace

Result<std::unique_ptr<WitnessRoom>> WitnessRoom::Open(const Config::Witness& config,
                                                       std::unique_ptr<Homes> homes,
                                                       Agreements& agreements,
                                                       const TimeSource& time) {
  WitnessLineSettings line;
  line.ca_file = config.ca_file;
  line.answer_max = std::chrono::seconds(config.timeout_seconds);
  line.connect_max = line.answer_max;
  MANDAT_TRY(std::unique_ptr<WitnessLine> opened, OpenWitnessLine(std::move(line)));
  std::unique_ptr<WitnessRoom> room(new WitnessRoom(std::move(opened)));
  Witnesses::Settings settings;
  MANDAT_TRY(settings.peers, ReadList(config.file));
  settings.every = std::chrono::seconds(config.every_seconds);
  settings.silent_after = std::chrono::minutes(config.silent_minutes);
  room->witnesses_ =
      std::make_unique<Witnesses>(std::move(settings), *room->line_, std::move(homes), agreements,
                                  time, [](const std::string& what, const std::string& detail) {
                                    Log(LogLevel::kWarning, what, {{"detail", detail}});
                                  });
  return room;
}

}  // namespace mandat
