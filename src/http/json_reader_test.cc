// SPDX-License-Identifier: Apache-2.0
#include "http/internal/json_reader.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "http/internal/json_writer.h"

namespace mandat {
namespace {

std::string TroubleWith(std::string_view text) {
  const Result<JsonDocument> document = JsonDocument::Parse(text);
  if (document) {
    return "";
  }
  EXPECT_EQ(document.error().kind, ErrorKind::kInvalid);
  return document.error().message;
}

TEST(JsonReaderTest, ReadsAnObject) {
  const auto document = JsonDocument::Parse(
      " {\"a\":\"x\\u00e9\\n\",\"b\":[1,2.50,-3e2],\"c\":{\"d\":null,\"e\":true},\"f\":7}\n");
  ASSERT_OK(document);
  const JsonNode& root = document->root();
  EXPECT_EQ(document->Find(root, "a")->text, "xé\n");
  std::vector<std::string_view> numbers;
  document->ForEach(*document->Find(root, "b"),
                    [&numbers](const JsonNode& node) { numbers.push_back(node.text); });
  EXPECT_EQ(numbers, (std::vector<std::string_view>{"1", "2.50", "-3e2"}));
  EXPECT_EQ(document->Find(*document->Find(root, "c"), "d")->kind, JsonKind::kNull);
  EXPECT_TRUE(document->Find(*document->Find(root, "c"), "e")->truth);
  EXPECT_EQ(document->Find(root, "f")->integer, 7);
  EXPECT_EQ(document->Find(root, "d"), nullptr) << "found in an inner object";
}

TEST(JsonReaderTest, RefusesWhatIsNotJson) {
  for (const std::string_view text :
       {"x", "{'a':1}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":.5}", "{\"a\":NaN}", "{\"a\":+1}",
        "{a:1}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":1 /* why */}", "\xef\xbb\xbf{}"}) {
    EXPECT_TRUE(TroubleWith(text).starts_with("body is not JSON")) << text << TroubleWith(text);
  }
}

TEST(JsonReaderTest, RefusesWhatIsNotUtf8) {
  for (const std::string_view text :
       {"{\"a\":\"\xff\"}", "{\"a\":\"\xc0\xaf\"}", "{\"a\":\"\xed\xa0\x80\"}",
        "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\\ud800\"}", "{\"\xff\":1}"}) {
    EXPECT_NE(TroubleWith(text), "") << text;
  }
}

TEST(JsonReaderTest, RefusesWhatEndsTooEarly) {
  const std::string_view whole = "{\"a\":[1,{\"b\":\"c\\u00e9\"}],\"d\":true}";
  EXPECT_EQ(TroubleWith(whole), "");
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(TroubleWith(whole.substr(0, length)), "body ends too early") << length;
  }
}

TEST(JsonReaderTest, RefusesWhatStandsBehind) {
  for (const std::string_view text : {"{}{}", "{} x", "{},", "{}\n1"}) {
    EXPECT_TRUE(TroubleWith(text).starts_with("body has something behind its JSON")) << text;
  }
}

TEST(JsonReaderTest, RefusesAMemberThatIsThereTwice) {
  EXPECT_EQ(TroubleWith("{\"a\":1,\"b\":2,\"a\":3}"), "body has `a` twice");
  EXPECT_EQ(TroubleWith("{\"x\":[{\"a\":1,\"\\u0061\":1}]}"), "body has `a` twice");
  EXPECT_EQ(TroubleWith("{\"ada@example.org\":1,\"ada@example.org\":1}"),
            "body has a member whose name is not a plain name twice");
  EXPECT_EQ(TroubleWith("{\"a\":{\"a\":1},\"b\":{\"a\":1}}"), "");
}

TEST(JsonReaderTest, RefusesWhatIsNestedTooDeeply) {
  const auto nested = [](size_t depth) {
    return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_EQ(TroubleWith(nested(32)), "");
  EXPECT_TRUE(TroubleWith(nested(33)).starts_with("body is nested too deeply"));
  EXPECT_TRUE(TroubleWith(std::string(1 << 20, '[')).starts_with("body is nested too deeply"));
}

TEST(JsonReaderTest, RefusesNumbersThatAreNotFinite) {
  EXPECT_NE(TroubleWith("{\"a\":1e999}"), "");
  EXPECT_NE(TroubleWith("{\"a\":-1e999}"), "");
  EXPECT_EQ(TroubleWith("{\"a\":1e300}"), "");
}

TEST(JsonReaderTest, WantsAnObject) {
  for (const std::string_view text : {"[]", "1", "\"a\"", "null"}) {
    EXPECT_EQ(TroubleWith(text), "body is not an object");
  }
}

TEST(JsonReaderTest, TellsWhichMemberIsWrong) {
  const auto document = JsonDocument::Parse("{\"a\":1,\"b\":\"x\"}");
  ASSERT_OK(document);
  JsonObject object(*document, document->root());
  EXPECT_EQ(object.Text("a").error().message, "`a` is not a text");
  EXPECT_EQ(object.Text("c").error().message, "body lacks `c`");
  EXPECT_EQ(object.NothingElse().error().message, "body has `b`, which is not known here");
  EXPECT_EQ(*object.Text("b"), "x");
  EXPECT_TRUE(object.NothingElse());
  EXPECT_EQ(*object.TextOrEmpty("d"), "");
}

TEST(JsonWriterTest, WritesWhatTheReaderReads) {
  std::string all;
  for (int c = 1; c < 128; ++c) {
    all.push_back(static_cast<char>(c));
  }
  JsonWriter json(64);
  json.BeginObject();
  json.Key("a").Text(all + "é");
  json.Key("b").BeginArray().Unsigned(1).Unsigned(18446744073709551615u).EndArray();
  json.Key("c").BeginObject().EndObject();
  json.EndObject();
  const std::string text = std::move(json).Take();
  const auto document = JsonDocument::Parse(text);
  ASSERT_OK(document);
  EXPECT_EQ(document->Find(document->root(), "a")->text, all + "é");
  EXPECT_TRUE(text.ends_with("\"b\":[1,18446744073709551615],\"c\":{}}")) << text;
}

}  // namespace
}  // namespace mandat
