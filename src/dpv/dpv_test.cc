// SPDX-License-Identifier: Apache-2.0
#include "dpv/dpv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "agreement/agreement_test_util.h"
#include "base/instant.h"
#include "dpv/internal/facts.h"
#include "law/dpv.h"

namespace mandat {
namespace {

using internal::Fact;

Agreement ParseTexts(const std::string& form, const std::string& instance) {
  auto parsed = Agreement::Parse({"form.yaml", form, "instance.yaml", instance});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << Render(*findings, form);
  }
  return std::get<Agreement>(std::move(parsed));
}

// The export of the small form with texts added to it and to the instance.
std::string ExportOf(const std::string& form, const std::string& instance) {
  return ExportJsonLd(ParseTexts(form, instance));
}
std::string ExportWith(std::string_view form_too, std::string_view instance_too = "") {
  return ExportOf(std::string(kForm) + std::string(form_too),
                  std::string(kInstance) + std::string(instance_too));
}

bool Says(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

// The node with this identifier, to the end of its text; empty when there is none.
std::string NodeIn(const std::string& text, const std::string& id) {
  const std::string begin = "    {\n      \"@id\": \"" + id + "\"";
  size_t at = text.find(begin);
  if (at == std::string::npos) {
    at = text.find("    {\"@id\": \"" + id + "\"");
  }
  if (at == std::string::npos) {
    return "";
  }
  const size_t next = text.find("\n    {", at + 1);
  return text.substr(at, next == std::string::npos ? next : next - at);
}

struct Sample {
  std::string form;
  std::string instance;
};
const auto kSamples =
    std::to_array<Sample>({{"opinum.yaml", "opinum-demo.yaml"},
                           {"opinum.yaml", "opinum-ended.yaml"},
                           {"mintt.yaml", "mintt-demo.yaml"},
                           {"mintt.yaml", "mintt-ended.yaml"},
                           {"ipso.yaml", "ipso-demo.yaml"},
                           {"mailgun.yaml", "mailgun-demo.yaml"},
                           {"customer-alliance.yaml", "customer-alliance-demo.yaml"}});

Agreement ParseSample(const Sample& sample) {
  return ParseTexts(ReadSource("agreements/" + sample.form),
                    ReadSource("agreements/" + sample.instance));
}

// Every scalar of an agreement with the key that it stands under.
struct Leaf {
  std::string key;
  std::string text;
};
void CollectLeaves(const Fact& fact, const std::string& key, std::vector<Leaf>& leaves) {
  if (fact.kind == Fact::Kind::kText) {
    leaves.push_back({key, fact.text});
  }
  for (size_t i = 0; i < fact.items.size(); ++i) {
    CollectLeaves(fact.items[i], fact.kind == Fact::Kind::kMap ? fact.keys[i] : key, leaves);
  }
}

// True if the export has the value, as a text, as a number or as the end of an identifier.
bool IsTold(const std::string& text, const Leaf& leaf) {
  // Words that become the structure of the export; other tests are for them.
  static const std::set<std::string> kStructure = {"all",   "term",       "choice", "true",
                                                   "false", "not-stated", "stated"};
  if (kStructure.contains(leaf.text) || leaf.key == "status") {
    return true;
  }
  std::string said = leaf.text;
  if (leaf.key == "start" || leaf.key == "end") {
    said = Instant::Parse(leaf.text)->Format();
  } else if (leaf.key == "form") {
    said = leaf.text.substr(0, leaf.text.find('@'));
  } else if (leaf.key == "days" || leaf.key == "months") {
    said = leaf.text + " " + leaf.key.substr(0, leaf.text == "1" ? leaf.key.size() - 1 : 99);
    if (!std::isdigit(static_cast<unsigned char>(leaf.text[0]))) {
      said = leaf.text;
    }
  }
  std::string quoted;
  for (const char c : said) {
    quoted += c == '"' || c == '\\' ? "\\" : "";
    quoted += c;
  }
  return Says(text, "\"" + quoted + "\"") || Says(text, "/" + quoted + "\"") ||
         (leaf.key == "id" && Says(text, "." + quoted + "\"")) ||
         Says(text, "\"loc:" + quoted + "\"") || Says(text, "\": " + quoted + ",") ||
         Says(text, "\": " + quoted + "\n") || Says(text, "\": " + quoted + "}");
}

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

// Covers: GDPR Art. 28(3).
TEST(DpvExportTest, TellsEverythingThatTheShippedAgreementsSay) {
  for (const Sample& sample : kSamples) {
    const Agreement agreement = ParseSample(sample);
    const std::string text = ExportJsonLd(agreement);
    std::vector<Leaf> leaves;
    CollectLeaves(internal::DecodeFacts(agreement.canonical()), "", leaves);
    ASSERT_GT(leaves.size(), 300U);
    const std::string graph = text.substr(text.find("\"@graph\""));
    std::map<std::string, size_t> counts;
    for (const Leaf& leaf : leaves) {
      EXPECT_TRUE(IsTold(text, leaf)) << sample.instance << ": " << leaf.key << ": " << leaf.text;
      ++counts[leaf.key];
    }
    for (const std::string key : {"clause", "line", "text", "note", "why", "within", "blank"}) {
      EXPECT_GE(Count(graph, "\"mandat:" + key + "\": "), counts[key])
          << sample.instance << ": " << key;
    }
  }
}

TEST(DpvExportTest, UsesOnlyTermsOfTheVocabularyAndDocumentedOnesOfOurs) {
  std::set<std::string> own;
  for (const OwnTerm& term : OwnTerms()) {
    own.emplace(term.name);
  }
  const std::regex term(
      "\"((?:dpv|pd|tech|loc|risk|legal-eu|eu-gdpr|justifications|mandat):[A-Za-z0-9-]+)\"");
  for (const Sample& sample : kSamples) {
    const std::string text = ExportJsonLd(ParseSample(sample));
    size_t terms_count = 0;
    for (std::sregex_iterator at(text.begin(), text.end(), term), end; at != end; ++at) {
      const std::string used = (*at)[1];
      const bool is_own = used.starts_with("mandat:") && own.contains(used.substr(7));
      EXPECT_TRUE(is_own || IsDpvTerm(used)) << sample.instance << ": " << used;
      ++terms_count;
    }
    EXPECT_GT(terms_count, 500U);
  }
}

TEST(DpvExportTest, OwnTermsAreInOrderAndEachIsDocumentedOnce) {
  const std::string page = ReadSource("docs/reference/dpv.md");
  EXPECT_TRUE(std::ranges::is_sorted(OwnTerms(), {}, &OwnTerm::name));
  for (const OwnTerm& term : OwnTerms()) {
    const std::string row = "| `mandat:" + std::string(term.name) + "` | " +
                            std::string(term.kind) + " | " + std::string(term.range) + " | " +
                            std::string(term.about) + " |\n";
    EXPECT_EQ(Count(page, row), 1U) << row;
  }
  EXPECT_EQ(Count(page, "\n| `mandat:"), OwnTerms().size() + 1) << "one row is the prefix";
  EXPECT_TRUE(Says(page, kOwnNamespace));
}

TEST(DpvExportTest, IsTheSameForEqualAgreementsHoweverTheyAreWritten) {
  const std::string text = ExportWith("");
  EXPECT_EQ(ExportWith("# a comment\n"), text);
  EXPECT_EQ(ExportOf(With(kForm, "title: Acme", "title:   Acme"), std::string(kInstance)), text);
  EXPECT_NE(ExportOf(With(kForm, "title: Acme", "title: Acmes"), std::string(kInstance)), text);
}

// Covers: GDPR Art. 28(2), Art. 44.
TEST(DpvExportTest, LinksSubprocessorsAndMarksThirdCountries) {
  const std::string text = ExportWith("");
  EXPECT_TRUE(Says(text, "\"this:party/processor\", \"this:sub-processor/mailer\", "));
  const std::string mailer = NodeIn(text, "this:sub-processor/mailer");
  EXPECT_TRUE(Says(mailer, "\"dpv:DataSubProcessor\""));
  EXPECT_TRUE(Says(mailer, "\"dpv:hasCountry\": \"loc:BE\""));
  EXPECT_FALSE(Says(mailer, "hasThirdCountry"));
  const std::string faraway = NodeIn(text, "this:sub-processor/faraway");
  EXPECT_TRUE(Says(faraway, "\"dpv:hasThirdCountry\": \"loc:US\""));
}

// Covers: GDPR Art. 45(3), Art. 46(2), Art. 46(5).
TEST(DpvExportTest, NamesTheLegalBasisOfATransferToolWhereTheVocabularyHasOne) {
  const auto bases = [](const std::string& tool) {
    const std::string form =
        With(kForm, "country: US, task: Counts", "country: US, task: Counts, tool: " + tool);
    return NodeIn(ExportOf(form, std::string(kInstance)), "this:sub-processor/faraway");
  };
  EXPECT_TRUE(Says(bases("adequacy"), "\"dpv:hasLegalBasis\": \"eu-gdpr:A45-3\""));
  EXPECT_TRUE(Says(bases("dec-2021-914"),
                   "\"dpv:hasLegalBasis\": [\"eu-gdpr:A46-2-c\", \"eu-gdpr:SCCByCommission\"]"));
  EXPECT_TRUE(Says(bases("dec-2010-87"), "\"dpv:hasLegalBasis\": \"eu-gdpr:SCCByCommission\""));
  EXPECT_TRUE(Says(bases("bcr"), "eu-gdpr:A46-2-b"));
  EXPECT_FALSE(Says(bases("derogation"), "hasLegalBasis"));
  EXPECT_TRUE(Says(bases("derogation"), "\"mandat:tool\": \"derogation\""));
  EXPECT_TRUE(Says(bases("not-stated"), "\"mandat:notStated\": \"tool\""));
}

// Covers: GDPR Art. 9(1), Art. 10.
TEST(DpvExportTest, MarksSpecialCategoriesAndDataOnConvictions) {
  const std::string text = ExportWith("");
  EXPECT_TRUE(Says(NodeIn(text, "this:category/health"), "dpv:SpecialCategoryPersonalData"));
  EXPECT_FALSE(Says(NodeIn(text, "this:category/contact"), "dpv:SpecialCategoryPersonalData"));
  const std::string convicted =
      ExportOf(With(kForm, "clause: \"4.2\", special: true", "clause: \"4.2\", criminal: true"),
               std::string(kInstance));
  EXPECT_TRUE(Says(NodeIn(convicted, "this:category/health"), "\"pd:Criminal\""));
  EXPECT_FALSE(Says(convicted, "dpv:SpecialCategoryPersonalData"));
}

// Twins: one letter decides.
TEST(DpvExportTest, ClaimsNoTermThatTheVocabularyDoesNotHave) {
  const auto purpose = [](std::string_view term) {
    return NodeIn(ExportOf(With(kForm, "clause: \"2.1\"}",
                                "clause: \"2.1\", dpv: " + std::string(term) + "}"),
                           std::string(kInstance)),
                  "this:purpose/support");
  };
  EXPECT_TRUE(
      Says(purpose("dpv:CustomerCare"), "\"@type\": [\"dpv:Purpose\", \"dpv:CustomerCare\"]"));
  auto parsed = Agreement::Parse(
      {"form.yaml", With(kForm, "clause: \"2.1\"}", "clause: \"2.1\", dpv: dpv:CustomerCares}"),
       "instance.yaml", std::string(kInstance)});
  if (const auto* agreement = std::get_if<Agreement>(&parsed)) {
    const std::string node = NodeIn(ExportJsonLd(*agreement), "this:purpose/support");
    EXPECT_TRUE(Says(node, "\"@type\": \"dpv:Purpose\""));
    EXPECT_TRUE(Says(node, "\"mandat:unknownTerm\": \"dpv:CustomerCares\""));
  }
}

// Covers: GDPR Art. 5(1)(e).
TEST(DpvExportTest, GivesStorageItsPeriodOrTheEventThatEndsIt) {
  const std::string text = ExportWith("");
  const std::string contact = NodeIn(text, "this:retention/1");
  EXPECT_TRUE(Says(contact, "\"mandat:untilEvent\": \"end-of-agreement\""));
  const std::string health = NodeIn(text, "this:retention/2");
  EXPECT_TRUE(Says(health, "\"dpv:hasPersonalData\": \"this:category/health\""));
  EXPECT_TRUE(Says(health, "\"mandat:duration\": \"P30D\""));
  EXPECT_TRUE(Says(health, "\"mandat:from\": \"capture\""));
}

// Covers: GDPR Art. 5(1)(e).
TEST(DpvExportTest, TellsWhoChoseAPeriodThatTheFormLeavesOpen) {
  const std::string form = With(kForm, "keep: {days: 30}, from: capture", "keep: choice");
  const std::string text =
      ExportOf(form, std::string(kInstance) +
                         "choices:\n  retention:\n    - {categories: [health], keep: {months: 1}, "
                         "from: capture, by: Ada Example, on: 2025-12-01, why: enough}\n");
  const std::string health = NodeIn(text, "this:retention/2");
  EXPECT_TRUE(Says(health, "\"mandat:period\": \"1 month\", \"mandat:duration\": \"P1M\"") ||
              Says(health, "\"mandat:duration\": \"P1M\""));
  EXPECT_TRUE(Says(health, "\"mandat:clause\": \"8.2\""));
  EXPECT_TRUE(Says(health, "\"mandat:by\": \"Ada Example\""));
  EXPECT_TRUE(Says(health, "\"mandat:why\": \"enough\""));
}

// Covers: GDPR Art. 28(3)(a).
TEST(DpvExportTest, PermitsExactlyTheCombinationsThatTheAgreementPermits) {
  const std::string text = ExportWith("");
  const std::string process = NodeIn(text, "this:process/2");
  EXPECT_TRUE(Says(process, "\"dpv:hasPurpose\": \"this:purpose/support\""));
  EXPECT_TRUE(Says(process,
                   "\"dpv:hasProcessing\": [\"this:operation/record\", "
                   "\"this:operation/consult\"]"));
  EXPECT_TRUE(Says(process, "\"dpv:hasPersonalData\": \"this:category/health\""));
  EXPECT_TRUE(Says(process, "\"dpv:hasStorageCondition\": \"this:retention/2\""));
  EXPECT_TRUE(Says(NodeIn(text, "this:permission/2"), "\"dpv:hasProcess\": \"this:process/2\""));
  EXPECT_EQ(NodeIn(text, "this:permission/3"), "");
  EXPECT_TRUE(Says(NodeIn(text, "this:prohibition/rest"), "\"mandat:clause\": \"2\""));
}

// Covers: GDPR Art. 28(4), Art. 26(1).
TEST(DpvExportTest, SaysWhatTheCustomerIsTowardsThePersonsConcerned) {
  const std::string plain = ExportWith("");
  EXPECT_TRUE(Says(plain, "\"@type\": \"dpv:ControllerProcessorAgreement\""));
  EXPECT_TRUE(Says(NodeIn(plain, "this:party/customer"), "\"dpv:DataController\""));
  EXPECT_TRUE(Says(NodeIn(plain, "this:party/processor"), "\"dpv:DataProcessor\""));

  const auto with_role = [](std::string_view role) {
    return ExportOf(std::string(kForm),
                    With(kInstance, "contact: ada@example.org}",
                         "contact: ada@example.org, role: " + std::string(role) +
                             ", for: [Third Example, Fourth Example]}"));
  };
  const std::string sub = with_role("processor");
  EXPECT_TRUE(Says(sub, "\"@type\": \"dpv:SubProcessorAgreement\""));
  EXPECT_TRUE(Says(NodeIn(sub, "this:party/customer"), "\"@type\": \"dpv:DataProcessor\""));
  EXPECT_TRUE(Says(NodeIn(sub, "this:party/processor"), "\"dpv:DataSubProcessor\""));
  EXPECT_TRUE(
      Says(sub, "\"dpv:hasDataController\": [\"this:party/other-1\", \"this:party/other-2\"]"));

  const std::string joint = with_role("joint-controllers");
  EXPECT_TRUE(Says(NodeIn(joint, "this:party/joint-controllers"), "dpv:JointDataControllers"));
  EXPECT_TRUE(Says(joint, "\"dpv:hasDataController\": [\"this:party/customer\", "));
}

constexpr std::string_view kBreach = R"(breach:
  notice:
    promptness: without-undue-delay
    from: awareness
    clause: "14"
    line: 7
    also: [{within: 10 working-days, clause: "14a", note: stated twice}]
  scope: not-stated
)";

// Covers: GDPR Art. 33(2).
TEST(DpvExportTest, TellsEachStatementOfATermAndWhichOfThemHoldsAndWhy) {
  const std::string text = ExportWith(kBreach);
  const std::string term = NodeIn(text, "this:term/breach.notice");
  EXPECT_TRUE(Says(term, "\"@type\": [\"mandat:Term\", \"dpv:Obligation\"]"));
  EXPECT_TRUE(Says(term, "\"mandat:concerns\": \"eu-gdpr:ControllerBreachNotice\""));
  EXPECT_TRUE(Says(term, "\"mandat:promptness\": \"without-undue-delay\""));
  EXPECT_TRUE(Says(term, "\"mandat:line\": 7"));
  EXPECT_TRUE(Says(term, "\"mandat:period\": \"10 working-days\""));
  EXPECT_FALSE(Says(term, "mandat:duration")) << "working days need a calendar";
  EXPECT_TRUE(Says(term, "\"mandat:holds\": \"this:term/breach.notice/1\""));
  EXPECT_TRUE(Says(term, "\"mandat:holdsBecause\": \"mandat:Stricter\""));

  const std::string silent = NodeIn(text, "this:term/breach.scope");
  EXPECT_TRUE(Says(silent, "\"mandat:status\": \"mandat:NotStated\""));
}

TEST(DpvExportTest, KeepsHouseRulesApartFromWhatTheContractSays) {
  const std::string text = ExportWith(
      With(kBreach, "    also: [{within: 10 working-days, clause: \"14a\", note: stated twice}]\n",
           ""),
      "house-rules:\n  - {term: breach.notice, within: 2 weeks, by: Ada Example, on: 2025-12-01, "
      "why: tried out}\n");
  const std::string rule = NodeIn(text, "this:house-rule/breach.notice");
  EXPECT_TRUE(Says(rule, "\"@type\": \"mandat:HouseRule\""));
  EXPECT_TRUE(Says(rule, "\"mandat:duration\": \"P14D\""));
  EXPECT_TRUE(Says(rule, "\"mandat:why\": \"tried out\""));
  const std::string term = NodeIn(text, "this:term/breach.notice");
  EXPECT_TRUE(Says(term, "\"mandat:houseRule\": \"this:house-rule/breach.notice\""));
  EXPECT_FALSE(Says(term, "P14D"));
}

// Covers: GDPR Art. 28(3)(e).
TEST(DpvExportTest, NamesTheRightsOfPeopleUnlessTheContractIsSilentOnRequests) {
  EXPECT_FALSE(Says(ExportWith(""), "dpv:hasRight\": ["));
  EXPECT_FALSE(Says(ExportWith("requests:\n  forward: not-stated\n"), "eu-gdpr:A17"));
  EXPECT_TRUE(
      Says(ExportWith("requests:\n  forward: {within: 2 days, clause: \"15\"}\n"), "eu-gdpr:A17"));
}

// Covers: GDPR Art. 32(1).
TEST(DpvExportTest, SortsMeasuresByTheirArea) {
  const std::string text = ExportWith(
      "security:\n  measures:\n    - {id: keys, is: encryption, text: All, clause: \"16\"}\n"
      "    - {id: doors, is: physical, text: Locked, clause: \"16\"}\n"
      "    - {id: rest, text: The rest, clause: \"16\"}\n"
      "    - {id: gone, is: backup, status: not-stated}\n");
  EXPECT_TRUE(Says(text, "\"dpv:hasTechnicalMeasure\": \"this:term/security.measures.keys\""));
  EXPECT_TRUE(Says(text, "\"dpv:hasPhysicalMeasure\": \"this:term/security.measures.doors\""));
  EXPECT_TRUE(Says(
      text, "\"dpv:hasTechnicalOrganisationalMeasure\": \"this:term/security.measures.rest\""));
  EXPECT_TRUE(Says(NodeIn(text, "this:term/security.measures.keys"), "\"dpv:Encryption\""));
  EXPECT_FALSE(Says(NodeIn(text, "this:term/security.measures.gone"), "dpv:"));
}

// Covers: GDPR Art. 28(10).
TEST(DpvExportTest, SaysWhatTheProcessorMayDoForItself) {
  const auto own = [](std::string_view word) {
    return ExportWith("own-use:\n  anonymised: {is: " + std::string(word) +
                      ", text: Statistics, clause: \"17\"}\n");
  };
  EXPECT_TRUE(Says(NodeIn(own("forbidden"), "this:term/own-use.anonymised"), "dpv:Prohibition"));
  EXPECT_TRUE(Says(NodeIn(own("allowed"), "this:term/own-use.anonymised"), "dpv:Permission"));
  EXPECT_FALSE(Says(NodeIn(own("on-conditions"), "this:term/own-use.anonymised"), "dpv:"));
}

}  // namespace
}  // namespace mandat
