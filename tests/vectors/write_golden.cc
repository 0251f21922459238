// SPDX-License-Identifier: Apache-2.0
//
// write_golden DIRECTORY: writes the golden files anew. A difference is a change of a public
// format.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "golden.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_golden DIRECTORY\n";
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  for (const auto& [name, bytes] : mandat::GoldenFiles()) {
    std::ofstream(std::filesystem::path(argv[1]) / name, std::ios::binary) << bytes;
  }
  return 0;
}
