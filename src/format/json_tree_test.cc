// SPDX-License-Identifier: Apache-2.0
#include "format/json_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace mandat {
namespace {

TEST(JsonTreeTest, KeepsTheOrderOfKeysAndItems) {
  JsonTree tree = JsonTree::Object();
  tree.Set("b", JsonTree::Number(-2)).Set("a", JsonTree::Bool(true)).Set("c", "text");
  tree.Set("d", JsonTree::Texts(std::vector<std::string>{"y", "x"}));
  EXPECT_EQ(tree.Format(), "{\"b\": -2, \"a\": true, \"c\": \"text\", \"d\": [\"y\", \"x\"]}\n");
}

TEST(JsonTreeTest, EscapesWhatJsonForbidsAndNothingElse) {
  JsonTree tree = JsonTree::Array();
  tree.Add(JsonTree::Text(std::string_view("\"\\\b\f\n\r\t\0\x1f/", 10)));
  tree.Add(JsonTree::Text("Agora Calysé \u2028"));
  EXPECT_EQ(tree.Format(),
            "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/\", \"Agora Calysé \u2028\"]\n");
}

TEST(JsonTreeTest, WritesEmptyContainersOnOneLine) {
  JsonTree tree = JsonTree::Object();
  tree.Set("list", JsonTree::Array()).Set("map", JsonTree::Object());
  EXPECT_EQ(tree.Format(), "{\"list\": [], \"map\": {}}\n");
  EXPECT_TRUE(JsonTree::Array().IsEmpty());
  EXPECT_TRUE(JsonTree::Text("").IsEmpty());
  EXPECT_FALSE(JsonTree::Bool(false).IsEmpty());
}

// Twins: a hundred columns stay on one line, one more is broken.
TEST(JsonTreeTest, BreaksAContainerThatDoesNotFitIntoAHundredColumns) {
  JsonTree fits = JsonTree::Array();
  fits.Add(JsonTree::Text(std::string(96, 'x')));
  EXPECT_EQ(fits.Format(), "[\"" + std::string(96, 'x') + "\"]\n");
  JsonTree breaks = JsonTree::Array();
  breaks.Add(JsonTree::Text(std::string(97, 'x')));
  EXPECT_EQ(breaks.Format(), "[\n  \"" + std::string(97, 'x') + "\"\n]\n");
}

TEST(JsonTreeTest, KeepsRoomForTheCommaBehindANestedContainer) {
  for (size_t length = 80; length < 100; ++length) {
    JsonTree inner = JsonTree::Object();
    inner.Set("key", std::string(length, 'x'));
    JsonTree tree = JsonTree::Object();
    tree.Set("first", inner).Set("second", JsonTree::Number(1));
    const std::string text = tree.Format();
    for (size_t start = 0; start < text.size();) {
      const size_t end = text.find('\n', start);
      const std::string line = text.substr(start, end - start);
      EXPECT_TRUE(line.size() <= 100 || line.find("\"key\"") == 4) << line;
      start = end + 1;
    }
  }
}

TEST(JsonTreeTest, FillsLinesWithPlainValuesAndKeepsOneObjectPerLine) {
  JsonTree values = JsonTree::Array();
  JsonTree objects = JsonTree::Array();
  for (int i = 0; i < 40; ++i) {
    values.Add(JsonTree::Number(1000 + i));
    JsonTree object = JsonTree::Object();
    objects.Add(std::move(object.Set("i", JsonTree::Number(i))));
  }
  const std::string filled = values.Format();
  EXPECT_EQ(std::ranges::count(filled, '\n'), 5);
  for (size_t start = 0; start < filled.size();) {
    const size_t end = filled.find('\n', start);
    EXPECT_LE(end - start, 100U);
    start = end + 1;
  }
  EXPECT_EQ(std::ranges::count(objects.Format(), '\n'), 42);
}

}  // namespace
}  // namespace mandat
