// SPDX-License-Identifier: Apache-2.0
#include "lint/lint_test_util.h"

namespace mandat {
namespace {

TEST(LintPartiesTest, FindsNothingInTheCleanAgreement) {
  EXPECT_EQ(CleanAgreement().Lines(), Lines());
  EXPECT_EQ(CleanAgreement().Lines("2031-12-26"), Lines());
}

// Covers: GDPR Art. 28(3); GDPR Art. 30(2)(a).
TEST(LintPartiesTest, FindsProcessorsThatNobodyCanReach) {
  ExpectTwins({
      {"contact: privacy@booking.example.org",
       "contact: not-stated",
       {"error L-P02 parties.processor"}},
      {"address: Example Street 1, 10000 Example, Germany",
       "address: not-stated",
       {"error L-P02 parties.processor"}},
      {"data-protection-officer: {text: dpo@booking.example.org, clause: parties}",
       "data-protection-officer: not-stated",
       {"note L-P02 contacts.data-protection-officer"}},
  });
}

TEST(LintPartiesTest, FindsControllersThatWereNotFilledIn) {
  CleanAgreement agreement;
  agreement.InInstance({{"contact: privacy@inn.example.org", "contact: \"[to be completed]\""}});
  EXPECT_EQ(agreement.Lines(), Lines({"error L-P01 controller"}));
}

// Covers: GDPR Art. 28(9).
TEST(LintPartiesTest, FindsAcceptanceThatIsNoWriting) {
  CleanAgreement conduct;
  conduct.InInstance({{"kind: signature", "kind: conduct"}});
  EXPECT_EQ(conduct.Lines(), Lines({"error L-P03 signed"}));
  CleanAgreement click;
  click.InInstance({{"kind: signature", "kind: click"}});
  EXPECT_EQ(click.Lines(), Lines());
  CleanAgreement alone;
  alone.InInstance({{"  for-processor: Alan Example\n", ""}});
  EXPECT_EQ(alone.Lines(), Lines({"note L-P03 signed"}));
  CleanAgreement late;
  late.InInstance({{"on: 2026-01-20", "on: 2026-02-02"}});
  EXPECT_EQ(late.Lines(), Lines({"warning L-I13 start"}));
  CleanAgreement same_day;
  same_day.InInstance({{"on: 2026-01-20", "on: 2026-02-01"}});
  EXPECT_EQ(same_day.Lines(), Lines());
}

// Covers: GDPR Art. 28(3); GDPR Art. 9(1); GDPR Art. 10.
TEST(LintObjectsTest, FindsWhatTheContractItselfMustSetOut) {
  ExpectTwins({
      {"subject-matter: {text: Booking of rooms for the controller, clause: \"2.1\"}",
       "subject-matter: not-stated",
       {"error L-O01 subject-matter"}},
      {"subject-matter: {text:",
       "subject-matter: {status: external, text:",
       {"warning L-W01 subject-matter"}},
      {"duration: {text: As long as the booking service is used, clause: \"2.1\"}",
       "duration: {status: not-stated, clause: \"2.1\"}",
       {"error L-O02 duration"}},
      {"duration: {text:", "duration: {status: external, text:", {"warning L-W01 duration"}},
      {"nature: {list: [collecting, storing, consulting, using and erasing], clause: \"2.3\"}",
       "nature: not-stated",
       {"error L-O03 nature"}},
      {"special-categories: {text: \"None, and the controller enters none\", clause: \"2.4\"}",
       "special-categories: not-stated",
       {"warning L-O05 special-categories"}},
  });
}

// Covers: GDPR Art. 28(3).
TEST(LintObjectsTest, TellsPeopleThatOnlyTheCustomerNamed) {
  CleanAgreement agreement;
  agreement.InForm(
      {{"  clause: \"2.5\"\n  list:\n    - {id: guests, text: Guests of the "
        "controller, clause: \"2.5\"}\n    - {id: staff, text: Staff of the "
        "controller, clause: \"2.5\"}\n",
        "  clause: \"2.5\"\n  blank: \"2.5\"\n  list: not-stated\n"}});
  EXPECT_EQ(agreement.Lines(), Lines({"error L-O06 people"}));
  agreement.InInstance({{"start: 2026-02-01",
                         "fills:\n  people:\n    - {id: guests, text: Guests, clause: \"2.5\"}\n"
                         "start: 2026-02-01"}});
  EXPECT_EQ(agreement.Lines(), Lines({"note L-O06 people"}));
}

TEST(LintObjectsTest, FindsAControllerWithoutPart) {
  const Change no_duties{
      "controller-duties:\n  - {id: legal-basis, text: Sees that there is a legal basis and "
      "informs "
      "the people, clause: \"2.7\"}\n",
      "controller-duties: not-stated\n"};
  CleanAgreement agreement;
  agreement.InForm({no_duties});
  EXPECT_EQ(agreement.Lines(), Lines());
  agreement.InForm({{"rule: {text: \"Only on documented instructions, transfers included\", form: "
                     "written, clause: \"3.1\"}",
                     "rule: not-stated"},
                    {"right: {text: By the controller or an auditor it mandates, clause: \"12.2\"}",
                     "right: not-stated"}});
  EXPECT_EQ(agreement.Lines(), Lines({"error L-A01 instructions.rule", "error L-H02 audits.right",
                                      "error L-O07 controller-duties"}));
}

// Covers: GDPR Art. 5(1)(b).
TEST(LintObjectsTest, FindsPurposesThatOnlyPointAtTheServices) {
  const Change first{"text: Take and confirm bookings of rooms",
                     "text: Whatever is needed to provide the services"};
  CleanAgreement one;
  one.InForm({first});
  EXPECT_EQ(one.Lines(), Lines());  // the other purpose is specific
  CleanAgreement both;
  both.InForm({first,
               {"text: Answer questions of guests about their booking",
                "text: Other legitimate business of the processor"}});
  EXPECT_EQ(both.Lines(), Lines({"warning L-W03 purposes"}));
}

TEST(LintObjectsTest, FindsBlanksThatNobodyFilledIn) {
  ExpectTwins({
      {"text: Least privilege and several factors",
       "text: Accounts expire after XX days",
       {"warning L-W02 security.measures.access"}},
      {"contract: \"Dec. 2021/914, module three\"",
       "contract: \"#VALUE!\"",
       {"warning L-W02 sub-processors.list.messages"}},
      {"text: Guests of the controller",
       "text: \"[to be completed]\"",
       {"warning L-W02 people.list.guests"}},
  });
}

}  // namespace
}  // namespace mandat
