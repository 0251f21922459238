// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

enum class Kind { kTar, kTarGzip, kZip };

// Written in the order given, so that a name may come twice.
using Members = std::vector<std::pair<std::string, Bytes>>;

class ArchiveSourceTest : public ::testing::Test {
 protected:
  ArchiveSourceTest() {
    std::string name = (std::filesystem::temp_directory_path() / "mandat-XXXXXX").string();
    MANDAT_ASSERT(mkdtemp(name.data()) != nullptr);
    directory_ = name;
  }
  ~ArchiveSourceTest() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path file() const { return directory_ / "archive"; }

  void Write(const Members& members, Kind kind = Kind::kTarGzip) const {
    archive* out = archive_write_new();
    if (kind == Kind::kTarGzip) {
      archive_write_add_filter_gzip(out);
    }
    kind == Kind::kZip ? archive_write_set_format_zip(out)
                       : archive_write_set_format_pax_restricted(out);
    MANDAT_ASSERT(archive_write_open_filename(out, file().c_str()) == ARCHIVE_OK);
    archive_entry* entry = archive_entry_new();
    for (const auto& [path, bytes] : members) {
      archive_entry_clear(entry);
      archive_entry_set_pathname(entry, path.c_str());
      archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
      archive_entry_set_filetype(entry, path.ends_with("link") ? AE_IFLNK : AE_IFREG);
      archive_entry_set_perm(entry, 0644);
      MANDAT_ASSERT(archive_write_header(out, entry) == ARCHIVE_OK);
      MANDAT_ASSERT(archive_write_data(out, bytes.data(), bytes.size()) ==
                    static_cast<la_ssize_t>(bytes.size()));
    }
    archive_entry_free(entry);
    MANDAT_ASSERT(archive_write_free(out) == ARCHIVE_OK);
  }

  static Members Within(const std::string& prefix, const TestJournal& journal) {
    Members members;
    for (const auto& [path, bytes] : journal.Files()) {
      members.emplace_back(prefix + path, bytes);
    }
    return members;
  }

  std::optional<ErrorKind> KindOfOpening(uint64_t bytes_max = kArchiveBytesMax) const {
    const auto source = OpenArchiveSource(file(), {}, bytes_max);
    return source ? std::nullopt : std::optional(source.error().kind);
  }

  std::filesystem::path directory_;
};

TEST_F(ArchiveSourceTest, ReadsAJournalFromEveryKindOfArchiveWhereverItStands) {
  const TestJournal journal(600);
  for (const Kind kind : {Kind::kTar, Kind::kTarGzip, Kind::kZip}) {
    for (const char* prefix : {"", "./", "evidence/", "./a/b c/d/"}) {
      Members members = Within(prefix, journal);
      members.emplace_back("README", "not of the journal");
      members.emplace_back("evidence/link", "");
      Write(members, kind);
      const auto source = OpenSource(file().string(), {});
      ASSERT_OK(source);
      const Report report = VerifyJournal(**source, {.key = journal.key()}, {});
      EXPECT_TRUE(report.ok()) << prefix << "\n" << report.FormatText();
    }
  }
}

