// SPDX-License-Identifier: Apache-2.0
//
// A place off this machine, or beside it, that keeps objects under names.
// Guarantees of every implementation: after Put returns the object holds exactly these bytes, and
// before that the old ones or none; what failed says so. Trusted for nothing else: what is put
// there is sealed (pack.h), and whoever can change it can stop a restore, and be caught by it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// Threading: any number of callers.
class Target {
 public:
  virtual ~Target() = default;

  // Errors of all: kInvalid (no name of an object), kUnavailable (cannot be reached, refuses, is
  // full).
  virtual Status Put(const std::string& name, ByteView bytes) = 0;
  // nullopt: there is no such object.
  virtual Result<std::optional<Bytes>> Get(const std::string& name) = 0;
  // Names that begin with `prefix`, in ascending order.
  virtual Result<std::vector<std::string>> List(const std::string& prefix) = 0;
  // Nothing there is fine.
  virtual Status Remove(const std::string& name) = 0;
};

// True for parts of a-z, 0-9, "." and "-", none of them beginning with ".", joined by "/".
bool IsObjectName(std::string_view name);

// A directory, made if it is not there: files of mode 0600, written aside, synced and renamed.
// Errors: kUnavailable.
Result<std::unique_ptr<Target>> OpenDirectoryTarget(const std::filesystem::path& path);

// A bucket of an S3-compatible store, addressed by path and signed by Signature Version 4.
struct S3Settings {
  std::string endpoint;  // "https://s3.example.org"
  std::string region = "us-east-1";
  std::string bucket;
  std::string prefix;  // of every name, ending in "/"; may be empty
  std::string key_id;
  std::string secret;
  std::filesystem::path ca_file;  // empty: the system's
  int attempts_max = 5;
  std::chrono::milliseconds retry_first{200};  // doubles with each attempt
  long silence_seconds_max = 30;
  std::function<void(std::chrono::milliseconds)> pause;  // empty: waits
};
// Errors: kInvalid (an address, bucket or prefix that is none).
Result<std::unique_ptr<Target>> OpenS3Target(S3Settings settings);

}  // namespace mandat
