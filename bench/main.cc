// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "bench/bench.h"

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
  mandat::BenchClocks();
}
