// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about duties and happenings are told.
struct DocketOptions {
  std::string agreement;  // of lists: empty for all
  uint64_t duty = 0;
  std::string matter, event, reference, path;
  std::string at, how, evidence, by;
  std::string reason, basis, more, responsible;
  std::string before, state, cursor;
  bool overdue = false;
  uint32_t limit = 20;
  std::string language = "en";
};
struct NoticeOptions {
  std::string agreement;
  uint64_t notice = 0;
  std::string kind, subject, party, matter, reference;
  uint64_t duty = 0, continues = 0, after = 0;
  bool meets = false;
  std::vector<std::string> fields;  // NAME=TEXT
  std::string at, how, evidence, by, reply;
  uint32_t limit = 20;
};
struct ContactOptions {
  std::string agreement;
  uint64_t contact = 0;
  std::string party = "controller", channel = "e-mail", language = "en";
  std::vector<std::string> subjects;
  std::string reference, name, address, from, until;
};

// Each `group` is its own. Everything must outlive the parsing.
void AddDocketCommands(CLI::App* group, const Context& context, DocketOptions& options,
                       const AddCommand& add);
void AddNoticeCommands(CLI::App* group, const Context& context, NoticeOptions& options,
                       const AddCommand& add);
void AddContactCommands(CLI::App* group, const Context& context, ContactOptions& options,
                        const AddCommand& add);

Result<int> RunDocketList(const Context& context, const DocketOptions& options);
Result<int> RunDocketShow(const Context& context, const DocketOptions& options);
Result<int> RunDocketRecord(const Context& context, const DocketOptions& options);
// `act` is the last segment of its address: "pause", "resume", "extend", "meet", ...
Result<int> RunDocketAct(const Context& context, const DocketOptions& options,
                         std::string_view act);
Result<int> RunDocketHappenings(const Context& context, const DocketOptions& options);
Result<int> RunDocketMatters(const Context& context, const DocketOptions& options);

Result<int> RunNoticeSend(const Context& context, const NoticeOptions& options);
Result<int> RunNoticeList(const Context& context, const NoticeOptions& options);
Result<int> RunNoticeShow(const Context& context, const NoticeOptions& options);
Result<int> RunNoticeAcknowledge(const Context& context, const NoticeOptions& options);
Result<int> RunNoticeBounce(const Context& context, const NoticeOptions& options);

Result<int> RunContactAdd(const Context& context, const ContactOptions& options);
Result<int> RunContactList(const Context& context, const ContactOptions& options);
Result<int> RunContactEnd(const Context& context, const ContactOptions& options);

// An instant as it goes into a body or, with its plus sign escaped, into an address; empty stays
// empty. Errors: kInvalid (no instant with an offset).
Result<std::string> InstantText(std::string_view option, const std::string& text);
std::string EscapedForAddress(std::string_view text);

// Sends a body, if there is one, and prints the answer: a headline and its members, or the JSON.
Result<int> SendAndPrint(const Context& context, std::string_view method, std::string path,
                         const boost::json::object& body, std::string_view headline);
// Members that are not empty.
void PutText(boost::json::object& body, std::string_view key, const std::string& value);
// What is no text, as JSON writes it; empty when it is not there.
std::string NumberIn(const boost::json::object& object, std::string_view key);
// A line of a table for each: the columns padded to the widest.
void PrintTable(const std::vector<std::vector<std::string>>& lines);

}  // namespace mandat
