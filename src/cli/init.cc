// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sys/stat.h>

#include <system_error>
#include <utility>

#include "base/ids.h"
#include "cli/internal/commands.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "format/credentials.h"
#include "keyring/pkcs11_root.h"
#include "keyring/root_key.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr size_t kTokenBytes = 32;

// A token to be made and what it may do.
struct NewToken {
  ActorRole role;
  std::string agreement;  // empty for all
  std::string label;      // also the name of its file
};

std::vector<NewToken> TokensFor(const std::vector<std::string>& agreements) {
  std::vector<NewToken> tokens = {{ActorRole::kOperator, "", "operator"},
                                  {ActorRole::kAuditor, "", "auditor"}};
  for (const std::string& agreement : agreements) {
    for (const ActorRole role : {ActorRole::kApplication, ActorRole::kController}) {
      tokens.push_back({role, agreement, agreement + "-" + std::string(Name(role))});
    }
  }
  return tokens;
}

// The lines of section [keys] that say where the root key is.
std::string RootText(const std::string& root, const InitOptions& options) {
  if (options.root.empty()) {
    return "# Without this file nobody opens the data, you included. Keep a copy apart from every "
           "data backup.\nroot = \"root.key\"\n";
  }
  return fmt::format(
      "# Without this key in the token nobody opens the data, you included.\n"
      "root = \"{}\"\npkcs11_module = \"{}\"\npkcs11_pin_file = \"{}\"\n",
      root, fs::absolute(options.module).string(), fs::absolute(options.pin_file).string());
}

std::string ConfigText(const std::string& root, const InitOptions& options) {
  return fmt::format(
      R"(# Configuration of mandatd. Relative paths count from the directory of this file.
# Every key can also be set by the environment (MANDAT_HTTP_PORT for http.port) and by a flag
# (--http.port=7480). `mandat config check mandat.toml` says what is wrong with it.

# Everything that the server keeps. Made at the first start; mode 0700.
data = "data"

# Journals are named `<origin>/<agreement id>`, in what the server signs. Set your own before the
# first start; afterwards it stays.
origin = "{}"

# Who may ask: SHA-256 of each token with its role. The tokens themselves are in tokens/.
credentials = "credentials"

[keys]
{}# Erasures are completed, by wrapping the surviving keys anew, at the latest after so many hours.
rewrap_hours = 24

[http]
address = "127.0.0.1"
port = {}
# For any other address than loopback:
# tls_certificate = "server.pem"
# tls_key = "server.key"

[log]
level = "info"
)",
      options.origin, RootText(root, options), options.port);
}

Status Validate(const InitOptions& options) {
  for (const std::string& agreement : options.agreements) {
    if (!AgreementId::Parse(agreement)) {
      return Fail(Error::Invalid("agreement " + agreement +
                                 " is not a name; use a-z, 0-9 and -, beginning with a letter"));
    }
  }
  std::error_code trouble;
  if (fs::exists(options.directory, trouble) && !fs::is_empty(options.directory, trouble)) {
    return Fail(Error::Conflict(options.directory.string() +
                                " exists and is not empty; name another directory with --dir"));
  }
  return {};
}

Status MakeDirectory(const fs::path& path) {
  std::error_code trouble;
  fs::create_directories(path, trouble);
  if (trouble || chmod(path.c_str(), 0700) != 0) {
    return Fail(Error::Unavailable(path.string() + " cannot be made"));
  }
  return {};
}

// Writes the file of one token and returns the line for the credentials.
Result<Credential> MakeToken(const fs::path& directory, const NewToken& token, Random& random) {
  const std::string text = FormatHex(random.Draw(kTokenBytes));
  MANDAT_TRY_STATUS(
      WriteNewFile(directory / "tokens" / (token.label + ".token"), text + "\n", true));
  return Credential{token.role, token.agreement, Bytes(Sha256(text).view()), token.label};
}

void Tell(const InitOptions& options, const std::vector<NewToken>& tokens) {
  const std::string at = options.directory.string();
  fmt::print("made {}/\n", at);
  fmt::print("  mandat.toml   the configuration, with comments\n");
  if (options.root.empty()) {
    fmt::print(
        "  root.key      the key above all keys, mode 0600; keep a copy apart from backups\n");
  }
  fmt::print("  credentials   who may ask; holds no token, only their hashes\n");
  fmt::print("  tokens/       one file a token, mode 0600:\n");
  for (const NewToken& token : tokens) {
    fmt::print("    {}.token\n", token.label);
  }
  fmt::print("\nnext: mandat serve --dir {}\n", at);
}

}  // namespace

Result<int> RunInit(const Context& context, const InitOptions& options) {
  MANDAT_TRY_STATUS(Validate(options));
  SystemRandom random;
  std::string root = "root.key";
  // A token that is not there leaves no directory behind.
  if (!options.root.empty()) {
    MANDAT_TRY(root, MakePkcs11Root(options.root, options.module, options.pin_file, random));
  }
  MANDAT_TRY_STATUS(MakeDirectory(options.directory));
  MANDAT_TRY_STATUS(MakeDirectory(options.directory / "tokens"));
  if (options.root.empty()) {
    MANDAT_TRY_STATUS(RootKey::CreateFile(options.directory / root, random));
  }
  const std::vector<NewToken> tokens = TokensFor(options.agreements);
  std::vector<Credential> credentials;
  boost::json::array made;
  for (const NewToken& token : tokens) {
    MANDAT_TRY(Credential credential, MakeToken(options.directory, token, random));
    credentials.push_back(std::move(credential));
    made.push_back((options.directory / "tokens" / (token.label + ".token")).c_str());
  }
  MANDAT_TRY_STATUS(WriteNewFile(options.directory / "credentials",
                                 "# role, agreement or * for all, SHA-256 of the token, label\n" +
                                     FormatCredentials(credentials),
                                 true));
  MANDAT_TRY_STATUS(WriteNewFile(options.directory / "mandat.toml", ConfigText(root, options)));
  if (context.json) {
    PrintJson({{"directory", options.directory.string()}, {"tokens", std::move(made)}});
  } else {
    Tell(options, tokens);
  }
  return 0;
}

}  // namespace mandat
