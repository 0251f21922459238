// SPDX-License-Identifier: Apache-2.0
// mandat-sim SEED [SEED] [--years N] [--plant NAME] [--verbose]
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run.h"

namespace mandat::sim {
namespace {

struct Orders {
  Settings settings;
  uint64_t first = 1;
  uint64_t last = 1;
};

template <class Number>
bool ReadNumber(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// One seed, or all from the first to the last.
std::optional<Orders> Read(const std::vector<std::string_view>& words) {
  Orders orders;
  std::vector<uint64_t> seeds;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    uint64_t seed = 0;
    if (words[i] == "--verbose") {
      orders.settings.is_verbose = true;
    } else if (words[i] == "--years" && has_value) {
      if (!ReadNumber(words[++i], orders.settings.years)) {
        return std::nullopt;
      }
    } else if (words[i] == "--plant" && has_value) {
      const std::optional<Plant> plant = FindPlant(words[++i]);
      if (!plant) {
        return std::nullopt;
      }
      orders.settings.plant = *plant;
    } else if (ReadNumber(words[i], seed)) {
      seeds.push_back(seed);
    } else {
      return std::nullopt;
    }
  }
  if (seeds.empty() || seeds.size() > 2) {
    return std::nullopt;
  }
  orders.first = seeds.front();
  orders.last = seeds.back();
  return orders;
}

int Main(const std::vector<std::string_view>& words) {
  const std::optional<Orders> orders = Read(words);
  if (!orders) {
    std::fputs("usage: mandat-sim SEED [LAST-SEED] [--years N] [--plant NAME] [--verbose]\n",
               stderr);
    return 2;
  }
  int broken = 0;
  for (uint64_t seed = orders->first; seed <= orders->last; ++seed) {
    Settings settings = orders->settings;
    settings.seed = seed;
    const Report report = Simulate(settings);
    std::printf("%s\n", report.Format().c_str());
    std::fflush(stdout);
    broken += report.broken ? 1 : 0;
  }
  return broken > 0 ? 1 : 0;
}

}  // namespace
}  // namespace mandat::sim

int main(int argc, char** argv) { return mandat::sim::Main({argv + 1, argv + argc}); }