TEST_F(ArchiveSourceTest, TellsMissingFromTooLong) {
  Write({{"checkpoint", "12345"}});
  const auto source = OpenArchiveSource(file());
  ASSERT_OK(source);
  EXPECT_EQ((*source)->Get("checkpoint", 5).value_or(""), "12345");
  EXPECT_EQ((*source)->Get("checkpoint", 4).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ((*source)->Get("vkey", 5).error().kind, ErrorKind::kNotFound);
}

TEST_F(ArchiveSourceTest, ShowsThatAFileIsTooLongWithoutKeepingIt) {
  Write({{"checkpoint", "x"}, {"tile/0/000", Bytes(size_t{3} << 20, 'x')}});
  const auto source = OpenArchiveSource(file());
  ASSERT_OK(source);
  EXPECT_EQ((*source)->Get("tile/0/000", Note::kBytesMax).error().kind, ErrorKind::kCorrupt);
}

TEST_F(ArchiveSourceTest, TellsHowFarItIs) {
  Write(Within("", TestJournal(70'000)), Kind::kTar);
  uint64_t last = 0;
  const auto source = OpenArchiveSource(file(), [&last](uint64_t done, uint64_t total) {
    EXPECT_LE(last, done);
    EXPECT_EQ(total % 512, 0U);
    last = done;
  });
  EXPECT_OK(source);
  EXPECT_GT(last, 0U);
}

TEST_F(ArchiveSourceTest, RefusesAFileThatIsThereTwice) {
  const TestJournal journal(3);
  Members members = Within("", journal);
  members.emplace_back("checkpoint", "another");
  Write(members);
  EXPECT_EQ(KindOfOpening(), ErrorKind::kCorrupt);
  members.back().first = "./checkpoint";
  Write(members);
  EXPECT_EQ(KindOfOpening(), ErrorKind::kCorrupt);
}

TEST_F(ArchiveSourceTest, RefusesToChooseBetweenJournals) {
  Members members = Within("one/", TestJournal(3));
  const Members other = Within("two/", TestJournal(4));
  Write(members);
  EXPECT_EQ(KindOfOpening(), std::nullopt);
  members.insert(members.end(), other.begin(), other.end());
  Write(members);
  EXPECT_EQ(KindOfOpening(), ErrorKind::kInvalid);
}

TEST_F(ArchiveSourceTest, FindsNoJournalWhereThereIsNoCheckpoint) {
  Write({{"README", "nothing"}, {"tile/0/000", "x"}, {"checkpoint.txt", "x"}});
  EXPECT_EQ(KindOfOpening(), ErrorKind::kNotFound);
}

TEST_F(ArchiveSourceTest, UnpacksNoMoreThanItMay) {
  Write({{"checkpoint", "x"}, {"README", Bytes(100'000, '\0')}});
  EXPECT_EQ(KindOfOpening(100'001), std::nullopt);
  EXPECT_EQ(KindOfOpening(100'000), ErrorKind::kInvalid);
  Write({{"checkpoint", "x"}, {"tile/0/000", Bytes(100'000, '\0')}});
  EXPECT_EQ(KindOfOpening(100'001), std::nullopt);
  EXPECT_EQ(KindOfOpening(100'000), ErrorKind::kInvalid);
}

TEST_F(ArchiveSourceTest, RefusesWhatIsNoArchive) {
  EXPECT_EQ(KindOfOpening(), ErrorKind::kNotFound);
  for (const Bytes& bytes : {Bytes(), Bytes("hello"), Bytes(100'000, 'x'), Bytes("\x1f\x8b\x08")}) {
    std::ofstream(file(), std::ios::binary) << bytes;
    EXPECT_EQ(KindOfOpening(), ErrorKind::kCorrupt) << bytes.size();
  }
  EXPECT_EQ(OpenArchiveSource("/dev/null").error().kind, ErrorKind::kNotFound);
}

TEST_F(ArchiveSourceTest, AcceptsNoJournalFromADamagedOrCutArchive) {
  const TestJournal journal(300);
  Write(Within("", journal));
  std::ifstream in(file(), std::ios::binary);
  const Bytes good(std::istreambuf_iterator<char>(in), {});
  const auto verifies = [&](const Bytes& bytes) {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    const auto source = OpenArchiveSource(file());
    return source && VerifyJournal(**source, {.key = journal.key()}, {}).ok();
  };
  EXPECT_TRUE(verifies(good));
  for (size_t cut = 1; cut < good.size(); cut += good.size() / 40) {
    EXPECT_FALSE(verifies(good.substr(0, good.size() - cut))) << "cut by " << cut;
  }
  // Whatever is damaged: it is found out, or it was not of the journal (a time, an owner).
  for (size_t at = 20; at < good.size(); at += good.size() / 60) {
    Bytes damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const std::map<std::string, Bytes> files = journal.Files();
    if (verifies(damaged)) {
      const auto source = OpenArchiveSource(file());
      EXPECT_EQ((*source)->Get("checkpoint", 10'000).value_or(""), files.at("checkpoint"));
    }
  }
}

}  // namespace
}  // namespace mandat
