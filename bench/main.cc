// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "bench/bench.h"
#include "bench/blob_bench.h"
#include "bench/crowd.h"
#include "bench/growth_bench.h"
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

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3.0;
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
