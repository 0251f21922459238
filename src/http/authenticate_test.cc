// SPDX-License-Identifier: Apache-2.0
#include "http/internal/authenticate.h"

#include <gtest/gtest.h>

#include "http/internal/router.h"

namespace mandat {
namespace {

constexpr ActorRole kRoles[] = {ActorRole::kOperator, ActorRole::kApplication,
                                ActorRole::kController, ActorRole::kAuditor};

Actor Of(ActorRole role, std::string agreement) {
  return {role, std::move(agreement), Bytes(8, 'a')};
}

// Invariant (agreements do not meet), for every route that there is and whatever the role.
TEST(AgreementsDoNotMeet, NoRouteOfAnAgreementTakesTheTokenOfAnother) {
  size_t routes = 0;
  for (const Route& route : AllRoutes()) {
    if (route.scope != Scope::kAgreement && route.scope != Scope::kNew) {
      continue;
    }
    ++routes;
    ASSERT_NE(route.pattern.find("{agreement}"), std::string_view::npos) << route.pattern;
    for (const ActorRole role : kRoles) {
      const auto of_another = ForbidRoute(Of(role, "another"), route, "shop-acme");
      ASSERT_TRUE(of_another) << route.pattern;
      EXPECT_EQ(of_another->status, 403);
      const auto of_its_own = ForbidRoute(Of(role, "shop-acme"), route, "shop-acme");
      EXPECT_EQ(!of_its_own, route.roles.Has(role)) << route.pattern;
    }
  }
  EXPECT_GT(routes, 80u);
}

TEST(AgreementsDoNotMeet, NoRouteOfTheSystemTakesTheTokenOfAnAgreement) {
  for (const Route& route : AllRoutes()) {
    if (route.scope == Scope::kSystem) {
      for (const ActorRole role : kRoles) {
        EXPECT_TRUE(ForbidRoute(Of(role, "shop-acme"), route, "")) << route.pattern;
        EXPECT_EQ(!ForbidRoute(Of(role, ""), route, ""), route.roles.Has(role)) << route.pattern;
      }
    }
  }
}

}  // namespace
}  // namespace mandat
