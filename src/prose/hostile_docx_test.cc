// SPDX-License-Identifier: Apache-2.0
// DOCX files that were made to hurt whoever opens them. Nothing of them is written anywhere, and
// nothing that they name is opened.
#include <gmock/gmock.h>

#include <filesystem>

#include "prose/docx_test_util.h"
#include "prose/packed_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

void ExpectRefusal(const std::string& bytes, ErrorKind kind, std::string_view word) {
  const Result<ContractText> text = ReadDocument(bytes, "contract.docx");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, kind);
  EXPECT_THAT(text.error().message, HasSubstr(word));
}

std::string DocxOf(std::string_view body) {
  return ZipOf({{"word/document.xml", DocumentXml(body)}});
}

// ZIP by hand, for lies that a library does not tell. PKWARE APPNOTE 4.3; little-endian.
std::string Figure(size_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) {
    out += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
  }
  return out;
}

struct ListedPart {
  std::string name;
  size_t place = 0;  // of its bytes in the file
  size_t size = 0;
};

// `files` as they are, and a list that names parts of it, however that is.
std::string ZipWithList(std::string files, const std::vector<ListedPart>& parts) {
  const size_t place = files.size();
  for (const ListedPart& part : parts) {
    files += "PK\x01\x02" + Figure(20, 2) + Figure(20, 2) + Figure(0, 12) + Figure(part.size, 4) +
             Figure(part.size, 4) + Figure(part.name.size(), 2) + Figure(0, 12) +
             Figure(part.place, 4) + part.name;
  }
  const size_t bytes = files.size() - place;
  return files + "PK\x05\x06" + Figure(0, 4) + Figure(parts.size(), 2) + Figure(parts.size(), 2) +
         Figure(bytes, 4) + Figure(place, 4) + Figure(0, 2);
}

std::string StoredPart(const std::string& name, const std::string& bytes) {
  return "PK\x03\x04" + Figure(20, 2) + Figure(0, 12) + Figure(bytes.size(), 4) +
         Figure(bytes.size(), 4) + Figure(name.size(), 2) + Figure(0, 2) + name + bytes;
}

TEST(HostileDocxTest, RefusesListsOfManyPartsBeforeItReadsThem) {
  std::vector<ListedPart> parts(50000, {"word/media/a.png", 0, 1});
  const std::string bytes = ZipWithList(StoredPart("word/media/a.png", "x"), parts);
  ExpectRefusal(bytes, ErrorKind::kExceeded, "more than 4096 parts");
}

TEST(HostileDocxTest, ReadsOrRefusesPartsThatOverlap) {
  const std::string name = "word/document.xml";
  const std::string document = DocumentXml(Paragraph("Text"));
  std::vector<ListedPart> parts = {{name, 0, document.size()}};
  for (int i = 0; i < 4000; ++i) {
    parts.push_back({"word/media/" + std::to_string(i), 0, document.size()});
  }
  parts.push_back({"word/styles.xml", 0, document.size()});
  const Result<ContractText> text =
      ReadDocument(ZipWithList(StoredPart(name, document), parts), "contract.docx");
  EXPECT_TRUE(text || text.error().kind == ErrorKind::kInvalid);
  // The same part listed twice is refused.
  ExpectRefusal(ZipWithList(StoredPart(name, document), {parts[0], parts[0]}), ErrorKind::kInvalid,
                "");
}

TEST(HostileDocxTest, BelievesNoSizeThatTheFileStates) {
  const std::string name = "word/document.xml";
  const std::string document = DocumentXml(Paragraph("Text"));
  for (const size_t size : {size_t{0}, size_t{1}, size_t{100000}, size_t{0xFFFFFFFF}}) {
    const std::string bytes = ZipWithList(StoredPart(name, document), {{name, 0, size}});
    const Result<ContractText> text = ReadDocument(bytes, "contract.docx");
    EXPECT_TRUE(text || text.error().kind == ErrorKind::kInvalid ||
                text.error().kind == ErrorKind::kExceeded);
  }
}

TEST(HostileDocxTest, WritesNoFileWhateverThePartsAreCalled) {
  const ContractText text =
      ReadOrFail(ZipOf({{"../../../../tmp/mandat-was-here", "x"},
                        {"/tmp/mandat-was-here", "x"},
                        {"word/../word/document.xml", DocumentXml(Paragraph("Not this."))},
                        {"WORD/DOCUMENT.XML", DocumentXml(Paragraph("Nor this."))},
                        {"word/document.xml", DocumentXml(Paragraph("This."))}}),
                 "contract.docx");
  EXPECT_THAT(TextsOf(text), ElementsAre("This."));
  EXPECT_FALSE(std::filesystem::exists("/tmp/mandat-was-here"));
}

