// SPDX-License-Identifier: Apache-2.0
#include "format/dossier.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "format/checkpoint.h"

namespace mandat {
namespace {

constexpr std::string_view kHead = "{\n \"form\": \"mandat dossier 1\"";
constexpr size_t kTextBytesMax = 256;
constexpr size_t kHashDigits = 64;

bool IsPlain(std::string_view text) {
  return text.size() <= kTextBytesMax && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<uint8_t>(c);
           return byte < 0x20 || byte == 0x7f || c == '"' || c == '\\';
         });
}

bool IsFileLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

std::string TextMember(std::string_view key, std::string_view text) {
  MANDAT_ASSERT(IsPlain(text));
  return ",\n \"" + std::string(key) + "\": \"" + std::string(text) + "\"";
}

std::string NumbersMember(std::string_view key, const std::vector<uint64_t>& numbers) {
  std::string text = ",\n \"" + std::string(key) + "\": [";
  const char* comma = "";
  for (const uint64_t number : numbers) {
    text += comma + std::to_string(number);
    comma = ", ";
  }
  return text + "]";
}

// Takes what a manifest is made of off the front. After the first surprise nothing is taken.
class Taker {
 public:
  explicit Taker(std::string_view text) : left_(text) {}

  bool Have(std::string_view expected) {
    if (!ok_ || !left_.starts_with(expected)) {
      return false;
    }
    left_.remove_prefix(expected.size());
    return true;
  }
  void Need(std::string_view expected) { ok_ = Have(expected); }
  std::string TakeUntil(char end) {
    const size_t size = left_.find(end);
    if (!ok_ || size == std::string_view::npos || !IsPlain(left_.substr(0, size))) {
      ok_ = false;
      return {};
    }
    std::string text(left_.substr(0, size));
    left_.remove_prefix(size + 1);
    return text;
  }
  uint64_t TakeNumber(uint64_t most = Checkpoint::kSizeMax) {
    const size_t size = std::min(left_.find_first_not_of("0123456789"), left_.size());
    const Result<uint64_t> number = ParseDecimal(left_.substr(0, size), most);
    ok_ = ok_ && number;
    left_.remove_prefix(ok_ ? size : 0);
    return number.value_or(0);
  }
  std::string TakeText(std::string_view key) {
    Need(",\n \"" + std::string(key) + "\": \"");
    return TakeUntil('"');
  }
  std::vector<uint64_t> TakeNumbers(std::string_view key) {
    Need(",\n \"" + std::string(key) + "\": [");
    std::vector<uint64_t> numbers;
    while (ok_ && !Have("]")) {
      if (!numbers.empty()) {
        Need(", ");
      }
      numbers.push_back(TakeNumber());
      ok_ = ok_ && (numbers.size() < 2 || numbers[numbers.size() - 2] < numbers.back());
    }
    return numbers;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && left_.empty(); }
  void Refuse() { ok_ = false; }

 private:
  std::string_view left_;
  bool ok_ = true;
};

std::vector<Dossier::Version> TakeVersions(Taker& taker) {
  std::vector<Dossier::Version> versions;
  taker.Need(",\n \"versions\": [");
  while (taker.ok() && !taker.Have("\n ]")) {
    taker.Need(versions.empty() ? "\n  {\"version\": " : ",\n  {\"version\": ");
    Dossier::Version version;
    version.number = static_cast<uint32_t>(taker.TakeNumber(std::numeric_limits<uint32_t>::max()));
    taker.Need(", \"entry\": ");
    version.entry = taker.TakeNumber();
    if (taker.Have(", \"activation\": ")) {
      version.activation = taker.TakeNumber();
    }
    taker.Need("}");
    if (!versions.empty() && versions.back().number >= version.number) {
      taker.Refuse();
    }
    versions.push_back(version);
  }
  return versions;
}

