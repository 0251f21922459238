// SPDX-License-Identifier: Apache-2.0
#include "outbound/transport.h"

#include <array>

namespace mandat {
namespace {

constexpr std::array<std::string_view, 4> kDispatchNames = {"accepted", "transient", "permanent",
                                                            "unknown"};

}  // namespace

std::string_view Name(Dispatch dispatch) { return kDispatchNames[static_cast<size_t>(dispatch)]; }

std::optional<Dispatch> FindDispatch(std::string_view name) {
  for (size_t i = 0; i < kDispatchNames.size(); ++i) {
    if (kDispatchNames[i] == name) {
      return static_cast<Dispatch>(i);
    }
  }
  return std::nullopt;
}

std::string PrintableReply(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, kReplyBytesMax)) {
    line += c >= ' ' && c <= '~' ? c : ' ';
  }
  const size_t first = line.find_first_not_of(' ');
  const size_t last = line.find_last_not_of(' ');
  return first == std::string::npos ? std::string() : line.substr(first, last - first + 1);
}

}  // namespace mandat
