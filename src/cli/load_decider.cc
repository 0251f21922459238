// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_decider.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/status_kind.h"

namespace mandat {
namespace {

namespace json = boost::json;

bool Holds(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

json::array Names(std::string_view list) {
  json::array names;
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

}  // namespace

Result<HttpAnswer> SendPatiently(Sender& sender, HttpRequest request) {
  std::optional<Result<HttpAnswer>> answer;
  sender.Send(std::move(request),
              [&answer](Result<HttpAnswer> got) { answer.emplace(std::move(got)); });
  while (!answer) {
    sender.Step();
  }
  return std::move(*answer);
}

Result<json::object> AskPatiently(Sender& sender, HttpRequest request) {
  MANDAT_TRY(const HttpAnswer answer, SendPatiently(sender, std::move(request)));
  if (KindOfStatus(answer.status)) {
    return Fail(ErrorOf(answer));
  }
  boost::system::error_code trouble;
  json::value told = json::parse(answer.body, trouble);
  if (trouble || !told.is_object()) {
    return Fail(Error::Corrupt("the server's answer is not JSON"));
  }
  return std::move(told.get_object());
}

Result<LoadDecider::Verdict> LoadDecider::Ask(std::string_view people, const std::string& fields) {
  json::object body = {{"verb", "record"}, {"purpose", purpose_}};
  if (!people.empty()) {
    body.emplace("people", people);
  } else {
    body.emplace("collection", collection_);
    if (!fields.empty()) {
      body.emplace("fields", Names(fields));
    }
  }
  HttpRequest request;
  request.method = "POST";
  request.path = AgreementPath(agreement_, "/decisions");
  request.body = json::serialize(body);
  MANDAT_TRY(const json::object told, AskPatiently(sender_, std::move(request)));
  return Verdict{Holds(told, "allowed"), Holds(told, "observed"), Text(told, "clause"),
                 Text(told, "reason")};
}

Result<LoadDecider::Verdict> LoadDecider::Decide(const std::string& fields) {
  if (const auto known = verdicts_.find(fields); known != verdicts_.end()) {
    return known->second;
  }
  MANDAT_TRY(Verdict verdict, Ask(people_, ""));
  if (verdict.stands()) {
    MANDAT_TRY(verdict, Ask("", fields));
  }
  verdicts_.emplace(fields, verdict);
  return verdict;
}

Result<bool> LoadDecider::AskExpired(Instant captured) {
  const json::object body = {{"verb", "record"},
                             {"purpose", purpose_},
                             {"collection", collection_},
                             {"captured", captured.Format()}};
  HttpRequest request;
  request.method = "POST";
  request.path = AgreementPath(agreement_, "/decisions");
  request.body = json::serialize(body);
  MANDAT_TRY(const json::object told, AskPatiently(sender_, std::move(request)));
  return Holds(told, "expired");
}

// What was captured earlier expires earlier, so one boundary parts them: it is halved towards.
Status LoadDecider::FindBoundary() {
  constexpr int64_t kNarrow = 1'000'000;                  // a second
  constexpr int64_t kFarAhead = 253'402'300'799'000'000;  // the end of the year 9999
  is_boundary_known_ = true;
  Instant low{0};
  Instant high{kFarAhead};
  MANDAT_TRY(const bool is_any, AskExpired(low));
  if (!is_any) {
    return {};
  }
  while (high.micros - low.micros > kNarrow) {
    const Instant middle{low.micros + (high.micros - low.micros) / 2};
    MANDAT_TRY(const bool is_expired, AskExpired(middle));
    (is_expired ? low : high) = middle;
  }
  expired_ = low;
  kept_ = high;
  return {};
}

Result<bool> LoadDecider::IsExpired(Instant captured) {
  if (!is_boundary_known_) {
    MANDAT_TRY_STATUS(FindBoundary());
  }
  if (!expired_ || captured >= kept_) {
    return false;
  }
  return captured <= *expired_ ? Result<bool>(true) : AskExpired(captured);
}

}  // namespace mandat
