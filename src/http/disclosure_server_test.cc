// SPDX-License-Identifier: Apache-2.0
#include "crypto/note.h"
#include "crypto/tlog.h"
#include "format/disclosure.h"
#include "format/entry.h"
#include "http/internal/json_reader.h"
#include "http/server_test_util.h"

namespace mandat {
namespace {

constexpr const char* kBen = "0a000000-0000-4000-8000-00000000000b";
constexpr const char* kBensSite = "0b000000-0000-4000-8000-00000000000c";
constexpr std::string_view kQuestion = "/questions/disclosure";

class DisclosureServerTest : public ServerTest {
 protected:
  // Two people with a record each, and one entry about both. Gives that entry.
  std::string ReadBoth() {
    Register();
    Register(kBen);
    Put();
    std::string site = Site();
    site.replace(site.find(kAda), std::string_view(kAda).size(), kBen);
    EXPECT_EQ(Call("PUT", RecordPath(kBensSite), "application", For("data-hub"), site).status, 201);
    const Reply both =
        Call("GET", Under("/collections/sites/records"), "application", For("data-hub"));
    EXPECT_EQ(both.status, 200) << both.body;
    return both.Header("mandat-entry");
  }
  Reply Ask(const std::string& entry, const char* subject,
            std::string_view role = "controller") const {
    return Call("POST", Under(kQuestion), role, {},
                "{\"entry\":" + entry + ",\"subject\":\"" + subject + "\"}");
  }
  Entry EntryAt(const std::string& index) const {
    const Reply reply =
        Call("GET", Under("/entries/") + index, "auditor", {{"Accept", "application/cbor"}});
    Result<Entry> entry = Entry::Decode(reply.body);
    EXPECT_OK(entry);
    return *entry;
  }
  Disclosure DisclosureIn(const Reply& reply) const {
    const Result<JsonDocument> document = JsonDocument::Parse(reply.body);
    EXPECT_OK(document);
    const JsonNode* note = document->Find(document->root(), "note");
    const Reply key = Call("GET", Under("/journal/vkey"), "auditor");
    const Result<VerifierKey> parsed = ParseVerifierKey(key.body.substr(0, key.body.find('\n')));
    EXPECT_OK(parsed);
    const Result<VerifiedNote> opened = OpenNote(note->text, {*parsed});
    EXPECT_OK(opened);
    const Result<Disclosure> disclosure = Disclosure::Parse(opened->text);
    EXPECT_OK(disclosure);
    return *disclosure;
  }
  static bool Leads(const Disclosure& disclosure, const Entry& entry) {
    std::vector<Hash> path;
    for (const Bytes& hash : disclosure.path) {
      path.push_back(Hash::From(hash));
    }
    return VerifyInclusion(LeafHash(disclosure.tag), disclosure.leaf, disclosure.leaves_count, path,
                           Hash::From(entry.people_root))
        .has_value();
  }
  void Erase(const char* subject) const {
    const Reply erased = Call("POST", Under("/subjects/") + subject + "/erase", "controller",
                              {{"Mandat-Instruction", "2026-014"}, {"Mandat-Purpose", "data-hub"}});
    ASSERT_EQ(erased.status, 200) << erased.body;
  }
};

// Covers: GDPR Art. 15(1)(c). Covers: RFC 9162 2.1.3.
TEST_F(DisclosureServerTest, ShowsOnePersonsLeafAndNothingOfTheOthers) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string both = ReadBoth();
  const Reply told = Ask(both, kAda);
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_FALSE(told.Has(kBen)) << told.body;
  const Disclosure ada = DisclosureIn(told);
  const Disclosure ben = DisclosureIn(Ask(both, kBen));
  EXPECT_TRUE(Leads(ada, EntryAt(both)));
  EXPECT_TRUE(Leads(ben, EntryAt(both)));
  EXPECT_EQ(ada.leaves_count, 2U);
  EXPECT_FALSE(told.Has(FormatHex(ben.tag))) << "the other's tag";
  EXPECT_NE(ada.leaf, ben.leaf);
}

// Invariant (journal before disclosure).
TEST_F(DisclosureServerTest, StandsInTheJournalBeforeItIsAnswered) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string both = ReadBoth();
  const Reply told = Ask(both, kAda, "operator");
  const Entry entry = EntryAt(told.Header("mandat-entry"));
  EXPECT_EQ(entry.act, "disclose");
  EXPECT_TRUE(entry.detail.starts_with("entry " + both + ", leaf ")) << entry.detail;
  EXPECT_EQ(entry.people_count, 1U);
  EXPECT_TRUE(entry.people_root.empty());
  EXPECT_EQ(std::to_string(DisclosureIn(told).recorded), told.Header("mandat-entry"));
}

