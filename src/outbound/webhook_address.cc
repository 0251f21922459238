// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_address.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>

namespace mandat {
namespace {

constexpr size_t kAddressBytesMax = 2048;
constexpr size_t kIpv4Bytes = 4;
constexpr size_t kIpv6Bytes = 16;

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string Part(const Url& url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) {
    return {};
  }
  std::string value(text);
  curl_free(text);
  return value;
}

std::string LowerCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return text;
}

bool IsThisMachine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

// Host and port as they are written, with the credentials that must not be there. RFC 3986 3.2.
std::string_view Authority(std::string_view text) {
  const size_t start = text.find("//");
  if (start == std::string_view::npos) {
    return {};
  }
  return text.substr(start + 2, text.find_first_of("/?", start + 2) - start - 2);
}

// A network: the first bits of an address, and what is reached there.
struct Network {
  std::array<unsigned char, kIpv6Bytes> bits;
  size_t bits_count;
  Reach reach;
};

// The first that fits counts. IANA special-purpose registries (RFC 6890) and the metadata services
// of clouds that live outside of 169.254.0.0/16.
constexpr auto kIpv4Networks = std::to_array<Network>({
    {{0}, 8, Reach::kNever},                    // "this network"
    {{10}, 8, Reach::kPrivate},                 // RFC 1918
    {{100, 100, 100, 200}, 32, Reach::kNever},  // metadata
    {{100, 64}, 10, Reach::kPrivate},           // RFC 6598
    {{127}, 8, Reach::kLoopback},
    {{168, 63, 129, 16}, 32, Reach::kNever},  // metadata
    {{169, 254}, 16, Reach::kNever},          // link-local, metadata: RFC 3927
    {{172, 16}, 12, Reach::kPrivate},         // RFC 1918
    {{192, 0, 0}, 24, Reach::kNever},         // protocol assignments, metadata
    {{192, 0, 2}, 24, Reach::kNever},         // documentation: RFC 5737
    {{192, 168}, 16, Reach::kPrivate},        // RFC 1918
    {{198, 18}, 15, Reach::kPrivate},         // benchmarks: RFC 2544
    {{198, 51, 100}, 24, Reach::kNever},      // documentation
    {{203, 0, 113}, 24, Reach::kNever},       // documentation
    {{224}, 4, Reach::kNever},                // groups
    {{240}, 4, Reach::kNever},                // reserved, broadcast
});

constexpr auto kIpv6Networks = std::to_array<Network>({
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Reach::kLoopback},
    {{0}, 8, Reach::kNever},                        // nobody, and what is not assigned
    {{1}, 8, Reach::kNever},                        // discard: RFC 6666
    {{0x20, 0x01, 0x0d, 0xb8}, 32, Reach::kNever},  // documentation: RFC 3849
    {{0x20, 0x01, 0}, 32, Reach::kNever},           // Teredo, which hides an address in itself
    {{0xfd, 0x00, 0x0e, 0xc2}, 32, Reach::kNever},  // metadata
    {{0xfc}, 7, Reach::kPrivate},                   // RFC 4193
    {{0xfe, 0x80}, 10, Reach::kNever},              // link-local
    {{0xfe, 0xc0}, 10, Reach::kPrivate},            // site-local, of old: RFC 3879
    {{0xff}, 8, Reach::kNever},                     // groups
});

// Where an IPv6 address carries an IPv4 one, to which a router may turn it.
struct Carrier {
  std::array<unsigned char, kIpv6Bytes> bits;
  size_t bits_count;
  size_t at;
};
constexpr auto kCarriers = std::to_array<Carrier>({
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},  // mapped: RFC 4291 2.5.5.2
    {{0x00, 0x64, 0xff, 0x9b}, 96, 12},                    // NAT64: RFC 6052 2.1
    {{0x20, 0x02}, 16, 2},                                 // 6to4: RFC 3056 2
});

bool BeginsWith(ByteView address, const std::array<unsigned char, kIpv6Bytes>& bits,
                size_t bits_count) {
  for (size_t bit = 0; bit < bits_count; ++bit) {
    const unsigned differing = static_cast<unsigned char>(address[bit / 8]) ^ bits[bit / 8];
    if ((differing >> (7 - bit % 8) & 1) != 0) {
      return false;
    }
  }
  return true;
}

template <class Networks>
Reach Find(const Networks& networks, ByteView address) {
  const auto found = std::ranges::find_if(networks, [&](const Network& network) {
    return BeginsWith(address, network.bits, network.bits_count);
  });
  return found == networks.end() ? Reach::kPublic : found->reach;
}

}  // namespace

Result<WebhookAddress> WebhookAddress::Parse(std::string_view text) {
  const Url url(curl_url(), &curl_url_cleanup);
  const std::string whole(text);
  const bool visible = text.size() <= kAddressBytesMax &&
                       std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
  const std::string_view authority = Authority(text);
  if (!visible || url == nullptr ||
      curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK ||
      authority.empty() || authority.find('@') != std::string_view::npos ||
      text.find('#') != std::string_view::npos) {
    return Fail(Error::Invalid("not an address of a webhook"));
  }
  WebhookAddress address;
  const std::string scheme = LowerCase(Part(url, CURLUPART_SCHEME));
  address.host = LowerCase(Part(url, CURLUPART_HOST));
  address.secure = scheme == "https";
  if ((scheme != "https" && scheme != "http") || address.host.empty()) {
    return Fail(Error::Invalid("not an address of a webhook"));
  }
  if (!address.secure && !IsThisMachine(address.host)) {
    return Fail(Error::Invalid("a webhook needs https"));
  }
  const std::string port = Part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  const std::string path = Part(url, CURLUPART_PATH);
  const std::string query = Part(url, CURLUPART_QUERY);
  address.text = scheme + "://" + address.host + (port.empty() ? "" : ":" + port) +
                 (path.empty() ? "/" : path) + (query.empty() ? "" : "?" + query);
  return address;
}

Reach ReachOf(ByteView address) {
  if (address.size() == kIpv4Bytes) {
    return Find(kIpv4Networks, address);
  }
  if (address.size() != kIpv6Bytes) {
    return Reach::kNever;
  }
  const auto* carrier = std::ranges::find_if(
      kCarriers, [&](const Carrier& one) { return BeginsWith(address, one.bits, one.bits_count); });
  return carrier == kCarriers.end() ? Find(kIpv6Networks, address)
                                    : Find(kIpv4Networks, address.substr(carrier->at, kIpv4Bytes));
}

}  // namespace mandat
