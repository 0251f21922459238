// SPDX-License-Identifier: Apache-2.0
//
// The HTTP API: connections, routes, roles, JSON. docs/reference/http.md is its contract.
// Guarantees: every request is answered once; nothing of a request or an answer is logged, counted
// or kept; limits hold before memory is spent. Trusts: the use cases for every decision.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "service/agreements.h"
#include "service/credentials.h"

namespace mandat {

class BackupDesk;
class Feed;
class Timestamps;
class Witnesses;

// How long a peer may take, and how long a stop waits for peers. All are kept to within `sweep`.
struct Timeouts {
  std::chrono::milliseconds idle{60'000};    // between requests
  std::chrono::milliseconds header{10'000};  // from the first byte to the end of the headers
  std::chrono::milliseconds body{30'000};    // from the end of the headers to the end of the body
  std::chrono::milliseconds write{30'000};   // to take an answer
  std::chrono::milliseconds linger{2'000};   // to close after being told so
  std::chrono::milliseconds drain{10'000};   // for connections that have not finished
  std::chrono::milliseconds sweep{1'000};
};

// Serves the API until it is drained.
// Threading: Start, ReloadTls, Drain and the destructor from one thread.
class Server {
 public:
  struct Settings {
    std::string address = "127.0.0.1";
    uint16_t port = 0;  // 0: the system chooses
    size_t threads = 1;
    std::filesystem::path tls_certificate;  // empty: plain HTTP
    std::filesystem::path tls_key;
    size_t body_bytes_max = size_t{1} << 20;
    size_t batch_bytes_max = Limits().batch_bytes;  // of a request that is a batch
    size_t connections_max = 10'000;
    Timeouts timeouts;
    BackupDesk* backups = nullptr;           // outlives the server; null: there are none
    Witnesses* witnesses = nullptr;          // the same
    const Feed* feed = nullptr;              // the same
    const Timestamps* timestamps = nullptr;  // the same
  };

  // Agreements and credentials must outlive the server. Errors: kInvalid (not an address, a
  // certificate or key that does not fit), kNotFound (no such file), kUnavailable (address taken).
  static Result<std::unique_ptr<Server>> Start(const Settings& settings, Agreements& agreements,
                                               const Credentials& credentials);
  ~Server();

  uint16_t port() const;
  // `http://127.0.0.1:7480`
  std::string url() const;

  // Reads certificate and key again, for connections made from now on; keeps the old ones on an
  // error. Errors: as Start.
  Status ReloadTls();

  // Accepts nothing more, finishes what is in flight, and returns when every connection is closed.
  void Drain();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mandat
