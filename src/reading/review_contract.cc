// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "format/markup.h"
#include "reading/internal/review_parts.h"

namespace mandat::internal {
namespace {

// What begins and ends at a byte of the text.
struct Edge {
  std::vector<size_t> ends;    // terms whose passage ends here
  std::vector<size_t> begins;  // terms whose passage begins here
  std::vector<std::string> anchors;
};

using Edges = std::map<size_t, Edge>;

bool IsIn(const ContractReading& reading, const Passage& where) {
  return where.begin < where.end && where.end <= reading.text.size();
}

Edges EdgesOf(const ContractReading& reading) {
  Edges edges;
  const auto add = [&](const Passage& where, size_t term) {
    edges[where.begin].begins.push_back(term);
    edges[where.end].ends.push_back(term);
  };
  for (size_t i = 0; i < reading.terms.size(); ++i) {
    const FoundTerm& term = reading.terms[i];
    const std::string n = std::to_string(i + 1);
    if (IsIn(reading, term.where)) {
      add(term.where, i);
      edges[term.where.begin].anchors.push_back("<a id=\"p" + n + "\" href=\"#t" + n +
                                                "\" title=\"" + AsMarkup(term.field) + "\">" + n +
                                                "</a>");
    }
    for (size_t item = 0; item < term.items.size(); ++item) {
      const Passage& where = term.items[item].where;
      if (IsIn(reading, where)) {
        add(where, i);
        edges[where.begin].anchors.push_back("<span id=\"p" + n + "-" + std::to_string(item + 1) +
                                             "\"></span>");
      }
    }
  }
  for (size_t i = 0; i < reading.damages.size(); ++i) {
    if (reading.damages[i].where.begin <= reading.text.size()) {
      edges[reading.damages[i].where.begin].anchors.push_back("<span id=\"d" +
                                                              std::to_string(i + 1) + "\"></span>");
    }
  }
  for (size_t i = 0; i < reading.defects.size(); ++i) {
    if (reading.defects[i].where.begin <= reading.text.size()) {
      edges[reading.defects[i].where.begin].anchors.push_back("<span id=\"e" +
                                                              std::to_string(i + 1) + "\"></span>");
    }
  }
  return edges;
}

// Text with the number of each line before it.
void AppendLines(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    AppendShown(out, text.substr(0, end));
    if (end == std::string_view::npos) {
      return;
    }
    text.remove_prefix(end + 1);
    out += text.starts_with('\n') ? "\n<i class=\"e\"></i>" : "\n<i></i>";
  }
}

}  // namespace

std::string ReviewContract(const ContractReading& reading) {
  std::string out = "<pre lang=\"" + std::string(reading.language) + "\"><i></i>";
  std::multiset<size_t> open;
  size_t at = 0;
  const auto tell = [&](size_t end) {
    if (end > at && !open.empty()) {
      out += "<mark class=\"";
      for (auto term = open.begin(); term != open.end(); term = open.upper_bound(*term)) {
        out += (term == open.begin() ? "t" : " t") + std::to_string(*term + 1);
      }
      out += "\">";
      AppendLines(out, std::string_view(reading.text).substr(at, end - at));
      out += "</mark>";
    } else {
      AppendLines(out, std::string_view(reading.text).substr(at, end - at));
    }
    at = end;
  };
  for (const auto& [byte, edge] : EdgesOf(reading)) {
    tell(byte);
    for (const size_t term : edge.ends) {
      open.extract(term);
    }
    open.insert(edge.begins.begin(), edge.begins.end());
    for (const std::string& anchor : edge.anchors) {
      out += anchor;
    }
  }
  tell(reading.text.size());
  return out + "</pre>";
}

}  // namespace mandat::internal
