// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agreement/agreement_test_util.h"
#include "lint/lint.h"

// The clean agreement of tests/lint, to which there is nothing to object, and what is found when
// facts of it change.
namespace mandat {

struct Change {
  std::string_view from;
  std::string_view to;
};

inline LegalData BuiltInData() {
  const Result<LegalData> data = LegalData::Parse(LegalData::BuiltIn());
  EXPECT_TRUE(data) << (data ? "" : data.error().message);
  return *data;
}

inline std::chrono::sys_days DayOf(std::string_view text) {
  const Result<std::chrono::sys_days> day = ParseDay(text);
  EXPECT_TRUE(day) << text;
  return *day;
}

constexpr std::string_view kToday = "2026-11-22";

class CleanAgreement {
 public:
  CleanAgreement& InForm(std::vector<Change> changes) { return Apply(form_, changes); }
  CleanAgreement& InInstance(std::vector<Change> changes) { return Apply(instance_, changes); }

  std::vector<Finding> Findings(std::string_view at = kToday,
                                const LegalData& data = BuiltInData()) const {
    auto parsed = Agreement::Parse({"form.yaml", form_, "instance.yaml", instance_});
    if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
      ADD_FAILURE() << Render(*findings, form_);
      return {};
    }
    return Lint(std::get<Agreement>(parsed), data, DayOf(at));
  }

  // "error L-O01 subject-matter", in alphabetical order.
  std::vector<std::string> Lines(std::string_view at = kToday,
                                 const LegalData& data = BuiltInData()) const {
    std::vector<std::string> lines;
    for (const Finding& finding : Findings(at, data)) {
      lines.push_back(std::string(Name(finding.severity)) + " " + finding.code + " " +
                      finding.message.substr(0, finding.message.find(": ")));
    }
    std::ranges::sort(lines);
    return lines;
  }

 private:
  CleanAgreement& Apply(std::string& text, const std::vector<Change>& changes) {
    for (const Change& change : changes) {
      std::string changed = With(text, change.from, change.to);
      EXPECT_FALSE(changed.empty()) << "not unique: " << change.from;
      text = std::move(changed);
    }
    return *this;
  }

  std::string form_ = ReadSource("tests/lint/clean.yaml");
  std::string instance_ = ReadSource("tests/lint/clean-agreement.yaml");
};

using Lines = std::vector<std::string>;

// One changed fact of the form and all that is found then.
struct Twin {
  std::string_view from;
  std::string_view to;
  Lines lines;
};

inline void ExpectTwins(const std::vector<Twin>& twins, std::string_view at = kToday) {
  ASSERT_EQ(CleanAgreement().Lines(at), Lines());
  for (const Twin& twin : twins) {
    CleanAgreement agreement;
    agreement.InForm({{twin.from, twin.to}});
    EXPECT_EQ(agreement.Lines(at), twin.lines) << twin.from << "\n-> " << twin.to;
  }
}

}  // namespace mandat
