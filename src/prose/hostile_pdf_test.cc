// SPDX-License-Identifier: Apache-2.0
// PDFs that were made to hurt whoever opens them: each is refused in words, or read as what it
// shows, and nothing of it is fetched or run.
#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>

#include "prose/packed_test_util.h"
#include "prose/pdf_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const ProseLimits kShort{.program_seconds = 2};

class HostilePdfTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!HasPdftotext()) {
      GTEST_SKIP() << "no pdftotext";
    }
  }
  // Whatever came of it, nothing is left running.
  void TearDown() override { EXPECT_TRUE(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD); }
};

const std::string kOneLine = PdfStream("BT /F1 9 Tf 40 800 Td (Text) Tj ET");

// One page, whose content is this object.
std::string PdfWithContent(const std::string& content, std::string_view more = "") {
  return PdfOfObjects({std::string(kPdfCatalog), "<</Type/Pages/Kids[4 0 R]/Count 1>>",
                       std::string(kPdfFont), PdfPage(5, more), content});
}

void ExpectRefusal(const std::string& bytes, ErrorKind kind, std::string_view word) {
  // Only who waits for a limit makes it short: a busy machine may need longer for the rest.
  const ProseLimits limits = kind == ErrorKind::kExceeded ? kShort : ProseLimits{};
  const Result<ContractText> text = ReadDocument(bytes, "contract.pdf", limits);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, kind) << text.error().message;
  EXPECT_THAT(text.error().message, HasSubstr(word));
}

// What may be read is read; what may not is refused for a limit, before long.
void ExpectTextOrLimit(const std::string& bytes) {
  const Result<ContractText> text = ReadDocument(bytes, "contract.pdf", kShort);
  if (!text) {
    EXPECT_EQ(text.error().kind, ErrorKind::kExceeded) << text.error().message;
    EXPECT_THAT(text.error().message, HasSubstr("print it to a new PDF"));
  }
}

TEST_F(HostilePdfTest, RefusesStreamsThatUnpackToGigabytes) {
  const std::string blanks = Deflated(Deflated(Repeated(" ", size_t{32} << 20)));
  ASSERT_LT(blanks.size(), 2000U);
  // A page may name its content as often as it likes.
  const std::string page = PdfPage(5, "/Contents[" + Repeated("5 0 R ", 6000) + "]");
  ExpectRefusal(PdfOfObjects({std::string(kPdfCatalog), "<</Type/Pages/Kids[4 0 R]/Count 1>>",
                              std::string(kPdfFont), page,
                              PdfStream(blanks, "/Filter[/FlateDecode/FlateDecode]")}),
                ErrorKind::kExceeded, "print it to a new PDF");
}

TEST_F(HostilePdfTest, RefusesMoreTextThanAContractHas) {
  const std::string bytes = PdfOf({{"One line of a page."}, {"And another one."}});
  const Result<ContractText> text = ReadDocument(bytes, "contract.pdf", {.text_bytes = 20});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::kExceeded);
  EXPECT_THAT(text.error().message, HasSubstr("more bytes of text than 20"));
}

TEST_F(HostilePdfTest, ReadsOrRefusesAPageOfMillionsOfWordsInTime) {
  const std::string words =
      Deflated("BT /F1 9 Tf 40 800 Td " + Repeated("(a word) Tj 0 -0.001 Td ", size_t{8} << 20));
  ExpectTextOrLimit(PdfWithContent(PdfStream(words, "/Filter/FlateDecode")));
}

TEST_F(HostilePdfTest, ReadsOrRefusesAPageThatIsLargerThanACity) {
  const std::string apart =
      "BT /F1 1 Tf 0 0 Td (here) Tj 90000000 0 Td (there) Tj 0 90000000 Td (above) Tj ET";
  ExpectTextOrLimit(PdfWithContent(PdfStream(apart), "/MediaBox[0 0 100000000 100000000]"));
}

TEST_F(HostilePdfTest, RefusesPagesThatAreTheirOwnParents) {
  for (const std::string kids : {"2 0 R", "4 0 R 2 0 R", "2 0 R 2 0 R 2 0 R"}) {
    ExpectRefusal(
        PdfOfObjects({std::string(kPdfCatalog), "<</Type/Pages/Kids[" + kids + "]/Count 1000000>>",
                      std::string(kPdfFont), PdfPage(5), kOneLine}),
        ErrorKind::kInvalid, "broken");
  }
}

TEST_F(HostilePdfTest, ReadsOrRefusesTensOfThousandsOfPagesInTime) {
  std::vector<std::string> objects = {std::string(kPdfCatalog), "", std::string(kPdfFont),
                                      kOneLine};
  std::string kids;
  while (objects.size() < 30000) {
    objects.push_back(PdfPage(4));
    kids += std::to_string(objects.size()) + " 0 R ";
  }
  objects[1] = "<</Type/Pages/Kids[" + kids + "]/Count 30000>>";
  ExpectTextOrLimit(PdfOfObjects(objects));
}

