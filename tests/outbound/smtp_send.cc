// SPDX-License-Identifier: Apache-2.0
// smtp_send --name=value ...: sends one notice and prints the outcome and the reply, a line each;
// with --copies=N the same from N threads at once, two lines for each.
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <thread>
#include <vector>

#include "outbound/smtp_transport.h"

namespace mandat {
namespace {

using Words = std::map<std::string, std::string>;

Words ReadWords(int count, char** arguments) {
  Words words;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    const size_t equals = word.find('=');
    words[word.substr(2, equals - 2)] = equals == std::string::npos ? "" : word.substr(equals + 1);
  }
  return words;
}

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::chrono::milliseconds Milliseconds(const std::string& text) {
  return std::chrono::milliseconds(std::stoi(text.empty() ? "20000" : text));
}

SmtpSettings SettingsFrom(Words& words) {
  return {.url = words["url"],
          .without_tls = words.contains("without-tls"),
          .ca_file = words["ca"],
          .user = words["user"],
          .password = words["password"],
          .from = words["from"],
          .from_name = words["from-name"],
          .reply_to = words["reply-to"],
          .connect_max = Milliseconds(words["connect-ms"]),
          .total_max = Milliseconds(words["total-ms"])};
}

Parcel ParcelFrom(Words& words) {
  Parcel parcel{.notice = words["notice"],
                .agreement = "shop",
                .kind = "breach",
                .language = words["language"],
                .address = words["to"],
                .attempt = static_cast<uint32_t>(std::stoul("0" + words["attempt"])),
                .possible_duplicate = words.contains("possible-duplicate"),
                .at = {1'774'880'400'000'000},
                .subject = words["subject"],
                .body = Contents(words["body"]),
                .continues = words["continues"]};
  if (words.contains("attach")) {
    parcel.attachments.push_back(
        {words["attach-name"], words["attach-type"], Contents(words["attach"])});
  }
  return parcel;
}

int Run(Words words) {
  const auto transport = SmtpTransport::Create(SettingsFrom(words));
  if (!transport) {
    std::cout << transport.error().message << '\n';
    return ExitCode(transport.error().kind);
  }
  const Parcel parcel = ParcelFrom(words);
  std::vector<Delivery> deliveries(words.contains("copies") ? std::stoul(words["copies"]) : 1);
  {
    std::vector<std::jthread> threads;
    for (Delivery& delivery : deliveries) {
      threads.emplace_back([&] { delivery = (*transport)->Send(parcel); });
    }
  }
  for (const Delivery& delivery : deliveries) {
    std::cout << Name(delivery.outcome) << '\n' << delivery.reply << '\n';
  }
  return 0;
}

}  // namespace
}  // namespace mandat

int main(int count, char** arguments) { return mandat::Run(mandat::ReadWords(count, arguments)); }