// Covers: GDPR Art. 17(1). Invariant (erased stays erased).
TEST_F(DisclosureServerTest, EndsWithTheErasureOfThePersonOrOfAnotherBehindTheEntry) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string both = ReadBoth();
  const Reply alone = Call("GET", RecordPath(), "application", For("data-hub"));
  Erase(kBen);
  EXPECT_EQ(Ask(both, kBen).status, 410);
  const Reply other = Ask(both, kAda);
  EXPECT_EQ(other.status, 409) << other.body;
  EXPECT_TRUE(other.Has("another person behind the entry was erased")) << other.body;
  const Reply own = Ask(alone.Header("mandat-entry"), kAda);
  ASSERT_EQ(own.status, 200) << own.body;
  EXPECT_TRUE(Leads(DisclosureIn(own), EntryAt(alone.Header("mandat-entry"))));
  // The same once the rows of the trail were sealed anew without the erased.
  time_.Advance(std::chrono::seconds(1));
  ASSERT_EQ(Call("POST", Under("/rewrap"), "operator").status, 200);
  EXPECT_EQ(Ask(both, kBen).status, 410);
  EXPECT_EQ(Ask(both, kAda).status, 409);
  EXPECT_EQ(Ask(alone.Header("mandat-entry"), kAda).status, 200);
}

TEST_F(DisclosureServerTest, RefusesQuestionsThatAreNoneAndThoseWhoMayNotAsk) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const std::string both = ReadBoth();
  const Reply alone = Call("GET", RecordPath(), "application", For("data-hub"));
  EXPECT_EQ(Ask(alone.Header("mandat-entry"), kBen).status, 404) << "not behind it";
  EXPECT_EQ(Ask("0", kAda).status, 404) << "an entry of the house";
  EXPECT_EQ(Ask("1000000", kAda).status, 404) << "no entry";
  EXPECT_EQ(Ask(both, "0a000000-0000-4000-8000-0000000000ff").status, 410) << "not known";
  for (const char* body :
       {"", "[]", "{}", R"({"entry":1})", R"({"entry":1,"subject":"ada"})",
        R"({"entry":-1,"subject":"0a000000-0000-4000-8000-00000000000a"})",
        R"({"entry":"1","subject":"0a000000-0000-4000-8000-00000000000a"})",
        R"({"entry":1.5,"subject":"0a000000-0000-4000-8000-00000000000a"})",
        R"({"entry":1,"subject":"0a000000-0000-4000-8000-00000000000a","all":true})"}) {
    EXPECT_EQ(Call("POST", Under(kQuestion), "operator", {}, body).status, 400) << body;
  }
  EXPECT_EQ(Ask(both, kAda, "auditor").status, 403);
  EXPECT_EQ(Ask(both, kAda, "application").status, 403);
}

// Covers: GDPR Art. 28(9).
TEST_F(DisclosureServerTest, GivesTheTextsOfAVersionAndWhatTheJournalHashed) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply told = Call("GET", Under("/versions/1"), "auditor");
  ASSERT_EQ(told.status, 200) << told.body;
  const Result<JsonDocument> document = JsonDocument::Parse(told.body);
  ASSERT_OK(document);
  const auto text = [&](std::string_view key) {
    return document->Find(document->root(), key)->text;
  };
  const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
  EXPECT_EQ(text("form"), ReadWhole(sources / "opinum.yaml"));
  EXPECT_EQ(text("agreement"), ReadWhole(sources / "opinum-demo.yaml"));
  EXPECT_EQ(text("schema"), ReadWhole(sources / "opinum-data-hub.schema.yaml"));
  const Entry entry = EntryAt(std::to_string(document->Find(document->root(), "entry")->integer));
  const Result<Bytes> canonical = ParseBase64(text("canonical"));
  const Result<Bytes> proposal = ParseBase64(text("proposal"));
  ASSERT_TRUE(canonical && proposal);
  EXPECT_TRUE(entry.detail.starts_with(FormatHex(Sha256(*canonical).view()))) << entry.detail;
  EXPECT_TRUE(proposal->contains(Sha256(text("form")).view()));
  EXPECT_EQ(Call("GET", Under("/versions/2"), "auditor").status, 404);
  EXPECT_EQ(Call("GET", Under("/versions/1"), "application").status, 403);
}

}  // namespace
}  // namespace mandat
