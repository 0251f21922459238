// SPDX-License-Identifier: Apache-2.0
#include "http/internal/response.h"

#include <fmt/format.h>

#include <iterator>

#include "http/internal/request.h"

namespace mandat {

std::string_view Name(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kDelete:
      return "DELETE";
    case Method::kPatch:
      return "PATCH";
    case Method::kHead:
      return "HEAD";
    case Method::kOther:
      break;
  }
  return "OTHER";
}

void Response::AddHeader(std::string_view name, std::string_view value) {
  headers.append(name).append(": ");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    headers.push_back(byte < 0x20 || byte == 0x7f ? '?' : c);
  }
  headers.append("\r\n");
}

std::string_view ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 416:
      return "Range Not Satisfiable";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 422:
      return "Unprocessable Content";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

void AppendResponse(Bytes& out, const Response& response, std::string_view date, bool close) {
  const uint64_t length =
      response.length.value_or(response.body.size() + (response.rest ? response.rest->left() : 0));
  out.reserve(out.size() + 320 + response.headers.size() + response.body.size());
  fmt::format_to(std::back_inserter(out),
                 "HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
                 "Cache-Control: {}\r\nX-Content-Type-Options: nosniff\r\n",
                 response.status, ReasonOf(response.status), date,
                 response.own_type.empty() ? response.type : response.own_type, length,
                 response.cache_control);
  out += response.headers;
  out += close ? "Connection: close\r\n\r\n" : "\r\n";
  out += response.body;
}

}  // namespace mandat
