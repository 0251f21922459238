// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/pkcs11_uri.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "keyring/pkcs11_root.h"

namespace mandat {
namespace {

TEST(Pkcs11Uri, ReadsTheAttributesThatNameAKey) {
  const Result<Pkcs11Uri> uri = Pkcs11Uri::Parse(
      "pkcs11:token=The%20House;manufacturer=Example;model=v2;serial=0a;object=root;id=%01%Ff;"
      "type=secret-key");
  ASSERT_OK(uri);
  EXPECT_EQ(uri->token, "The House");
  EXPECT_EQ(uri->manufacturer, "Example");
  EXPECT_EQ(uri->model, "v2");
  EXPECT_EQ(uri->serial, "0a");
  EXPECT_EQ(uri->object, "root");
  EXPECT_EQ(uri->id, "\x01\xff");
}

TEST(Pkcs11Uri, WritesWhatItReads) {
  Pkcs11Uri uri;
  uri.token = "The House; 50%";
  uri.object = "root";
  uri.id = Bytes("\0\x7f;", 3);
  const std::string text = uri.Format();
  EXPECT_EQ(text, "pkcs11:token=The%20House%3b%2050%25;object=root;id=%00%7f%3b;type=secret-key");
  const Result<Pkcs11Uri> back = Pkcs11Uri::Parse(text);
  ASSERT_OK(back);
  EXPECT_EQ(back->token, uri.token);
  EXPECT_EQ(back->object, uri.object);
  EXPECT_EQ(back->id, uri.id);
}

TEST(Pkcs11Uri, RefusesWhatNamesNoKeyOrSaysTooMuch) {
  for (const std::string_view text : {"",
                                      "pkcs11",
                                      "file:root.key",
                                      "pkcs11:",
                                      "pkcs11:token=a",
                                      "pkcs11:object",
                                      "pkcs11:object=",
                                      "pkcs11:object=a;object=b",
                                      "pkcs11:object=a;type=private",
                                      "pkcs11:object=a;slot-id=1",
                                      "pkcs11:object=a;type=secret-key;type=secret-key",
                                      "pkcs11:object=a;x-vendor=b",
                                      "pkcs11:object=%4",
                                      "pkcs11:object=%",
                                      "pkcs11:object=%zz",
                                      "pkcs11:object=a b",
                                      "pkcs11:object=a\n",
                                      "pkcs11:object=a?pin-value=1234",
                                      "pkcs11:object=a?module-path=/m",
                                      "pkcs11:;object=a",
                                      "pkcs11:object=a/b"}) {
    const Result<Pkcs11Uri> uri = Pkcs11Uri::Parse(text);
    ASSERT_FALSE(uri) << text;
    EXPECT_EQ(uri.error().kind, ErrorKind::kInvalid) << text;
    EXPECT_EQ(uri.error().message.find("1234"), std::string::npos) << "a pin is not repeated";
  }
}

TEST(Pkcs11Uri, TellsATokenFromAFile) {
  EXPECT_TRUE(IsPkcs11Uri("pkcs11:object=a"));
  EXPECT_FALSE(IsPkcs11Uri("/etc/mandat/root.key"));
  EXPECT_FALSE(IsPkcs11Uri("./pkcs11:object=a"));
}

}  // namespace
}  // namespace mandat