TEST(HostileDocxTest, FollowsNoLinkInTheFile) {
  std::string out(4096, '\0');
  size_t used = 0;
  archive* zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_memory(zip, out.data(), out.size(), &used);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, "word/document.xml");
  archive_entry_set_filetype(entry, AE_IFLNK);
  archive_entry_set_symlink(entry, "/etc/passwd");
  archive_write_header(zip, entry);
  archive_entry_free(entry);
  archive_write_close(zip);
  archive_write_free(zip);
  out.resize(used);
  ExpectRefusal(out, ErrorKind::kInvalid, "word/document.xml");
}

TEST(HostileDocxTest, OpensNothingThatTheFileRefersTo) {
  const std::string relations =
      "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" "
      "Target=\"file:///etc/passwd\"/><Relationship Id=\"rId2\" TargetMode=\"External\" "
      "Target=\"http://127.0.0.1:9/template.dotm\"/></Relationships>";
  const ContractText text = ReadOrFail(
      ZipOf(
          {{"word/document.xml", DocumentXml(Paragraph("Before.") + "<w:altChunk r:id=\"rId1\"/>" +
                                             "<w:subDoc r:id=\"rId2\"/>" + Paragraph("Behind."))},
           {"word/_rels/document.xml.rels", relations},
           {"word/_rels/settings.xml.rels", relations},
           {"word/settings.xml", WordXml("settings", "<w:attachedTemplate r:id=\"rId2\"/>")}}),
      "contract.docx");
  EXPECT_THAT(TextsOf(text), ElementsAre("Before.", "Behind."));
  // Whoever compares is told that there is more to the contract.
  ASSERT_EQ(text.damages.size(), 2U);
  EXPECT_EQ(text.damages[0].kind, Damage::Kind::kCut);
  EXPECT_THAT(text.damages[0].what, HasSubstr("another file"));
  EXPECT_EQ(text.damages[0].where.line, 3U);
}

TEST(HostileDocxTest, RefusesTablesOfVeryManyCells) {
  std::string rows;
  for (int i = 0; i < 110; ++i) {
    rows += "<w:tr>" + Repeated("<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>", 47 * 1000) +
            "</w:tr>";
  }
  // A longer one may be packed less well than what this test repeats.
  const std::string bytes =
      ZipOf({{"word/document.xml", DocumentXml("<w:tbl>" + rows + "</w:tbl>")}});
  const Result<ContractText> text =
      ReadDocument(bytes, "contract.docx", {.unpacked_ratio = 100000});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::kExceeded);
  EXPECT_THAT(text.error().message, HasSubstr("more cells of tables than 100000"));
}

TEST(HostileDocxTest, RefusesCellsThatAreRepeatedInMoreRowsThanThereIsTextFor) {
  const std::string long_text = Repeated("personal data ", 100000);
  const std::string first = "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" +
                            Paragraph(long_text) + "</w:tc><w:tc>" + Paragraph("x") +
                            "</w:tc></w:tr>";
  const std::string again = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>" +
                            Paragraph("x") + "</w:tc></w:tr>";
  ExpectRefusal(DocxOf("<w:tbl>" + first + Repeated(again, again.size() * 100) + "</w:tbl>"),
                ErrorKind::kExceeded, "more bytes of text");
}

TEST(HostileDocxTest, RefusesElementsThatAreTooDeepAndSaysSo) {
  for (const int depth : {210, 300, 5000}) {
    std::string deep;
    for (int i = 0; i < depth; ++i) {
      deep = "<w:sdt>" + deep + "</w:sdt>";
    }
    ExpectRefusal(DocxOf(deep), ErrorKind::kExceeded, "deeper than 200");
  }
}

TEST(HostileDocxTest, ExpandsNoEntityHoweverItIsWritten) {
  const std::string laughs =
      "<!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
      "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  const std::string xml = laughs + DocumentXml(Paragraph("&c;")).substr(38);
  ExpectRefusal(ZipOf({{"word/document.xml", xml}}), ErrorKind::kInvalid, "document type");
  // In UTF-16 a search of bytes does not see it.
  std::string wide("\xFF\xFE");
  for (const char c : xml) {
    wide += c;
    wide += '\0';
  }
  ExpectRefusal(ZipOf({{"word/document.xml", wide}}), ErrorKind::kInvalid, "");
  ExpectRefusal(
      ZipOf({{"word/document.xml", DocumentXml(Paragraph("Text"))}, {"word/styles.xml", wide}}),
      ErrorKind::kInvalid, "");
}

TEST(HostileDocxTest, SaysThatAFileIsLocked) {
  std::string container = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(1000, '\1');
  for (const char c : std::string("EncryptedPackage")) {
    container += c;
    container += '\0';
  }
  ExpectRefusal(container, ErrorKind::kInvalid, "password");
  std::string zip = DocxOf(Paragraph("Text"));
  for (const std::string_view mark : {"PK\x03\x04", "PK\x01\x02"}) {
    zip[zip.find(mark) + (mark[2] == '\x03' ? 6 : 8)] |= 1;  // APPNOTE 4.4.4, bit 0
  }
  ExpectRefusal(zip, ErrorKind::kInvalid, "password");
}

}  // namespace
}  // namespace mandat
