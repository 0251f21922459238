// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/stated_roles.h"

#include <re2/re2.h>

#include <algorithm>
#include <vector>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr int kStatedMost = 24;
constexpr int kNamedOften = 3;  // times from which a word is a name
constexpr int kPlainOften = 5;
constexpr int kCountedMost = 40;
constexpr size_t kFrontMost = 16;  // blocks

// How often a pattern stands in the text, up to `most`.
int TimesIn(const std::string& text, const RE2& pattern, int most) {
  re2::StringPiece rest(text);
  int times = 0;
  while (times < most && RE2::FindAndConsume(&rest, pattern)) {
    ++times;
  }
  return times;
}

bool IsAmong(const std::vector<std::string>& all, const std::string& name) {
  return std::ranges::find(all, name) != all.end();
}

}  // namespace

void AddStatedRoles(const std::string& whole, bool (*may_be)(std::string_view, bool),
                    RoleNames& names) {
  static const RE2 stated(
      R"(\b(?:the ([a-z]+(?: [a-z]+)?)|(we|you)) (?:is|are|acts? as|shall be|will be) )"
      R"((?:the |a |an |your |our )?(?:data )?(controller|processor)\b)");
  static const RE2 none(R"(^(?:one|other|latter|former|respect|case|parent)$)");
  re2::StringPiece rest(whole);
  std::string noun;
  std::string speaker;
  std::string role;
  for (int i = 0; i < kStatedMost && RE2::FindAndConsume(&rest, stated, &noun, &speaker, &role);
       ++i) {
    const std::string& name = noun.empty() ? speaker : noun;
    const bool is_processor = role == "processor";
    if (may_be(name, is_processor) && !RE2::FullMatch(name, none) &&
        !IsAmong(names.controller, name) && !IsAmong(names.processor, name)) {
      (is_processor ? names.processor : names.controller).push_back(name);
    }
  }
}

void AddOtherParty(const ContractText& text, const std::string& whole,
                   bool (*may_be)(std::string_view, bool), RoleNames& names) {
  static const RE2 named(R"re(\( ?(?:hereinafter |hereafter |referred to as |the )*)re"
                         R"re("(?:the )?([a-z][a-z -]{2,30})" ?\))re");
  const auto times = [&](const std::string& name) {
    return TimesIn(whole, RE2(R"(\b)" + RE2::QuoteMeta(name) + R"(\b)"), kCountedMost);
  };
  if (std::ranges::any_of(names.controller,
                          [&](const std::string& name) { return times(name) >= kNamedOften; })) {
    return;
  }
  std::string best;
  int most = kPlainOften - 1;
  for (size_t i = 0; i < std::min(kFrontMost, text.blocks.size()); ++i) {
    const std::string folded = FoldText(text.blocks[i].text);
    re2::StringPiece rest(folded);
    std::string name;
    while (RE2::FindAndConsume(&rest, named, &name)) {
      const bool is_other = may_be(name, false) && !IsAmong(names.processor, name) &&
                            !IsAmong(names.sub_processor, name) &&
                            name.find("data") == std::string::npos;
      if (is_other && times(name) > most) {
        most = times(name);
        best = name;
      }
    }
  }
  if (!best.empty()) {
    names.controller.push_back(best);
  }
}

void AddDataOf(const std::string& whole, RoleNames& names) {
  static const RE2 law(
      R"(^(?:(?:data )?controller|verantwortlich\w*|auftraggeber\w*|responsable\b.*)"
      R"(|you)$)");
  for (const std::string& name : names.controller) {
    const std::string data = name + " data";
    const RE2 pattern(R"(\b)" + RE2::QuoteMeta(data) + R"(\b)");
    if (!RE2::FullMatch(name, law) && TimesIn(whole, pattern, kNamedOften) == kNamedOften) {
      names.data.push_back(data);
    }
  }
}

bool MeansPersonalData(std::string_view meaning) {
  static const RE2 data(
      R"(^(?:is |are )?(?:any |all |the |those |such |every |only )*(?:of )?(?:the )?)"
      R"((?:personal (?:data|information)|information about (?:the |your |identifi\w+ )?)"
      R"((?:people|persons|individuals|customers|guests|members|users))\b)");
  return RE2::PartialMatch(re2::StringPiece(meaning.data(), meaning.size()), data);
}

void AddPlainData(const std::string& whole, RoleNames& names) {
  static const RE2 plain(R"(\bthe information\b)");
  static const RE2 named(R"(\bpersonal (?:data|information)\b)");
  if (names.data.empty() && TimesIn(whole, plain, kPlainOften) == kPlainOften &&
      TimesIn(whole, named, kNamedOften) < kNamedOften) {
    names.data.insert(names.data.end(), {"the information", "your information"});
  }
}

}  // namespace mandat::internal
