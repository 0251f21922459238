// SPDX-License-Identifier: Apache-2.0
//
// Where lines about events go: a file that is put aside when it is full, or a receiver of syslog.
// Guarantees: what Confirm called taken has left this machine's hands (a datagram: at the socket
// alone); every call ends within its timeouts. Trusts: the receiver to have read what it closed a
// connection behind.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat {

// Threading: one caller.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // Takes lines in order, without line feeds. On an error nothing that was taken behind the last
  // Confirm may be relied on. Errors: kUnavailable.
  virtual Status Take(const std::vector<std::string>& lines) = 0;
  // Everything taken is there. Errors: as Take.
  virtual Status Confirm() = 0;
};

// `file:///path`, or `udp://`, `tcp://`, `tls://` with host and port.
struct SinkTarget {
  enum class Kind : uint8_t { kFile, kUdp, kTcp, kTls };
  Kind kind = Kind::kFile;
  std::filesystem::path path;  // of a file
  std::string host;
  uint16_t port = 0;

  // Errors: kInvalid.
  static Result<SinkTarget> Parse(std::string_view text);
};

struct FileSinkSettings {
  std::filesystem::path path;
  uint64_t bytes_max = uint64_t{64} << 20U;  // then it is put aside as `path.1`, that as `path.2`
  size_t kept_max = 8;                       // of those put aside
};
// A line feed behind each line. Errors: kUnavailable (no such directory, no right).
Result<std::unique_ptr<EventSink>> OpenFileSink(FileSinkSettings settings);

struct NetSinkSettings {
  SinkTarget target;
  bool counts_octets = true;  // how a stream is cut: by counts in front, or by line feeds
  std::string ca_file;        // PEM; empty for what the system trusts
  std::string certificate;    // PEM, of ours; empty: none is shown
  std::string key;
  std::chrono::milliseconds connect_max{5'000};
  std::chrono::milliseconds write_max{10'000};
  std::chrono::milliseconds close_max{5'000};
};
// Connects when there is something to send. Errors: kInvalid (certificates that do not fit),
// kNotFound (no such file).
Result<std::unique_ptr<EventSink>> OpenNetSink(NetSinkSettings settings);

}  // namespace mandat
