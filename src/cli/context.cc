// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/context.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>

#include "base/assert.h"
#include "cli/internal/status_kind.h"
#include "evidence/report.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr size_t kFileBytesMax = size_t{64} << 20;

// What to do about a kind of trouble, where the message does not say it already.
std::string_view Advice(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return "mend it and try again";
    case ErrorKind::kCorrupt:
      return "stop and look at the server's log";
    case ErrorKind::kUnavailable:
      return "try again later";
    case ErrorKind::kRefused:
      return "read the clause in the agreement";
    case ErrorKind::kUndecided:
      return "ask the controller for a documented instruction";
    case ErrorKind::kShredded:
      return "stop asking: the key is destroyed for ever";
    case ErrorKind::kNotFound:
      return "look for a mistake in the name";
    case ErrorKind::kConflict:
      return "read again, then decide again";
    case ErrorKind::kChanged:
      return "read again, then send the version that you saw";
    case ErrorKind::kExceeded:
      return "send less at once, or raise the limit that is named";
  }
  Stop("unknown kind of error");
}

void SetWhenAbsent(json::object& object, std::string_view name, json::value value) {
  if (!object.contains(name)) {
    object.emplace(name, std::move(value));
  }
}

// The target of `Link: <...>; rel="receipt"`.
std::string_view ReceiptOf(std::string_view link) {
  const size_t open = link.find('<');
  const size_t close = link.find('>');
  const bool found = link.find("rel=\"receipt\"") != std::string_view::npos &&
                     open != std::string_view::npos && close != std::string_view::npos;
  return found ? link.substr(open + 1, close - open - 1) : std::string_view();
}

// A value without quotes and braces, on one line.
std::string Plain(const json::value& value) {
  if (value.is_string()) {
    return std::string(value.get_string());
  }
  if (value.is_double()) {
    return fmt::format("{}", value.get_double());
  }
  if (!value.is_object()) {
    return json::serialize(value);
  }
  std::string line;
  for (const auto& [name, member] : value.get_object()) {
    const bool nested = member.is_array() || member.is_object();
    line += (line.empty() ? "" : "  ") + std::string(name) + "=" +
            (nested ? json::serialize(member) : Plain(member));
  }
  return line;
}

// Findings are rendered by the server where it holds the text; else one line each.
std::string FindingsOf(const json::object& problem) {
  std::string lines = Text(problem, "rendered");
  const json::value* findings = problem.if_contains("findings");
  if (!lines.empty() || findings == nullptr || !findings->is_array()) {
    return lines;
  }
  for (const json::value& finding : findings->get_array()) {
    if (finding.is_object()) {
      lines += "\n  " + Text(finding.get_object(), "message");
    }
  }
  return lines;
}

}  // namespace

Result<HttpSettings> Context::Settings() const {
  HttpSettings settings;
  settings.server = server;
  while (settings.server.ends_with('/')) {
    settings.server.pop_back();
  }
  settings.authority = authority;
  if (!token_file.empty()) {
    MANDAT_TRY(settings.token, ReadWholeFile(token_file));
    settings.token.erase(settings.token.find_last_not_of(" \r\n") + 1);
    if (settings.token.empty() ||
        !std::ranges::all_of(settings.token, [](char c) { return c > 0x20 && c < 0x7f; })) {
      return Fail(Error::Invalid("token file does not hold one line of visible characters"));
    }
  }
  MANDAT_TRY_STATUS(ValidateSettings(settings));
  return settings;
}

json::object Reply::Told() const {
  json::object told = body.is_object() ? body.get_object() : json::object();
  if (const auto entry = ParseDecimal(answer.Header("mandat-entry"))) {
    SetWhenAbsent(told, "entry", *entry);
  }
  if (const std::string_view clause = answer.Header("mandat-clause"); !clause.empty()) {
    SetWhenAbsent(told, "clause", json::value(clause));
  }
  if (const std::string_view receipt = ReceiptOf(answer.Header("link")); !receipt.empty()) {
    SetWhenAbsent(told, "receipt", json::value(receipt));
  }
  if (answer.Header("mandat-replayed") == "true") {
    SetWhenAbsent(told, "replayed", true);
  }
  return told;
}

std::string Reply::ToldText() const {
  const size_t end = answer.body.find_last_of('}');
  if (!body.is_object() || end == std::string::npos) {
    return json::serialize(Told());
  }
  // The server's bytes as they are, since reading and writing a number may change how it is
  // written.
  std::string text = answer.body.substr(0, end);
  const json::object& there = body.get_object();
  for (const auto& [name, value] : Told()) {
    if (!there.contains(name)) {
      text += (text.ends_with('{') ? "" : ",") + json::serialize(json::value(name)) + ":" +
              json::serialize(value);
    }
  }
  return text + "}";
}

Result<Reply> Ask(const Context& context, const HttpRequest& request) {
  MANDAT_TRY(HttpSettings settings, context.Settings());
  HttpClient client(std::move(settings));
  Result<Reply> reply = Ask(client, request);
  if (!reply && reply.error().kind == ErrorKind::kUnavailable && !reply.error().entry &&
      reply.error().message.find(';') == std::string::npos) {
    return Fail(Error::Unavailable("no answer from " + context.server + ": " +
                                   reply.error().message +
                                   "; start the server with `mandat serve`, or name another "
                                   "with --server"));
  }
  return reply;
}

Result<Reply> Ask(HttpClient& client, const HttpRequest& request) {
  MANDAT_TRY(HttpAnswer answer, client.Ask(request));
  if (KindOfStatus(answer.status)) {
    return Fail(ErrorOf(answer));
  }
  Reply reply;
  if (answer.Header("content-type").starts_with("application/json")) {
    boost::system::error_code trouble;
    reply.body = json::parse(answer.body, trouble);
    if (trouble) {
      return Fail(Error::Corrupt("the server's answer is not JSON"));
    }
  }
  reply.answer = std::move(answer);
  return reply;
}

