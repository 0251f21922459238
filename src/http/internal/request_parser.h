// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>  // beast/http/status.hpp of Boost 1.81 needs it first

#include <boost/beast/http/basic_parser.hpp>
#include <string>

#include "base/bytes.h"
#include "http/internal/request.h"

namespace mandat {

// What came in, in buffers that are used again for the next request of the connection.
struct RawRequest {
  Method method = Method::kOther;
  std::string target;
  std::string authorization;
  std::string purpose;
  std::string instruction;
  std::string idempotency_key;
  std::string accept;
  std::string range;
  std::string if_match;
  std::string if_none_match;
  std::string if_range;
  std::string upload_offset;
  std::string upload_complete;
  Bytes body;
  bool expects_continue = false;
  bool old_version = false;  // HTTP/1.0

  // Why it is not taken; 0 as long as it may be.
  int trouble_status = 0;
  std::string_view trouble_title;
  std::string_view trouble;

  void Clear();
};

inline constexpr uint32_t kHeaderBytesMax = 16 << 10;
inline constexpr size_t kTargetBytesMax = 2 << 10;
inline constexpr size_t kBodyBytesKept = 64 << 10;  // a larger body buffer is given back

// Reads one request; the rest of the buffer belongs to the next.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  // `batch_bytes_max` is for the addresses of batches alone.
  RequestParser(RawRequest& raw, size_t body_bytes_max, size_t batch_bytes_max = 0);

  // The trouble that an error of the parser means, unless the parser has named one already.
  // `line_bytes` is how long the first line is, as far as it came.
  void Explain(const boost::system::error_code& error, size_t line_bytes);

 private:
  using ErrorCode = boost::system::error_code;
  using StringView = boost::beast::string_view;
  using Field = boost::beast::http::field;

  void Refuse(int status, std::string_view title, std::string_view trouble, ErrorCode& error);
  void TakeOnce(std::string& target, StringView value, ErrorCode& error);
  std::string* ConditionNamed(Field field);
  std::string* HeaderNamed(Field field, StringView name);

  void on_request_impl(boost::beast::http::verb method, StringView, StringView target, int version,
                       ErrorCode& error) override;
  void on_response_impl(int, StringView, int, ErrorCode&) override {}
  void on_field_impl(Field field, StringView name, StringView value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override;
  std::size_t on_body_impl(StringView body, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, StringView, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, StringView body, ErrorCode&) override;
  void on_finish_impl(ErrorCode&) override {}

  RawRequest& raw_;
  const size_t batch_bytes_max_;
  int hosts_ = 0;
  bool header_done_ = false;
};

}  // namespace mandat
