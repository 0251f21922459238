// SPDX-License-Identifier: Apache-2.0
//
// Verifies what a Mandat server published, without the server and without believing it: links only
// base, law, format, crypto and evidence, so that an auditor can read all of it in an evening.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/note.h"
#include "evidence/evidence.h"
#include "evidence/verify_dossier.h"
#include "evidence/verify_timestamp.h"
#include "format/entry.h"

namespace mandat {
namespace {

constexpr std::string_view kHelp = R"(mandat-verify: verifies what a Mandat server published

  mandat-verify journal PLACE [--key VKEY] [--policy FILE] [--since CHECKPOINT]
                              [--token-file FILE] [--json]
      Reads a whole journal again, from a directory, an archive (.tar, .tar.gz, .zip) or an http(s)
      address, and recomputes it.
      --key         the key of the journal, as you received it; without it the key published
                    beside the journal is taken, which proves consistency, not origin
      --policy      whom you believe: logs, witnesses, and how many of them must have seen the
                    checkpoint (a file as c2sp.org/tlog-policy has it); its log stands in for --key
      --since       a checkpoint that you kept: the journal must begin with it
      --token-file  a file with a bearer token for the address
  mandat-verify proof FILE --entry FILE [--key VKEY] [--policy FILE] [--json]
      Verifies offline that an entry stands in a journal.
  mandat-verify certificate FILE [--key VKEY] [--policy FILE] [--json]
      Verifies a certificate of destruction offline.
      Both need --key or a policy with one log.
  mandat-verify dossier DIRECTORY [--key VKEY] [--policy FILE] [--json]
      Verifies a dossier offline: its files, entries, versions, certificates and disclosures.
  mandat-verify timestamp CHECKPOINT --timestamp FILE --tsa-ca FILE [--key VKEY] [--policy FILE]
                          [--json]
      Verifies offline that a time-stamping authority had a checkpoint, and when.
      --timestamp   its answer (RFC 3161, DER)
      --tsa-ca      the certificates that you trust for it, in PEM
  mandat-verify --help | --version

exit status: 0 verified, 2 wrong usage, key or policy, 4 not found, 6 not available, 7 does not hold
)";

constexpr std::array<std::string_view, 7> kOptionsWithValue = {
    "--key", "--since", "--token-file", "--entry", "--policy", "--timestamp", "--tsa-ca"};
constexpr size_t kFileBytesMax = size_t{2} << 20;

struct Arguments {
  std::string command;
  std::string place;
  std::map<std::string, std::string, std::less<>> options;
  bool json = false;

  std::optional<std::string> Find(std::string_view option) const {
    const auto found = options.find(option);
    return found == options.end() ? std::nullopt : std::optional(found->second);
  }
};

Result<Arguments> ParseArguments(const std::vector<std::string>& words) {
  Arguments arguments;
  std::vector<std::string> plain;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--json") {
      arguments.json = true;
    } else if (std::ranges::find(kOptionsWithValue, words[i]) != kOptionsWithValue.end()) {
      if (i + 1 == words.size() || !arguments.options.emplace(words[i], words[i + 1]).second) {
        return Fail(Error::Invalid(words[i] + " needs one value"));
      }
      ++i;
    } else if (words[i].starts_with("--")) {
      return Fail(Error::Invalid("unknown option " + words[i]));
    } else {
      plain.push_back(words[i]);
    }
  }
  if (plain.size() != 2) {
    return Fail(Error::Invalid("a command and what to verify are needed; see --help"));
  }
  arguments.command = plain[0];
  arguments.place = plain[1];
  return arguments;
}

// Refuses options that the command does not have.
Status RequireOptions(const Arguments& arguments, const std::vector<std::string_view>& known) {
  for (const auto& [option, value] : arguments.options) {
    if (std::ranges::find(known, option) == known.end()) {
      return Fail(Error::Invalid(arguments.command + " has no option " + option));
    }
  }
  return {};
}

Result<Bytes> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return Fail(Error::NotFound("cannot open " + path));
  }
  Bytes bytes(kFileBytesMax, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in.eof()) {
    return Fail(Error::Invalid(path + " cannot be read, or is too long to be evidence"));
  }
  bytes.resize(static_cast<size_t>(in.gcount()));
  return bytes;
}

