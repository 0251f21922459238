// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "keyring/root_key.h"
#include "store/temporary_test_util.h"

namespace mandat {

// A PKCS#11 token in software, with a directory of its own. One at a time in a process, since the
// library reads where its tokens are from the environment.
class SoftToken {
 public:
  SoftToken() {
    std::filesystem::create_directory(tokens());
    std::ofstream(conf()) << "directories.tokendir = " << tokens().string()
                          << "\nobjectstore.backend = file\nlog.level = ERROR\n";
    setenv("SOFTHSM2_CONF", conf().c_str(), 1);
    WritePin("pin", "1234");
    WritePin("wrong-pin", "9999");
    Add("house");
  }
  SoftToken(const SoftToken&) = delete;
  SoftToken& operator=(const SoftToken&) = delete;

  static bool IsInstalled() { return std::filesystem::exists(library()); }
  static std::filesystem::path library() {
    for (const char* path :
         {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"}) {
      if (std::filesystem::exists(path)) {
        return path;
      }
    }
    return "/usr/lib/softhsm/libsofthsm2.so";
  }

  std::filesystem::path pin_file() const { return directory_.path() / "pin"; }
  std::filesystem::path wrong_pin_file() const { return directory_.path() / "wrong-pin"; }
  RootPlace PlaceOf(std::string uri) const { return {std::move(uri), "", library(), pin_file()}; }

  void Add(const std::string& label) const {
    Run("softhsm2-util --init-token --free --label " + label + " --pin 1234 --so-pin 5678");
  }
  // The token is pulled out, and put back.
  void TakeAway() const { std::filesystem::rename(tokens(), away()); }
  void PutBack() const { std::filesystem::rename(away(), tokens()); }

  static void Run(const std::string& command) {
    ASSERT_EQ(system((command + " >/dev/null 2>&1").c_str()), 0) << command;
  }

  void WritePin(const std::string& name, const std::string& pin) const {
    const std::filesystem::path file = directory_.path() / name;
    std::ofstream(file) << pin << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  }
  const std::filesystem::path& directory() const { return directory_.path(); }

 private:
  std::filesystem::path tokens() const { return directory_.path() / "tokens"; }
  std::filesystem::path away() const { return directory_.path() / "away"; }
  std::filesystem::path conf() const { return directory_.path() / "softhsm2.conf"; }

  TemporaryDirectory directory_;
};

}  // namespace mandat
