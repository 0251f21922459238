// SPDX-License-Identifier: Apache-2.0
#include "http/internal/request_parser.h"

#include <algorithm>

#include <boost/beast/http/error.hpp>

#include "vault/plaintext.h"

namespace mandat {

namespace http = boost::beast::http;

namespace {

// Known before the route is: the limit must stand before the body comes.
bool IsOfBatch(std::string_view target) {
  return target.substr(0, target.find('?')).ends_with("/batch");
}

}  // namespace

void RawRequest::Clear() {
  Wipe(body);
  body.clear();
  if (body.capacity() > kBodyBytesKept) {
    body.shrink_to_fit();
  }
  for (std::string* text :
       {&target, &authorization, &purpose, &instruction, &idempotency_key, &accept, &range,
        &if_match, &if_none_match, &if_range, &upload_offset, &upload_complete}) {
    text->clear();
  }
  method = Method::kOther;
  expects_continue = false;
  old_version = false;
  trouble_status = 0;
}

RequestParser::RequestParser(RawRequest& raw, size_t body_bytes_max, size_t batch_bytes_max)
    : raw_(raw), batch_bytes_max_(std::max(body_bytes_max, batch_bytes_max)) {
  eager(true);
  header_limit(kHeaderBytesMax);
  body_limit(body_bytes_max);
}

void RequestParser::Refuse(int status, std::string_view title, std::string_view trouble,
                           ErrorCode& error) {
  raw_.trouble_status = status;
  raw_.trouble_title = title;
  raw_.trouble = trouble;
  error = http::error::bad_value;
}

void RequestParser::Explain(const boost::system::error_code& error, size_t line_bytes) {
  ErrorCode ignored;
  if (raw_.trouble_status != 0) {
    return;
  }
  if (error == http::error::body_limit) {
    return Refuse(413, "too-large", "the body is larger than this server takes", ignored);
  }
  if (error == http::error::header_limit && line_bytes > kTargetBytesMax) {
    return Refuse(414, "too-long", "the address is longer than 2048 bytes", ignored);
  }
  if (error == http::error::header_limit) {
    return Refuse(431, "too-large", "the headers are larger than 16384 bytes", ignored);
  }
  Refuse(400, "invalid", "the request is not HTTP/1.1", ignored);
}

void RequestParser::on_request_impl(http::verb method, StringView, StringView target, int version,
                                    ErrorCode& error) {
  raw_.old_version = version < 11;
  if (target.size() > kTargetBytesMax) {
    return Refuse(414, "too-long", "the address is longer than 2048 bytes", error);
  }
  raw_.target.assign(target.data(), target.size());
  if (method == http::verb::post && IsOfBatch(raw_.target)) {
    body_limit(batch_bytes_max_);
  }
  if (method == http::verb::get) {
    raw_.method = Method::kGet;
  } else if (method == http::verb::post) {
    raw_.method = Method::kPost;
  } else if (method == http::verb::put) {
    raw_.method = Method::kPut;
  } else if (method == http::verb::delete_) {
    raw_.method = Method::kDelete;
  } else if (method == http::verb::patch) {
    raw_.method = Method::kPatch;
  } else if (method == http::verb::head) {
    raw_.method = Method::kHead;
  }
}

std::string* RequestParser::ConditionNamed(Field field) {
  switch (field) {
    case Field::range:
      return &raw_.range;
    case Field::if_match:
      return &raw_.if_match;
    case Field::if_none_match:
      return &raw_.if_none_match;
    case Field::if_range:
      return &raw_.if_range;
    default:
      return nullptr;
  }
}

std::string* RequestParser::HeaderNamed(Field field, StringView name) {
  if (field == Field::authorization) {
    return &raw_.authorization;
  }
  if (field == Field::accept) {
    return &raw_.accept;
  }
  if (field != Field::unknown) {
    return ConditionNamed(field);
  }
  using boost::beast::iequals;
  if (iequals(name, "Mandat-Purpose")) {
    return &raw_.purpose;
  }
  if (iequals(name, "Mandat-Instruction")) {
    return &raw_.instruction;
  }
  if (iequals(name, "Upload-Offset")) {
    return &raw_.upload_offset;
  }
  if (iequals(name, "Upload-Complete")) {
    return &raw_.upload_complete;
  }
  return iequals(name, "Idempotency-Key") ? &raw_.idempotency_key : nullptr;
}

// Two values of one of these could be read one way here and another way in front of us.
void RequestParser::TakeOnce(std::string& target, StringView value, ErrorCode& error) {
  if (!target.empty()) {
    return Refuse(400, "invalid", "a header that must be there once is there twice", error);
  }
  target.assign(value.data(), value.size());
}

void RequestParser::on_field_impl(Field field, StringView name, StringView value,
                                  ErrorCode& error) {
  if (header_done_) {
    return;  // a trailer says nothing here
  }
  if (field == Field::host) {
    ++hosts_;
  } else if (field == Field::expect) {
    raw_.expects_continue = boost::beast::iequals(value, "100-continue");
  } else if (std::string* target = HeaderNamed(field, name)) {
    TakeOnce(*target, value, error);
  }
}

// Source: RFC 9110 7.2.
void RequestParser::on_header_impl(ErrorCode& error) {
  header_done_ = true;
  if (hosts_ != 1) {
    Refuse(400, "invalid", "the request must have one header Host", error);
  }
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) {
  if (length) {
    raw_.body.reserve(static_cast<size_t>(*length));  // at most the limit, or the parser stops
  }
}

std::size_t RequestParser::on_body_impl(StringView body, ErrorCode&) {
  raw_.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, StringView body, ErrorCode&) {
  raw_.body.append(body.data(), body.size());
  return body.size();
}

}  // namespace mandat