Result<std::optional<VerifierKey>> FindKey(const Arguments& arguments) {
  const std::optional<std::string> key = arguments.Find("--key");
  if (!key) {
    return std::nullopt;
  }
  return ParseVerifierKey(*key);
}

Result<std::optional<TlogPolicy>> FindPolicy(const Arguments& arguments) {
  const std::optional<std::string> file = arguments.Find("--policy");
  if (!file) {
    return std::nullopt;
  }
  MANDAT_TRY(const std::string text, ReadFile(*file));
  return TlogPolicy::Parse(text);
}

// The key that was given, or that of the only log of the policy.
Result<VerifierKey> RequireKey(const Arguments& arguments,
                               const std::optional<TlogPolicy>& policy) {
  MANDAT_TRY(const std::optional<VerifierKey> key, FindKey(arguments));
  const bool one_log = policy && policy->logs().size() == 1;
  if (!key && !one_log) {
    return Fail(Error::Invalid("--key is needed, or a --policy with one log"));
  }
  if (key && policy && !policy->logs().empty() && !policy->Accepts(*key)) {
    return Fail(Error::Invalid("the key is of no log of the policy"));
  }
  return key ? *key : policy->logs().front();
}

// A bar on the terminal once it has taken two seconds; nothing elsewhere.
class ProgressBar {
 public:
  explicit ProgressBar(const char* unit) : unit_(unit) {}
  ~ProgressBar() {
    if (shown_) {
      std::fputs("\r\x1b[K", stderr);
    }
  }

  void Show(uint64_t done, uint64_t total) {
    constexpr uint64_t kWidth = 40;
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now < next_) {
      return;
    }
    next_ = now + std::chrono::milliseconds(100);
    shown_ = true;
    const uint64_t filled = kWidth * std::min(done, total) / std::max<uint64_t>(total, 1);
    const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
    std::fprintf(stderr, "\r[%s] %llu of %llu %s", bar.c_str(),
                 static_cast<unsigned long long>(done), static_cast<unsigned long long>(total),
                 unit_);
  }

 private:
  const char* unit_;
  bool terminal_ = isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::seconds(2);
};

Result<std::unique_ptr<JournalSource>> OpenPlace(const Arguments& arguments) {
  UrlOptions options;
  if (const auto file = arguments.Find("--token-file")) {
    MANDAT_TRY(std::string token, ReadFile(*file));
    token.erase(token.find_last_not_of(" \r\n") + 1);
    options.token = std::move(token);
  }
  ProgressBar bar("bytes");
  return OpenSource(arguments.place, std::move(options),
                    [&bar](uint64_t done, uint64_t total) { bar.Show(done, total); });
}

Result<Report> RunJournal(const Arguments& arguments) {
  MANDAT_TRY_STATUS(RequireOptions(arguments, {"--key", "--policy", "--since", "--token-file"}));
  JournalQuestion question;
  MANDAT_TRY(question.key, FindKey(arguments));
  MANDAT_TRY(question.policy, FindPolicy(arguments));
  if (const auto since = arguments.Find("--since")) {
    MANDAT_TRY(question.since, ReadFile(*since));
  }
  MANDAT_TRY(const auto source, OpenPlace(arguments));
  ProgressBar bar("entries");
  return VerifyJournal(*source, question,
                       [&bar](uint64_t done, uint64_t total) { bar.Show(done, total); });
}

Result<Report> RunProof(const Arguments& arguments) {
  MANDAT_TRY_STATUS(RequireOptions(arguments, {"--key", "--policy", "--entry"}));
  MANDAT_TRY(const std::optional<TlogPolicy> policy, FindPolicy(arguments));
  MANDAT_TRY(const VerifierKey key, RequireKey(arguments, policy));
  const std::optional<std::string> entry_file = arguments.Find("--entry");
  if (!entry_file) {
    return Fail(Error::Invalid("--entry is needed: the file of the journal entry"));
  }
  MANDAT_TRY(const Bytes entry, ReadFile(*entry_file));
  MANDAT_TRY(const std::string proof, ReadFile(arguments.place));
  return VerifyProof(proof, entry, key, policy ? &*policy : nullptr);
}