Error ErrorOf(const HttpAnswer& answer) {
  Error error = Error::Invalid("the server answers " + std::to_string(answer.status));
  error.kind = KindOfStatus(answer.status).value_or(ErrorKind::kInvalid);
  error.clause = ParseClauseRef(answer.Header("mandat-clause"));
  if (const auto entry = ParseDecimal(answer.Header("mandat-entry"))) {
    error.entry = *entry;
  }
  boost::system::error_code trouble;
  const json::value body = json::parse(answer.body, trouble);
  if (!trouble && body.is_object()) {
    const json::object& problem = body.get_object();
    if (Text(problem, "title") == "undecided") {
      error.kind = ErrorKind::kUndecided;
    }
    if (const std::string detail = Text(problem, "detail"); !detail.empty()) {
      error.message = detail;
    }
    if (const std::string findings = FindingsOf(problem); !findings.empty()) {
      error.message += "\n" + findings;
    }
    if (!error.clause) {
      error.clause = ParseClauseRef(Text(problem, "clause"));
    }
  }
  if (answer.status == 401) {
    error.message += "; name a file with a token: --token-file, or MANDAT_TOKEN_FILE";
  } else if (answer.status == 403 && !error.clause) {
    error.message += "; use a token of another role or agreement";
  }
  return error;
}

std::optional<ClauseRef> ParseClauseRef(std::string_view text) {
  const size_t at = text.find('@');
  const size_t hash = text.find('#', at == std::string_view::npos ? text.size() : at);
  if (at == std::string_view::npos || hash == std::string_view::npos) {
    return std::nullopt;
  }
  const Result<uint64_t> version = ParseDecimal(text.substr(at + 1, hash - at - 1), UINT32_MAX);
  if (!version) {
    return std::nullopt;
  }
  return ClauseRef{std::string(text.substr(0, at)), static_cast<uint32_t>(*version),
                   std::string(text.substr(hash + 1))};
}

std::string AgreementPath(std::string_view agreement, std::string_view rest) {
  return "/v1/agreements/" + std::string(agreement) + std::string(rest);
}

Result<Bytes> ReadWholeFile(const std::filesystem::path& path) {
  std::error_code trouble;
  if (std::filesystem::is_directory(path, trouble)) {
    return Fail(Error::Invalid(path.string() + " is a directory"));
  }
  const bool regular = std::filesystem::is_regular_file(path, trouble);
  std::ifstream in(path, std::ios::binary);
  if (!regular || !in) {
    return Fail(Error::NotFound("cannot open " + path.string()));
  }
  if (std::filesystem::file_size(path, trouble) > kFileBytesMax) {
    return Fail(Error::Invalid(path.string() + " is too long"));
  }
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Status WriteNewFile(const std::filesystem::path& path, std::string_view bytes, bool secret) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, secret ? 0600 : 0644);
  if (fd < 0) {
    return Fail(
        errno == EEXIST
            ? Error::Conflict(path.string() + " exists and is kept; move it away or name another")
            : Error::Unavailable(path.string() + " cannot be made"));
  }
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written <= 0) {
      close(fd);
      return Fail(Error::Unavailable(path.string() + " cannot be written"));
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  const bool synced = fsync(fd) == 0;
  return close(fd) == 0 && synced
             ? Status()
             : Status(Fail(Error::Unavailable(path.string() + " cannot be written")));
}

void PrintError(const Error& error, bool as_json) {
  std::fflush(stdout);
  if (as_json) {
    json::object object = {{"error", Name(error.kind)}, {"message", error.message}};
    if (error.clause) {
      object.emplace("clause", error.clause->Format());
    }
    if (error.entry) {
      object.emplace("entry", *error.entry);
    }
    object.emplace("exit", ExitCode(error.kind));
    fmt::print(stderr, "{}\n", json::serialize(object));
    return;
  }
  const size_t end = error.message.find('\n');
  const std::string first = error.message.substr(0, end);
  std::string line = fmt::format("{}: {}", Name(error.kind), FormatPrintable(first));
  if (error.clause) {
    line += fmt::format(", clause {}", FormatPrintable(error.clause->Format()));
  }
  if (error.entry) {
    line += fmt::format(", entry {}", *error.entry);
  }
  if (first.find("; ") == std::string::npos) {
    line += fmt::format("; {}", Advice(error.kind));
  }
  fmt::print(stderr, "{}\n", line);
  if (end != std::string::npos) {
    fmt::print(stderr, "{}\n", error.message.substr(end + 1));
  }
}

std::string Text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

// The members of an array of objects, or nothing.
std::vector<json::object> Objects(const json::object& object, std::string_view name) {
  std::vector<json::object> objects;
  const json::value* value = object.if_contains(name);
  if (value != nullptr && value->is_array()) {
    for (const json::value& member : value->get_array()) {
      if (member.is_object()) {
        objects.push_back(member.get_object());
      }
    }
  }
  return objects;
}

void PrintJson(const json::value& value) { fmt::print("{}\n", json::serialize(value)); }

void PrintFact(std::string_view name, std::string_view value) {
  fmt::print("{:<18}{}\n", name, FormatPrintable(value));
}

void PrintObject(const json::object& object) {
  for (const auto& [name, value] : object) {
    if (value.is_array()) {
      PrintFact(name, "");
      for (const json::value& member : value.get_array()) {
        fmt::print("  {}\n", FormatPrintable(Plain(member)));
      }
    } else if (!value.is_null()) {
      PrintFact(name, Plain(value));
    }
  }
}

}  // namespace mandat
