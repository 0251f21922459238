// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "outbound/event_sink.h"

namespace mandat {
namespace {

constexpr std::string_view kForms =
    "a feed goes to file:///path, or to udp://, tcp:// or tls:// with host and port";

Result<SinkTarget> ParseReceiver(SinkTarget::Kind kind, std::string_view rest) {
  SinkTarget target;
  target.kind = kind;
  const size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos) {
    return Fail(Error::Invalid(kForms));
  }
  std::string_view host = rest.substr(0, colon);
  const bool is_literal = host.starts_with('[') && host.ends_with(']');
  if (is_literal) {
    host = host.substr(1, host.size() - 2);
  }
  const std::string_view fits = is_literal ? "0123456789abcdefABCDEF:."
                                           : "0123456789abcdefghijklmnopqrstuvwxyz"
                                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-";
  const std::string_view port = rest.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(port.data(), port.data() + port.size(), target.port, 10);
  const bool is_port = error == std::errc() && end == port.data() + port.size();
  if (host.empty() || host.find_first_not_of(fits) != std::string_view::npos || !is_port ||
      target.port == 0) {
    return Fail(Error::Invalid(kForms));
  }
  target.host = host;
  return target;
}

}  // namespace

Result<SinkTarget> SinkTarget::Parse(std::string_view text) {
  constexpr std::string_view kFileScheme = "file://";
  if (text.starts_with(kFileScheme)) {
    SinkTarget target;
    target.path = text.substr(kFileScheme.size());
    if (!target.path.is_absolute() || !target.path.has_filename()) {
      return Fail(Error::Invalid(kForms));
    }
    return target;
  }
  for (const auto& [scheme, kind] : {std::pair<std::string_view, Kind>{"udp://", Kind::kUdp},
                                     {"tcp://", Kind::kTcp},
                                     {"tls://", Kind::kTls}}) {
    if (text.starts_with(scheme)) {
      return ParseReceiver(kind, text.substr(scheme.size()));
    }
  }
  return Fail(Error::Invalid(kForms));
}

}  // namespace mandat