Result<Report> RunCertificate(const Arguments& arguments) {
  MANDAT_TRY_STATUS(RequireOptions(arguments, {"--key", "--policy"}));
  MANDAT_TRY(const std::optional<TlogPolicy> policy, FindPolicy(arguments));
  MANDAT_TRY(const VerifierKey key, RequireKey(arguments, policy));
  MANDAT_TRY(const std::string certificate, ReadFile(arguments.place));
  return VerifyCertificate(certificate, key, policy ? &*policy : nullptr);
}

Result<Report> RunDossier(const Arguments& arguments) {
  MANDAT_TRY_STATUS(RequireOptions(arguments, {"--key", "--policy"}));
  DossierQuestion question;
  MANDAT_TRY(question.key, FindKey(arguments));
  MANDAT_TRY(question.policy, FindPolicy(arguments));
  ProgressBar bar("files");
  return VerifyDossier(arguments.place, question,
                       [&bar](uint64_t done, uint64_t total) { bar.Show(done, total); });
}

Result<Report> RunTimestamp(const Arguments& arguments) {
  MANDAT_TRY_STATUS(RequireOptions(arguments, {"--key", "--policy", "--timestamp", "--tsa-ca"}));
  MANDAT_TRY(const std::optional<TlogPolicy> policy, FindPolicy(arguments));
  MANDAT_TRY(const VerifierKey key, RequireKey(arguments, policy));
  const std::optional<std::string> stamp_file = arguments.Find("--timestamp");
  const std::optional<std::string> authorities_file = arguments.Find("--tsa-ca");
  if (!stamp_file || !authorities_file) {
    return Fail(
        Error::Invalid("--timestamp and --tsa-ca are needed: the answer of the authority, "
                       "and the certificates that you trust for it"));
  }
  MANDAT_TRY(const Bytes stamp, ReadFile(*stamp_file));
  MANDAT_TRY(const std::string authorities, ReadFile(*authorities_file));
  MANDAT_TRY(const std::string note, ReadFile(arguments.place));
  return VerifyTimestampedCheckpoint(note, stamp, authorities, key, policy ? &*policy : nullptr);
}

Result<Report> Run(const Arguments& arguments) {
  if (arguments.command == "journal") {
    return RunJournal(arguments);
  }
  if (arguments.command == "proof") {
    return RunProof(arguments);
  }
  if (arguments.command == "certificate") {
    return RunCertificate(arguments);
  }
  if (arguments.command == "dossier") {
    return RunDossier(arguments);
  }
  if (arguments.command == "timestamp") {
    return RunTimestamp(arguments);
  }
  return Fail(Error::Invalid("unknown command " + arguments.command + "; see --help"));
}

int Main(const std::vector<std::string>& words) {
  if (std::ranges::find(words, "--help") != words.end() || words.empty()) {
    (words.empty() ? std::cerr : std::cout) << kHelp;
    return words.empty() ? ExitCode(ErrorKind::kInvalid) : 0;
  }
  if (words.size() == 1 && words[0] == "--version") {
    std::cout << "mandat-verify " << MANDAT_VERSION
              << (ReadsUrls() ? "\n" : " (reads directories and archives, no addresses)\n");
    return 0;
  }
  const Result<Arguments> arguments = ParseArguments(words);
  const Result<Report> report =
      arguments ? Run(*arguments) : Result<Report>(Fail(arguments.error()));
  if (!report) {
    std::cerr << "error: " << FormatPrintable(report.error().message) << "\n";
    return ExitCode(report.error().kind);
  }
  std::cout << (arguments->json ? report->FormatJson() : report->FormatText()) << std::flush;
  if (!std::cout) {
    return ExitCode(ErrorKind::kUnavailable);
  }
  return report->ok() ? 0 : ExitCode(report->failure->kind);
}

}  // namespace
}  // namespace mandat

int main(int argc, char** argv) {
  return mandat::Main(std::vector<std::string>(argv + 1, argv + argc));
}
