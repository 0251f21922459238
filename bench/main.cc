// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "bench/bench.h"
#include "bench/blob_bench.h"
#include "bench/crowd.h"
#include "bench/growth_bench.h"
#include "bench/journal_bench.h"
#include "bench/series_bench.h"

namespace mandat {

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

namespace {

std::string ProcessorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown processor";
}

constexpr std::string_view kBenches[] = {"http",   "many",   "soak",   "blobs",  "growth", "series",
                                         "clocks", "docket", "decide", "mandat", "journal"};

constexpr std::string_view kUsage =
    "usage: mandat-bench [SECONDS [BENCH [SIZE]]]\n\n"
    "Measures side by side with a baseline in one run; SECONDS of each timed part, 3 if not said.\n"
    "Without BENCH: decide, in process, http, blobs, series and clocks.\n"
    "  decide         decisions by a compiled mandate\n"
    "  mandat         what all of them are, without the baseline\n"
    "  http           requests over 64 connections\n"
    "  blobs [MIB]    blobs in and out, 256 MiB if not said\n"
    "  series         points of series\n"
    "  clocks         periods and deadlines\n"
    "  docket [N]     N duties, 1000000 if not said\n"
    "  journal [N]    entries, N decisions asked about and 10 N proved, 10000000 if not said\n"
    "  growth [N]     records up to N, 1000000 if not said\n"
    "  many [N]       N agreements, 5000 if not said\n"
    "  soak [MIN]     mixed load for MIN minutes, 30 if not said\n";

std::optional<double> SecondsOf(const char* text) {
  char* end = nullptr;
  const double seconds = std::strtod(text, &end);
  return *text != '\0' && *end == '\0' && seconds > 0 && seconds < 86'400 ? std::optional(seconds)
                                                                          : std::nullopt;
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  const std::optional<double> asked = argc > 1 ? mandat::SecondsOf(argv[1]) : 3.0;
  const bool is_known =
      argc < 3 || std::ranges::find(mandat::kBenches, std::string_view(argv[2])) !=
                      std::ranges::end(mandat::kBenches);
  if (!asked || !is_known) {
    const bool is_help = argc > 1 && std::string_view(argv[1]) == "--help";
    fmt::print(is_help ? stdout : stderr, "{}{}",
               is_help    ? ""
               : is_known ? "mandat-bench: seconds are a number above 0\n"
                          : fmt::format("mandat-bench: there is no bench `{}`\n", argv[2]),
               mandat::kUsage);
    return is_help ? 0 : 2;
  }
  const double seconds = *asked;
  fmt::print("machine: {}, {} threads\n", mandat::ProcessorName(),
             std::thread::hardware_concurrency());
  const std::string only = argc > 2 ? argv[2] : "";
  if (only == "http") {
    mandat::BenchHttp(seconds);
    return 0;
  }
  if (only == "many") {
    mandat::BenchMany(seconds, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 5'000);
    return 0;
  }
  if (only == "soak") {
    return mandat::BenchSoak(argc > 3 ? std::atof(argv[3]) : 30) ? 0 : 1;
  }
  if (only == "blobs") {
    mandat::BenchBlobs(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 256);
    return 0;
  }
  if (only == "growth") {
    mandat::BenchGrowth(seconds, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1'000'000);
    return 0;
  }
  if (only == "journal") {
    mandat::BenchJournal(seconds, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 10'000'000);
    return 0;
  }
  if (only == "series") {
    mandat::BenchSeries(seconds);
    return 0;
  }
  if (only == "clocks") {
    mandat::BenchClocks();
    return 0;
  }
  if (only == "docket") {
    mandat::BenchDocket(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1'000'000);
    return 0;
  }
  mandat::BenchDecide();
  if (only == "decide") {
    return 0;
  }
  mandat::BenchInProcess(seconds, only == "mandat");
  mandat::BenchHttp(seconds);
  mandat::BenchBlobs(256);
  mandat::BenchSeries(seconds);
  mandat::BenchClocks();
}
