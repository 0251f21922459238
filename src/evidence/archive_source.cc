// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "evidence/source.h"
#include "format/checkpoint.h"
#include "format/note.h"
#include "format/pruned.h"
#include "format/tile.h"

namespace mandat {
namespace {

// No file of a journal is longer; of one that is, as much is kept as shows it.
constexpr size_t kFileBytesMax = Note::kBytesMax;
constexpr uint64_t kMembersMax = 4'000'000;
constexpr uint64_t kMembersPerReport = 256;
constexpr size_t kBlockBytes = size_t{64} << 10;

using Archive = std::unique_ptr<archive, decltype(&archive_read_free)>;
using Files = std::map<std::string, Bytes, std::less<>>;

// `closed/<number>/checkpoint`: what was last known of a log that this one goes on behind.
bool IsClosedCheckpoint(std::string_view name) {
  constexpr std::string_view kClosed = "closed/";
  constexpr std::string_view kCheckpoint = "/checkpoint";
  return name.starts_with(kClosed) && name.ends_with(kCheckpoint) &&
         name.size() > kClosed.size() + kCheckpoint.size() &&
         ParseDecimal(
             name.substr(kClosed.size(), name.size() - kClosed.size() - kCheckpoint.size()));
}

bool IsJournalFile(std::string_view name) {
  return name == "checkpoint" || name == "vkey" || name == "minimum" ||
         Tile::Parse(name).has_value() || ParseKeptPath(name).has_value() ||
         IsClosedCheckpoint(name);
}

// The directory of the journal that a file belongs to, with its slash, and the rest of its path.
std::optional<std::pair<std::string, std::string>> SplitPath(std::string_view path) {
  while (path.starts_with("./")) {
    path.remove_prefix(2);
  }
  for (size_t at = 0;;) {
    if (IsJournalFile(path.substr(at))) {
      return std::pair(std::string(path.substr(0, at)), std::string(path.substr(at)));
    }
    const size_t slash = path.find('/', at);
    if (slash == std::string_view::npos) {
      return std::nullopt;
    }
    at = slash + 1;
  }
}

class Unpacking {
 public:
  Unpacking(uint64_t bytes_max, const Progress& progress)
      : bytes_max_(bytes_max),
        progress_(progress),
        archive_(archive_read_new(), &archive_read_free) {}

  // The files of the one journal in it, by their paths within the journal.
  Result<Files> Run(const std::filesystem::path& file);

 private:
  Status Open(const std::filesystem::path& file);
  // False at the end.
  Result<bool> TakeMember();
  Result<Bytes> Read();
  // Before they are unpacked, where the archive tells their size.
  Status Count(uint64_t bytes);
  Result<Files> TheJournal();

  Status Unreadable() const {
    return Fail(Error::Corrupt("not a tar or zip file, or it cannot be unpacked"));
  }

  uint64_t bytes_max_;
  const Progress& progress_;
  Archive archive_;
  uint64_t file_bytes_ = 0;
  uint64_t members_ = 0;
  uint64_t bytes_ = 0;  // unpacked so far, or skipped
  std::map<std::string, Files> journals_;
};

Status Unpacking::Open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return Fail(Error::NotFound("there is no such directory or archive"));
  }
  file_bytes_ = std::filesystem::file_size(file, error);
  archive* reader = archive_.get();
  const bool ready = reader != nullptr && !error &&
                     archive_read_support_filter_gzip(reader) == ARCHIVE_OK &&
                     archive_read_support_format_tar(reader) == ARCHIVE_OK &&
                     archive_read_support_format_zip_seekable(reader) == ARCHIVE_OK;
  if (!ready) {
    return Fail(Error::Unavailable("archives cannot be read here"));
  }
  return archive_read_open_filename(reader, file.c_str(), kBlockBytes) == ARCHIVE_OK ? Status{}
                                                                                     : Unreadable();
}