TEST_F(HostilePdfTest, ReadsOrRefusesAMillionObjectsInTime) {
  std::vector<std::string> objects = {std::string(kPdfCatalog),
                                      "<</Type/Pages/Kids[4 0 R]/Count 1>>", std::string(kPdfFont),
                                      PdfPage(5), kOneLine};
  objects.resize(1000000, "[]");
  ExpectTextOrLimit(PdfOfObjects(objects));
}

TEST_F(HostilePdfTest, RunsAndFetchesNothingThatThePdfNames) {
  const int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t bytes = sizeof address;
  ASSERT_EQ(bind(door, reinterpret_cast<sockaddr*>(&address), bytes), 0);
  ASSERT_EQ(listen(door, 8), 0);
  ASSERT_EQ(getsockname(door, reinterpret_cast<sockaddr*>(&address), &bytes), 0);
  const std::string place = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/x";
  const std::string hosts = "/etc/hosts";
  const ContractText text = ReadOrFail(
      PdfOfObjects(
          {"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/AA<</WC 7 0 R>>/Names<</EmbeddedFiles<<"
           "/Names[(a) 8 0 R]>>/JavaScript<</Names[(j) 6 0 R]>>>>>>",
           "<</Type/Pages/Kids[4 0 R]/Count 1>>", std::string(kPdfFont),
           "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/AA<</O 7 0 R>>"
           "/Resources<</Font<</F1 3 0 R>>/XObject<</X1 9 0 R/X2 10 0 R>>>>"
           "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A 11 0 R>>"
           "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A 12 0 R>>]>>",
           PdfStream("BT /F1 9 Tf 40 800 Td (The agreement.) Tj ET /X1 Do /X2 Do"),
           "<</S/JavaScript/JS(app.launchURL\\(\"" + place + "\"\\))>>",
           "<</S/Launch/F(/bin/touch)/Win<</F(cmd.exe)>>>>",
           "<</Type/Filespec/F(a.txt)/EF<</F 13 0 R>>>>",
           PdfStream("", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/F<</FS/URL/F(" + place + ")>>"),
           PdfStream("", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/F(" + hosts + ")"),
           "<</S/URI/URI(" + place + ")>>", "<</S/GoToR/D[0/Fit]/F<</FS/URL/F(" + place + ")>>>>",
           PdfStream("embedded words", "/Type/EmbeddedFile")}),
      "contract.pdf");
  EXPECT_THAT(TextsOf(text), ::testing::ElementsAre("The agreement."));
  EXPECT_LT(accept(door, nullptr, nullptr), 0);
  close(door);
}

TEST_F(HostilePdfTest, SaysThatAPdfIsLocked) {
  const std::string key = "<" + Repeated("ab", 64) + ">";
  const std::string bytes = PdfOfObjects(
      {std::string(kPdfCatalog), "<</Type/Pages/Kids[4 0 R]/Count 1>>", std::string(kPdfFont),
       PdfPage(5), kOneLine},
      "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O" + key + "/U" + key + ">>");
  ExpectRefusal(bytes, ErrorKind::kInvalid, "password");
}

TEST_F(HostilePdfTest, RefusesAPdfThatWasCutOffRatherThanReadHalfOfIt) {
  const std::string whole = PdfOf({{"1. Object", "The first page."}, {"2. End", "The last one."}});
  EXPECT_TRUE(ReadDocument(whole, "contract.pdf"));
  EXPECT_TRUE(ReadDocument(whole + std::string(3000, '\0'), "contract.pdf"));
  for (const size_t bytes : {whole.size() / 4, whole.size() / 2, whole.size() - 8}) {
    ExpectRefusal(whole.substr(0, bytes), ErrorKind::kInvalid, "cut off");
  }
}

TEST_F(HostilePdfTest, RefusesWhatOnlySaysThatItIsAPdf) {
  ExpectRefusal("%PDF-1.7\nno objects at all\n%%EOF\n", ErrorKind::kInvalid, "broken");
  ExpectRefusal(PdfOf({{}}), ErrorKind::kInvalid, "scan");
  ExpectRefusal(PdfOfObjects({"<</Type/Catalog>>"}), ErrorKind::kInvalid, "");
}

TEST_F(HostilePdfTest, TellsNothingOfTheTextWhereItRefuses) {
  const std::string whole = PdfOf({{"Secret Example Terms"}});
  const Result<ContractText> cut =
      ReadDocument(std::string_view(whole).substr(0, whole.size() - 20), "contract.pdf", kShort);
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error().message, Not(HasSubstr("Secret")));
}

}  // namespace
}  // namespace mandat
