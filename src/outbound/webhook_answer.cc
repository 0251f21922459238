// SPDX-License-Identifier: Apache-2.0
#include "outbound/webhook_answer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace mandat {
namespace {

using std::chrono::seconds;

constexpr size_t kDigitsMax = 10;

// Nothing but digits.
std::optional<int64_t> ReadDigits(std::string_view text) {
  int64_t value = 0;
  const bool digits = !text.empty() && text.size() <= kDigitsMax &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) {
    return std::nullopt;
  }
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// `Sun, 06 Nov 1994 08:49:37 GMT`. The name of the day is not compared with the date.
std::optional<Instant> ParseHttpDate(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
      text[16] != ' ' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const auto* month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end()) {
    return std::nullopt;
  }
  std::string number = std::to_string(month - kMonths.begin() + 1);
  number.insert(0, number.size() == 1 ? "0" : "");
  const Result<Instant> at =
      Instant::Parse(std::string(text.substr(12, 4)) + "-" + number + "-" +
                     std::string(text.substr(5, 2)) + "T" + std::string(text.substr(17, 8)) + "Z");
  return at ? std::optional(*at) : std::nullopt;
}

// Asked to come back, or failing for now. A gateway's 502 and 504 are not among them.
bool IsTransient(long status) {
  return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
}

// A gateway that had no answer from behind it does not know whether the notice got there.
bool IsLostBehindGateway(long status) { return status == 502 || status == 504; }

}  // namespace

std::optional<seconds> ParseRetryAfter(std::string_view text, Instant at) {
  if (const std::optional<int64_t> count = ReadDigits(text)) {
    return seconds(*count);
  }
  const std::optional<Instant> until = ParseHttpDate(text);
  if (!until || *until <= at) {
    return std::nullopt;
  }
  return std::chrono::ceil<seconds>(*until - at);
}

Delivery DeliveryOfStatus(long status, std::string_view retry_after, Instant at,
                          seconds retry_after_max) {
  Delivery delivery{Dispatch::kPermanent, "HTTP " + std::to_string(status), std::nullopt};
  if (status >= 200 && status <= 299) {
    delivery.outcome = Dispatch::kAccepted;
  } else if (IsLostBehindGateway(status)) {
    delivery.outcome = Dispatch::kUnknown;
    delivery.reply += ", a gateway had no answer";
  } else if (IsTransient(status)) {
    delivery.outcome = Dispatch::kTransient;
  } else if (status >= 300 && status <= 399) {
    delivery.reply += ", redirects are not followed";
  } else if (status == 410) {
    delivery.reply += ", this address takes no more notices";
  } else if (status < 400 || status > 499) {
    delivery.outcome = Dispatch::kUnknown;  // not a status of HTTP
  }
  const bool again =
      delivery.outcome == Dispatch::kTransient || delivery.outcome == Dispatch::kUnknown;
  if (again) {
    delivery.retry_after = ParseRetryAfter(retry_after, at);
  }
  if (delivery.retry_after) {
    delivery.retry_after = std::min(*delivery.retry_after, retry_after_max);
  }
  return delivery;
}

}  // namespace mandat
