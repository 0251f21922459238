// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "outbound/internal/smtp_dialogue.h"
#include "outbound/smtp_transport.h"

namespace mandat {
namespace {

using internal::SmtpDialogue;

// Outcome and reply of a conversation that heard these lines before the data, and after.
std::string After(const std::vector<std::string_view>& before, bool data_sent = false,
                  const std::vector<std::string_view>& after = {}, bool is_refused = true) {
  SmtpDialogue dialogue;
  for (const std::string_view line : before) {
    dialogue.Hear(line);
  }
  if (data_sent) {
    dialogue.EndData();
  }
  for (const std::string_view line : after) {
    dialogue.Hear(line);
  }
  const Delivery delivery = dialogue.Outcome("lost", is_refused);
  return std::string(Name(delivery.outcome)) + ": " + delivery.reply;
}

TEST(SmtpDialogueTest, TakesTheAnswerBehindTheDataForTheOutcome) {
  for (const auto& [reply, outcome] :
       {std::pair("250 2.0.0 Ok", "accepted"), std::pair("251 Moved on", "accepted"),
        std::pair("451 4.3.0 Later", "transient"), std::pair("552 5.2.2 Full", "permanent"),
        std::pair("354 what", "unknown"), std::pair("999 what", "unknown")}) {
    EXPECT_EQ(After({"354 go on"}, true, {reply}), std::string(outcome) + ": " + reply);
  }
}

TEST(SmtpDialogueTest, DoesNotTakeHalfAnAnswerForOne) {
  EXPECT_EQ(After({"354 go on"}, true, {"250-2.0.0 first of two"}),
            "unknown: no answer to the data: lost");
  EXPECT_EQ(After({"354 go on"}, true, {"250-2.0.0 first", "250 2.0.0 second"}),
            "accepted: 250 2.0.0 second");
  EXPECT_EQ(After({"354 go on"}, true, {"", "25", "ok", "2x0 ok"}),
            "unknown: no answer to the data: lost");
  EXPECT_EQ(After({"354 go on"}, true, {"250"}), "accepted: 250");
}

TEST(SmtpDialogueTest, KeepsTheFirstAnswerWhateverFollows) {
  EXPECT_EQ(After({"354 go on"}, true, {"250 2.0.0 Ok", "421 4.3.2 closing"}),
            "accepted: 250 2.0.0 Ok");
  EXPECT_EQ(After({"354 go on"}, true, {"554 5.6.0 No", "250 Ok"}), "permanent: 554 5.6.0 No");
}

TEST(SmtpDialogueTest, TakesARefusalBeforeTheDataForTheOutcomeOnlyIfItWasOfTheNotice) {
  EXPECT_EQ(After({"250 Ok", "550 5.1.1 Nobody"}), "permanent: 550 5.1.1 Nobody");
  EXPECT_EQ(After({"250 Ok", "450 4.2.0 Busy"}), "transient: 450 4.2.0 Busy");
  EXPECT_EQ(After({"554 5.3.2 Closed"}, false, {}, false),
            "transient: not sent: lost (554 5.3.2 Closed)");
  EXPECT_EQ(After({"250 Ok"}), "transient: not sent: lost");
  EXPECT_EQ(After({}), "transient: not sent: lost");
}

TEST(SmtpDialogueTest, TakesARefusedSignInForOurMistakeNotTheNotices) {
  for (const std::string reply : {"530 5.7.0 Sign in first", "535 5.7.8 Wrong"}) {
    EXPECT_EQ(After({reply}), "transient: " + reply);
  }
}

TEST(SmtpDialogueTest, DoesNotListenAfterItSaidGoodBye) {
  SmtpDialogue dialogue;
  dialogue.Hear("550 5.1.1 Nobody");
  dialogue.Say("NOOP");
  EXPECT_FALSE(dialogue.IsOver());
  dialogue.Say("QUIT\r\n");
  EXPECT_TRUE(dialogue.IsOver());
  dialogue.Hear("221 2.0.0 Bye");
  EXPECT_EQ(dialogue.Outcome("refused", true).reply, "550 5.1.1 Nobody");
}

TEST(SmtpTransportTest, RefusesSettingsThatCannotBeUsed) {
  const SmtpSettings good = {.url = "smtp://mail.example.org:587", .from = "dpo@example.org"};
  EXPECT_TRUE(SmtpTransport::Create(good));
  const auto refuses = [&good](auto change) {
    SmtpSettings settings = good;
    change(settings);
    const auto transport = SmtpTransport::Create(settings);
    return !transport && transport.error().kind == ErrorKind::kInvalid;
  };
  for (const std::string url :
       {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://a@mail.example.org",
        "smtp://mail.example.org/path", "smtp://mail.example.org?x", "smtp://mail.example.org#x",
        "smtp://mail.example.org:99999", "smtp://mail.example.org\r\n"}) {
    EXPECT_TRUE(refuses([&url](SmtpSettings& settings) { settings.url = url; })) << url;
  }
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.from = "dpo"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.from_name = "a\nb"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.reply_to = "nobody"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.hello = "a b"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.user = "mandat"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.password = "example"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.without_tls = true; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.ca_file = "no/such/file.pem"; }));
  EXPECT_TRUE(refuses([](SmtpSettings& settings) { settings.total_max = {}; }));
}

}  // namespace
}  // namespace mandat
