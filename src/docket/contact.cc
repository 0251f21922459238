// SPDX-License-Identifier: Apache-2.0
#include "docket/contact.h"

#include <algorithm>
#include <array>

namespace mandat {
namespace {

constexpr auto kParties = std::to_array<std::string_view>({"controller", "processor"});
constexpr auto kSubjects =
    std::to_array<std::string_view>({"all", "breach", "requests", "sub-processors", "instructions",
                                     "audits", "end", "amendment", "docket"});
constexpr auto kChannels =
    std::to_array<std::string_view>({"e-mail", "webhook", "telephone", "post"});
constexpr size_t kTextLengthMax = 320;

template <class Words>
bool IsOneOf(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool IsPrintable(std::string_view text) {
  return text.size() <= kTextLengthMax && IsUtf8(text) && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

bool SuitsChannel(const Contact& contact) {
  if (contact.channel == "e-mail") {
    const size_t at = contact.address.find('@');
    return at != std::string::npos && at > 0 && at + 1 < contact.address.size() &&
           contact.address.find_first_of(" <>,;") == std::string::npos;
  }
  if (contact.channel == "webhook") {
    return contact.address.starts_with("https://") || contact.address.starts_with("http://");
  }
  return !contact.address.empty();
}

}  // namespace

bool Contact::is_for(std::string_view subject) const {
  return IsOneOf(subjects, "all") || IsOneOf(subjects, subject);
}

Status Contact::Validate() const {
  if (!IsOneOf(kParties, party)) {
    return Fail(Error::Invalid("a contact is of the controller or of the processor"));
  }
  if (!IsOneOf(kChannels, channel)) {
    return Fail(Error::Invalid("a contact is reached by e-mail, webhook, telephone or post"));
  }
  if (subjects.empty() || !std::ranges::all_of(subjects, [](const std::string& subject) {
        return IsOneOf(kSubjects, subject);
      })) {
    return Fail(
        Error::Invalid("say about what: all, breach, requests, sub-processors, "
                       "instructions, audits, end, amendment, docket"));
  }
  if (language.size() != 2 ||
      !std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; })) {
    return Fail(Error::Invalid("a language has two letters, e.g. en"));
  }
  if (!IsPrintable(name) || !IsPrintable(address) || !IsPrintable(reference)) {
    return Fail(Error::Invalid("name and address are plain text of at most 320 bytes"));
  }
  if (!SuitsChannel(*this)) {
    return Fail(Error::Invalid("this is no address of a " + channel));
  }
  return until && *until <= from ? Status(Fail(Error::Invalid("it ends before it begins")))
                                 : Status();
}

}  // namespace mandat