Result<Bytes> Unpacking::Read() {
  Bytes bytes;
  std::array<char, kBlockBytes> block{};
  while (bytes.size() <= kFileBytesMax) {
    const la_ssize_t got = archive_read_data(archive_.get(), block.data(), block.size());
    if (got < 0) {
      return Fail(Unreadable().error());
    }
    if (got == 0) {
      return bytes;
    }
    bytes.append(block.data(), static_cast<size_t>(got));
  }
  return bytes;
}

Status Unpacking::Count(uint64_t bytes) {
  if (bytes > bytes_max_ - bytes_ || members_ >= kMembersMax) {
    return Fail(Error::Invalid("the archive is too large: unpack it, and give the directory"));
  }
  bytes_ += bytes;
  return {};
}

Result<bool> Unpacking::TakeMember() {
  archive_entry* member = nullptr;
  const int next = archive_read_next_header(archive_.get(), &member);
  if (next == ARCHIVE_EOF) {
    return false;
  }
  if (next != ARCHIVE_OK && next != ARCHIVE_WARN) {
    return Fail(Unreadable().error());
  }
  const char* path = archive_entry_pathname(member);
  const bool is_file = archive_entry_filetype(member) == AE_IFREG &&
                       archive_entry_hardlink(member) == nullptr && path != nullptr;
  const la_int64_t told = archive_entry_size_is_set(member) != 0 ? archive_entry_size(member) : 0;
  MANDAT_TRY_STATUS(Count(static_cast<uint64_t>(std::max<la_int64_t>(told, 0))));
  if (const auto place = is_file ? SplitPath(path) : std::nullopt) {
    MANDAT_TRY(Bytes bytes, Read());
    MANDAT_TRY_STATUS(Count(told > 0 ? 0 : bytes.size()));
    if (!journals_[place->first].emplace(place->second, std::move(bytes)).second) {
      return Fail(Error::Corrupt("the archive holds a file of the journal twice"));
    }
  }
  ++members_;
  if (progress_ && members_ % kMembersPerReport == 0) {
    progress_(static_cast<uint64_t>(archive_filter_bytes(archive_.get(), -1)), file_bytes_);
  }
  return true;
}

Result<Files> Unpacking::TheJournal() {
  Files* found = nullptr;
  for (auto& [directory, files] : journals_) {
    if (!files.contains("checkpoint")) {
      continue;
    }
    if (found != nullptr) {
      return Fail(Error::Invalid(
          "the archive holds several journals: unpack it, and give the directory of one"));
    }
    found = &files;
  }
  if (found == nullptr) {
    return Fail(Error::NotFound("there is no journal in the archive"));
  }
  return std::move(*found);
}

Result<Files> Unpacking::Run(const std::filesystem::path& file) {
  MANDAT_TRY_STATUS(Open(file));
  for (bool more = true; more;) {
    MANDAT_TRY(more, TakeMember());
  }
  return TheJournal();
}

class ArchiveSource final : public JournalSource {
 public:
  explicit ArchiveSource(Files files) : files_(std::move(files)) {}

  Result<Bytes> Get(std::string_view path, size_t bytes_max) override {
    const auto found = files_.find(path);
    if (found == files_.end()) {
      return Fail(Error::NotFound("no such file in the journal"));
    }
    if (found->second.size() > bytes_max) {
      return Fail(Error::Corrupt("a file of the journal is longer than its kind can be"));
    }
    return found->second;
  }

 private:
  Files files_;
};

}  // namespace

Result<std::unique_ptr<JournalSource>> OpenArchiveSource(const std::filesystem::path& file,
                                                         const Progress& progress,
                                                         uint64_t bytes_max) {
  MANDAT_TRY(Files files, Unpacking(bytes_max, progress).Run(file));
  return std::unique_ptr<JournalSource>(std::make_unique<ArchiveSource>(std::move(files)));
}

}  // namespace mandat