std::vector<Dossier::File> TakeFiles(Taker& taker) {
  std::vector<Dossier::File> files;
  taker.Need(",\n \"files\": [");
  while (taker.ok() && !taker.Have("\n ]\n}\n")) {
    taker.Need(files.empty() ? "\n  {\"file\": \"" : ",\n  {\"file\": \"");
    Dossier::File file;
    file.name = taker.TakeUntil('"');
    taker.Need(", \"bytes\": ");
    file.bytes = taker.TakeNumber();
    taker.Need(", \"sha256\": \"");
    file.sha256 = taker.TakeUntil('"');
    taker.Need("}");
    const Result<Bytes> hash = ParseHex(file.sha256);
    if (!IsDossierFile(file.name) || !hash || file.sha256.size() != kHashDigits ||
        files.size() == Dossier::kFilesMax || (!files.empty() && files.back().name >= file.name)) {
      taker.Refuse();
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace

bool IsDossierKind(std::string_view kind) {
  return std::ranges::find(kDossierKinds, kind) != std::end(kDossierKinds);
}

bool IsDossierFile(std::string_view name) {
  if (name.empty() || name.size() > kTextBytesMax) {
    return false;
  }
  bool at_start = true;
  for (const char c : name) {
    if (at_start ? !IsFileLetter(c) || c == '.' : !IsFileLetter(c) && c != '/') {
      return false;
    }
    at_start = c == '/';
  }
  return !at_start && name != kDossierManifest;
}

std::string DossierEntryFile(uint64_t entry) {
  return "entries/" + std::to_string(entry) + ".cbor";
}

std::string DossierProofFile(uint64_t entry) {
  return "entries/" + std::to_string(entry) + ".tlog-proof";
}

std::string DossierDisclosureFile(uint64_t entry) {
  return "disclosures/" + std::to_string(entry) + ".txt";
}

std::string DossierCertificateFile(uint64_t entry) {
  return "certificates/" + std::to_string(entry) + ".txt";
}

std::string DossierVersionFile(uint32_t version, std::string_view what) {
  return "agreement/" + std::to_string(version) + "." + std::string(what);
}

std::string Dossier::Format() const {
  std::string text(kHead);
  text += TextMember("kind", kind) + TextMember("agreement", agreement) +
          TextMember("journal", journal) + TextMember("from", from) + TextMember("until", until) +
          TextMember("subject", subject) + TextMember("actor", actor) +
          NumbersMember("asked-by", asked_by) + NumbersMember("entries", entries) +
          NumbersMember("undisclosed", undisclosed) + ",\n \"versions\": [";
  for (size_t i = 0; i < versions.size(); ++i) {
    const Version& version = versions[i];
    text += std::string(i == 0 ? "" : ",") + "\n  {\"version\": " + std::to_string(version.number) +
            ", \"entry\": " + std::to_string(version.entry) +
            (version.activation ? ", \"activation\": " + std::to_string(*version.activation) : "") +
            "}";
  }
  text += "\n ],\n \"files\": [";
  for (size_t i = 0; i < files.size(); ++i) {
    const File& file = files[i];
    MANDAT_ASSERT(IsDossierFile(file.name));
    text += std::string(i == 0 ? "" : ",") + "\n  {\"file\": \"" + file.name +
            "\", \"bytes\": " + std::to_string(file.bytes) + ", \"sha256\": \"" + file.sha256 +
            "\"}";
  }
  return text + "\n ]\n}\n";
}

Result<Dossier> Dossier::Parse(std::string_view text) {
  Taker taker(text);
  taker.Need(kHead);
  Dossier dossier;
  dossier.kind = taker.TakeText("kind");
  dossier.agreement = taker.TakeText("agreement");
  dossier.journal = taker.TakeText("journal");
  dossier.from = taker.TakeText("from");
  dossier.until = taker.TakeText("until");
  dossier.subject = taker.TakeText("subject");
  dossier.actor = taker.TakeText("actor");
  dossier.asked_by = taker.TakeNumbers("asked-by");
  dossier.entries = taker.TakeNumbers("entries");
  dossier.undisclosed = taker.TakeNumbers("undisclosed");
  dossier.versions = TakeVersions(taker);
  dossier.files = TakeFiles(taker);
  if (!taker.at_end() || !IsDossierKind(dossier.kind)) {
    return Fail(Error::Corrupt("not the manifest of a dossier"));
  }
  return dossier;
}

}  // namespace mandat
