// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "cli/internal/http_client.h"

namespace mandat {

// What holds for every command: which server, as whom, and for whose eyes.
struct Context {
  std::string server;
  std::string token_file;
  std::string authority;
  std::string version;  // of this program, "0.1.0"
  bool json = false;

  // Reads the token. Errors: kInvalid, kNotFound.
  Result<HttpSettings> Settings() const;
};

// An answer that was a success.
struct Reply {
  HttpAnswer answer;
  boost::json::value body;  // null when it is not JSON

  // The body, with entry, clause and receipt from the headers where the body has none.
  boost::json::object Told() const;
  // The same as text, with the body byte by byte as the server wrote it.
  std::string ToldText() const;
};

// Asks once. Errors: what the server says, as ErrorOf.
Result<Reply> Ask(const Context& context, const HttpRequest& request);
Result<Reply> Ask(HttpClient& client, const HttpRequest& request);

// The error behind an answer that is no success, with its clause, entry and what to do.
Error ErrorOf(const HttpAnswer& answer);

// `acme-dpa@3#7.2(b)`; nullopt for anything else.
std::optional<ClauseRef> ParseClauseRef(std::string_view text);

// "/v1/agreements/ID" and what follows.
std::string AgreementPath(std::string_view agreement, std::string_view rest = "");

// A file as bytes, of bounded length. Errors: kNotFound, kInvalid.
Result<Bytes> ReadWholeFile(const std::filesystem::path& path);
// A file that was not there, readable by the owner alone if asked. Errors: kConflict, kUnavailable.
Status WriteNewFile(const std::filesystem::path& path, std::string_view bytes, bool secret = false);

// The text of a member, empty when there is none; the objects in a member that is a list.
std::string Text(const boost::json::object& object, std::string_view name);
std::vector<boost::json::object> Objects(const boost::json::object& object, std::string_view name);

// Error messages go to stderr as one line, or as one JSON object.
void PrintError(const Error& error, bool json);
// One JSON value and a line feed on stdout.
void PrintJson(const boost::json::value& value);
// `name   value` on stdout, names padded to a column.
void PrintFact(std::string_view name, std::string_view value);
// An object for people: a line for each plain member, an indented line for each member of a list.
void PrintObject(const boost::json::object& object);

}  // namespace mandat
