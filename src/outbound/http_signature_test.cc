// SPDX-License-Identifier: Apache-2.0
#include "outbound/http_signature.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Bytes FromHex(std::string_view text) { return ParseHex(text).value_or(Bytes()); }

const std::vector<HttpComponent> kNotice = {
    {"@method", "POST"},
    {"@target-uri", "https://receiver.example.org/notices?a=b"},
    {"content-digest", ContentDigest("{}")},
    {"content-type", "application/json"},
    {"idempotency-key", "\"shop/17\""},
};

class HttpSignatureTest : public ::testing::Test {
 protected:
  HttpSignature Sign() {
    const Result<HttpSignature> signature = SignHttpMessage(signer_, "notice", kNotice, terms_);
    EXPECT_OK(signature);
    return signature.value_or(HttpSignature());
  }
  ErrorKind Refusal(const std::vector<HttpComponent>& components, const HttpSignature& signature) {
    const Result<SignatureTerms> terms =
        VerifyHttpMessage(signer_.public_key(), "notice", components, signature);
    EXPECT_FALSE(terms.has_value());
    return terms ? ErrorKind::kConflict : terms.error().kind;
  }

  Signer signer_{SecretBytes(Bytes(32, '\x05'))};
  SignatureTerms terms_{
      {1'774'880'400'500'000}, KeyThumbprint(signer_.public_key()), "ed25519", "mandat-notice"};
};

// RFC 9421 B.2.6, with the key of B.1.4.
TEST_F(HttpSignatureTest, SignsTheExampleOfTheStandard) {
  const Signer signer(
      SecretBytes(FromHex("9f8362f87a484a954e6e740c5b4c0e84229139a20aa8ab56ff66586f6a7d29c5")));
  EXPECT_EQ(FormatHex(signer.public_key()),
            "26b40b8f93fff3d897112f7ebc582b232dbd72517d082fe83cfb30ddce43d1bb");
  const std::vector<HttpComponent> components = {
      {"date", "Tue, 20 Apr 2021 02:07:55 GMT"},
      {"@method", "POST"},
      {"@path", "/foo"},
      {"@authority", "example.com"},
      {"content-type", "application/json"},
      {"content-length", "18"},
  };
  const Result<HttpSignature> signature = SignHttpMessage(
      signer, "sig-b26", components, {{1'618'884'473'000'000}, "test-key-ed25519", {}, {}});
  ASSERT_OK(signature);
  EXPECT_EQ(signature->input,
            "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" "
            "\"content-length\");created=1618884473;keyid=\"test-key-ed25519\"");
  EXPECT_EQ(signature->signature,
            "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lI"
            "p5WPpBKRCw==:");
  EXPECT_OK(VerifyHttpMessage(signer.public_key(), "sig-b26", components, *signature));
}

// RFC 8037 A.3: the thumbprint of the first key of RFC 8032 7.1.
TEST_F(HttpSignatureTest, NamesAKeyByTheThumbprintOfTheStandard) {
  EXPECT_EQ(
      KeyThumbprint(FromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
      "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

// RFC 9530 B.1, and the body of RFC 9421 B.2.
TEST_F(HttpSignatureTest, DigestsABodyAsTheStandardsDo) {
  EXPECT_EQ(ContentDigest("{\"hello\": \"world\"}\n"),
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
  EXPECT_EQ(ContentDigest("{\"hello\": \"world\"}"),
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
}

TEST_F(HttpSignatureTest, QuotesTextsAndRefusesWhatIsNotPrintable) {
  EXPECT_EQ(FormatStructuredText("a \"b\" \\ c").value_or(""), R"("a \"b\" \\ c")");
  EXPECT_EQ(FormatStructuredText("").value_or(""), "\"\"");
  for (const std::string text : {"a\nb", "\x7f", "é", "\t"}) {
    EXPECT_FALSE(FormatStructuredText(text).has_value()) << text;
  }
  EXPECT_EQ(FormatStructuredBytes("hello"), ":aGVsbG8=:");
}

TEST_F(HttpSignatureTest, GivesTheTermsOfASignatureThatHolds) {
  const Result<SignatureTerms> terms =
      VerifyHttpMessage(signer_.public_key(), "notice", kNotice, Sign());
  ASSERT_OK(terms);
  EXPECT_EQ(terms->created, Instant{1'774'880'400'000'000});
  EXPECT_EQ(terms->key_id, terms_.key_id);
  EXPECT_EQ(terms->algorithm, "ed25519");
  EXPECT_EQ(terms->tag, "mandat-notice");
}

TEST_F(HttpSignatureTest, WritesTheTextThatIsSigned) {
  EXPECT_EQ(SignatureBase(kNotice, "()").value_or(""),
            "\"@method\": POST\n\"@target-uri\": https://receiver.example.org/notices?a=b\n"
            "\"content-digest\": sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:\n"
            "\"content-type\": application/json\n\"idempotency-key\": \"shop/17\"\n"
            "\"@signature-params\": ()");
}

// Every bit of every value, of the terms and of the signature.
TEST_F(HttpSignatureTest, RejectsAnyFlippedBit) {
  const HttpSignature signature = Sign();
  const auto each_flip = [](const std::string& text, const auto& ask) {
    for (size_t bit = 0; bit < text.size() * 8; ++bit) {
      std::string flipped = text;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      ask(flipped);
    }
  };
  for (size_t i = 0; i < kNotice.size(); ++i) {
    each_flip(kNotice[i].value, [&](const std::string& flipped) {
      std::vector<HttpComponent> components = kNotice;
      components[i].value = flipped;
      Refusal(components, signature);
    });
  }
  each_flip(signature.input,
            [&](const std::string& flipped) { Refusal(kNotice, {flipped, signature.signature}); });
  each_flip(signature.signature,
            [&](const std::string& flipped) { Refusal(kNotice, {signature.input, flipped}); });
  const Signer other{SecretBytes(Bytes(32, '\x06'))};
  EXPECT_FALSE(VerifyHttpMessage(other.public_key(), "notice", kNotice, signature).has_value());
}

TEST_F(HttpSignatureTest, RejectsASignatureOverOtherParts) {
  const HttpSignature signature = Sign();
  std::vector<HttpComponent> fewer = kNotice;
  fewer.pop_back();
  EXPECT_EQ(Refusal(fewer, signature), ErrorKind::kInvalid);
  std::vector<HttpComponent> swapped = kNotice;
  std::swap(swapped[0], swapped[1]);
  EXPECT_EQ(Refusal(swapped, signature), ErrorKind::kInvalid);
  std::vector<HttpComponent> changed = kNotice;
  changed[4].value = "\"shop/18\"";
  EXPECT_EQ(Refusal(changed, signature), ErrorKind::kCorrupt);
}

TEST_F(HttpSignatureTest, RejectsWhatIsNotOfTheForm) {
  const HttpSignature good = Sign();
  const std::string terms = good.input.substr(good.input.find(')'));
  const std::string names = good.input.substr(0, good.input.find(')'));
  for (const std::string& input :
       {std::string(), std::string("notice"), std::string("notice="), names, names + ")",
        names + ");created=1", names + ");created=;keyid=\"a\"", names + ");created=-1;keyid=\"a\"",
        names + ");created=99999999999999999999;keyid=\"a\"", names + ");created=1;keyid=\"a",
        names + ");created=1;keyid=\"a\\b\"", names + ");created=1;keyid=\"a\";alg=x",
        good.input + ";nonce=\"x\"", good.input + " ", " " + good.input, "x" + good.input,
        "notice=()" + terms, "other" + good.input.substr(6)}) {
    EXPECT_EQ(Refusal(kNotice, {input, good.signature}), ErrorKind::kInvalid) << input;
  }
  for (const std::string signature :
       {"", "notice=", "notice=:", "notice=AA==", "notice=:*:", "other=:AA==:"}) {
    EXPECT_EQ(Refusal(kNotice, {good.input, signature}), ErrorKind::kInvalid) << signature;
  }
  EXPECT_EQ(Refusal(kNotice, {good.input, "notice=:AA==:"}), ErrorKind::kCorrupt);
}

TEST_F(HttpSignatureTest, RefusesToSignWhatIsNotOneLine) {
  const auto refuses = [&](const HttpComponent& component) {
    return !SignHttpMessage(signer_, "notice", {component}, terms_).has_value();
  };
  EXPECT_FALSE(refuses({"x", "a b"}));
  EXPECT_FALSE(refuses({"x", ""}));
  EXPECT_TRUE(refuses({"x", "a\n\"@method\": GET"}));
  EXPECT_TRUE(refuses({"x", "a\r"}));
  EXPECT_TRUE(refuses({"x", " a"}));
  EXPECT_TRUE(refuses({"x", "a\t"}));
  EXPECT_TRUE(refuses({"x", "é"}));
  EXPECT_TRUE(refuses({"X", "a"}));
  EXPECT_TRUE(refuses({"", "a"}));
  EXPECT_TRUE(refuses({"@", "a"}));
  EXPECT_TRUE(refuses({"x\": a\n\"y", "a"}));
  EXPECT_FALSE(SignHttpMessage(signer_, "notice", {{"x", "a"}, {"x", "a"}}, terms_).has_value());
  EXPECT_FALSE(SignHttpMessage(signer_, "", {{"x", "a"}}, terms_).has_value());
  EXPECT_FALSE(SignHttpMessage(signer_, "a=b", {{"x", "a"}}, terms_).has_value());
  SignatureTerms bad = terms_;
  bad.key_id = "a\nb";
  EXPECT_FALSE(SignHttpMessage(signer_, "notice", kNotice, bad).has_value());
  bad = terms_;
  bad.created = Instant{-1};
  EXPECT_FALSE(SignHttpMessage(signer_, "notice", kNotice, bad).has_value());
  bad = terms_;
  bad.tag = "é";
  EXPECT_FALSE(SignHttpMessage(signer_, "notice", kNotice, bad).has_value());
}

}  // namespace
}  // namespace mandat
