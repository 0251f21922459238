// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "http/server_test_util.h"

namespace mandat {
namespace {

class KeysServerTest : public ServerTest {};

TEST_F(KeysServerTest, TellsTheOperatorWhereTheKeysStand) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply told = Call("GET", "/v1/keys", "operator");
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_NE(told.body.find(R"("agreement":"opinum-demo","generation":1,"roots":[")"),
            std::string::npos)
      << told.body;
  EXPECT_NE(told.body.find(R"("agreement":"system")"), std::string::npos);
  EXPECT_NE(told.body.find(R"("files":3,"behind":0)"), std::string::npos);
  EXPECT_EQ(told.body.find("trouble"), std::string::npos);
  for (const char* other : {"application", "controller", "auditor"}) {
    EXPECT_EQ(Call("GET", "/v1/keys", other).status, 403) << other;
    EXPECT_EQ(Call("POST", "/v1/keys/rotate-root", other, {}, "{}").status, 403) << other;
  }
}

TEST_F(KeysServerTest, RotatesNothingWithoutARootKeyBefore) {
  ASSERT_NO_FATAL_FAILURE(StartActive());
  const Reply told = Call("POST", "/v1/keys/rotate-root", "operator", {}, "{}");
  EXPECT_EQ(told.status, 409) << told.body;
  EXPECT_NE(told.body.find("keys.root_previous"), std::string::npos);
  EXPECT_EQ(Call("GET", "/v1/keys", "operator").status, 200);
}

}  // namespace
}  // namespace mandat
