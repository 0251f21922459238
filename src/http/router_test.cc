// SPDX-License-Identifier: Apache-2.0
#include "http/internal/router.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "http/internal/authenticate.h"
#include "http/internal/openapi.h"

namespace mandat {
namespace {

constexpr std::string_view kRecord = "0b000000-0000-4000-8000-00000000000b";

const Router& Table() {
  static const Router router(AllRoutes());
  return router;
}

std::string PatternOf(Method method, std::string_view path) {
  const RouteMatch match = Table().Find(method, path);
  return match.route == nullptr ? "" : std::string(match.route->pattern);
}

TEST(RouterTest, FindsRoutesAndTheirParts) {
  const std::string path = "/v1/agreements/acme/collections/sites/records/" + std::string(kRecord);
  const RouteMatch match = Table().Find(Method::kGet, path);
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.parts.agreement, "acme");
  EXPECT_EQ(match.parts.collection, "sites");
  EXPECT_EQ(match.parts.record, kRecord);
  EXPECT_EQ(Table().Find(Method::kGet, "/v1/agreements/a/journal/tile/0/x001/067").parts.tile,
            "0/x001/067");
}

TEST(RouterTest, TakesNoAddressThatOnlyResemblesARoute) {
  for (const std::string_view path :
       {"", "v1/agreements", "/", "//", "/v1", "/v1/agreements/", "/v1//agreements",
        "/v1/agreements/a/", "/v1/agreements//journal/vkey", "/v1/agreements/a/journal/tile",
        "/v1/agreements/a/journal/tile/", "/V1/agreements", "/health/", "/v1/system",
        "/v1/agreements/a/b/c/d/e/f/g/h/i/j"}) {
    EXPECT_EQ(PatternOf(Method::kGet, path), "") << path;
  }
}

TEST(RouterTest, NamesTheMethodsThatAnAddressTakes) {
  const RouteMatch match = Table().Find(Method::kPost, "/v1/agreements/a/collections/c/records/r");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, "GET, PUT, DELETE");
  EXPECT_EQ(Table().Find(Method::kOther, "/nowhere").allowed, "");
}

TEST(RouterTest, TypesTheParts) {
  Request request;
  EXPECT_TRUE(ParseParts({"acme", "sites", kRecord, kRecord, "7", "0/000"}, request));
  EXPECT_EQ(request.agreement_id->text(), "acme");
  EXPECT_EQ(request.entry.value, 7u);
  EXPECT_TRUE(request.tile.full());
  for (const auto& [parts, kind] : std::vector<std::pair<PathParts, ErrorKind>>{
           {{.agreement = "Acme"}, ErrorKind::kNotFound},
           {{.collection = "Sites"}, ErrorKind::kNotFound},
           {{.record = "1"}, ErrorKind::kInvalid},
           {{.subject = "0B000000-0000-4000-8000-00000000000B"}, ErrorKind::kInvalid},
           {{.entry = "01"}, ErrorKind::kInvalid},
           {{.entry = "-1"}, ErrorKind::kInvalid},
           {{.version = "0"}, ErrorKind::kInvalid},
           {{.version = "4294967296"}, ErrorKind::kInvalid},
           {{.id = "No-Name"}, ErrorKind::kInvalid},
           {{.number = "0"}, ErrorKind::kInvalid},
           {{.number = "1x"}, ErrorKind::kInvalid},
           {{.tile = "0/../000"}, ErrorKind::kNotFound}}) {
    Request other;
    const Status status = ParseParts(parts, other);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, kind);
  }
}

// The table of docs/reference/http.md, word for word: operator, application, controller, auditor.
constexpr std::pair<std::string_view, std::string_view> kExpectedRoles[] = {
    {"GET /v1/agreements/{agreement}/collections/{collection}/blobs/{record}", "-ac-"},
    {"HEAD /v1/agreements/{agreement}/collections/{collection}/blobs/{record}", "-ac-"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/blobs", "-a--"},
    {"PATCH /v1/agreements/{agreement}/collections/{collection}/blobs/{record}", "-a--"},
    {"DELETE /v1/agreements/{agreement}/collections/{collection}/blobs/{record}", "-a--"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/blobs/{record}/metadata", "-ac-"},
    {"DELETE /v1/agreements/{agreement}/collections/{collection}/blobs/{record}/upload", "-a--"},
    {"GET /v1/agreements/{agreement}/subjects/{subject}/blobs", "-ac-"},
    {"GET /v1/agreements", "oaca"},
    {"GET /v1/agreements/{agreement}", "oaca"},
    {"POST /v1/agreements/{agreement}/activate", "o---"},
    {"GET /v1/agreements/{agreement}/life", "o-ca"},
    {"GET /v1/agreements/{agreement}/terms", "oaca"},
    {"POST /v1/agreements/{agreement}/versions", "o---"},
    {"POST /v1/agreements/{agreement}/versions/{version}/signatures", "o-c-"},
    {"POST /v1/agreements/{agreement}/versions/{version}/activate", "o---"},
    {"POST /v1/agreements/{agreement}/instructions", "o-c-"},
    {"DELETE /v1/agreements/{agreement}/instructions/{id}", "o-c-"},
    {"POST /v1/agreements/{agreement}/sub-processors/{id}", "o-c-"},
    {"POST /v1/agreements/{agreement}/suspensions", "o-c-"},
    {"DELETE /v1/agreements/{agreement}/suspensions/{id}", "o-c-"},
    {"POST /v1/agreements/{agreement}/holds", "o---"},
    {"DELETE /v1/agreements/{agreement}/holds/{id}", "o---"},
    {"POST /v1/agreements/{agreement}/succession", "o---"},
    {"POST /v1/agreements/{agreement}/end", "o---"},
    {"POST /v1/agreements/{agreement}/residuals", "o---"},
    {"POST /v1/agreements/{agreement}/close", "o---"},
    {"GET /v1/forms", "o---"},
    {"GET /v1/agreements/{agreement}/export", "oaca"},
    {"POST /v1/documents/check", "o-ca"},
    {"POST /v1/documents/lint", "o-ca"},
    {"POST /v1/documents/diff", "o-ca"},
    {"POST /v1/documents/chain", "o-ca"},
    {"POST /v1/documents/export", "o-ca"},
    {"POST /v1/forms", "o---"},
    {"POST /v1/schemas", "o---"},
    {"GET /v1/relations", "o-ca"},
    {"GET /v1/clock", "o--a"},
    {"POST /v1/clock/confirm", "o---"},
    {"GET /v1/backups", "o--a"},
    {"POST /v1/backups", "o---"},
    {"POST /v1/backups/drill", "o---"},
    {"GET /v1/keys", "o---"},
    {"POST /v1/keys/rotate-root", "o---"},
    {"POST /v1/actors/questions", "o--a"},
    {"GET /v1/actors/questions", "o--a"},
    {"POST /v1/actors/questions/{entry}/confirm", "o--a"},
    {"POST /v1/actors/questions/{entry}/refuse", "o--a"},
    {"GET /v1/actors/questions/{entry}/answer", "o--a"},
    {"GET /v1/notice-key", "oaca"},
    {"GET /v1/matters", "oaca"},
    {"GET /v1/duties", "o-ca"},
    {"GET /v1/docket.ics", "o-ca"},
    {"GET /v1/agreements/{agreement}/docket.ics", "o-ca"},
    {"GET /v1/agreements/{agreement}/clocks", "oaca"},
    {"POST /v1/agreements/{agreement}/happenings", "oa--"},
    {"GET /v1/agreements/{agreement}/happenings", "o-ca"},
    {"GET /v1/agreements/{agreement}/duties", "o-ca"},
    {"GET /v1/agreements/{agreement}/duties/{number}", "o-ca"},
    {"POST /v1/agreements/{agreement}/duties/{number}/pause", "o---"},
    {"POST /v1/agreements/{agreement}/duties/{number}/resume", "o---"},
    {"POST /v1/agreements/{agreement}/duties/{number}/extend", "o---"},
    {"POST /v1/agreements/{agreement}/duties/{number}/meet", "oa--"},
    {"POST /v1/agreements/{agreement}/duties/{number}/withdraw", "o---"},
    {"POST /v1/agreements/{agreement}/duties/{number}/assign", "o---"},
    {"GET /v1/agreements/{agreement}/contacts", "o-c-"},
    {"POST /v1/agreements/{agreement}/contacts", "o-c-"},
    {"PUT /v1/agreements/{agreement}/contacts/{number}", "o-c-"},
    {"DELETE /v1/agreements/{agreement}/contacts/{number}", "o-c-"},
    {"GET /v1/agreements/{agreement}/notices", "o-ca"},
    {"POST /v1/agreements/{agreement}/notices", "o---"},
    {"GET /v1/agreements/{agreement}/notices/{number}", "o-ca"},
    {"POST /v1/agreements/{agreement}/notices/{number}/acknowledge", "o-c-"},
    {"POST /v1/agreements/{agreement}/notices/{number}/bounce", "o---"},
    {"POST /v1/agreements/{agreement}/observe", "o---"},
    {"DELETE /v1/agreements/{agreement}/observe", "o---"},
    {"GET /v1/agreements/{agreement}/observed", "o-ca"},
    {"POST /v1/agreements/{agreement}/questions/scope", "o-c-"},
    {"POST /v1/agreements/{agreement}/questions/entries", "o-c-"},
    {"POST /v1/agreements/{agreement}/questions/disclosure", "o-c-"},
    {"GET /v1/agreements/{agreement}/versions/{version}", "o-ca"},
    {"GET /v1/agreements/{agreement}/purges", "o-ca"},
    {"POST /v1/agreements/{agreement}/rewrap", "o---"},
    {"POST /v1/agreements/{agreement}/subjects", "-a--"},
    {"GET /v1/agreements/{agreement}/subjects/{subject}/records", "-ac-"},
    {"POST /v1/agreements/{agreement}/subjects/{subject}/erase", "-ac-"},
    {"GET /v1/agreements/{agreement}/subjects/{subject}/export", "-ac-"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/aggregates", "-ac-"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/pseudonymised", "-ac-"},
    {"PUT /v1/agreements/{agreement}/collections/{collection}/records/{record}", "-a--"},
    {"DELETE /v1/agreements/{agreement}/collections/{collection}/records/{record}", "-a--"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/records/{record}", "-ac-"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/records", "-ac-"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/batch", "-a--"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/search", "-ac-"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/records/{record}/versions", "-ac-"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/records/{record}/versions/{version}",
     "-ac-"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/records/{record}/times", "-a--"},
    {"POST /v1/agreements/{agreement}/subjects/{subject}/restriction", "-ac-"},
    {"DELETE /v1/agreements/{agreement}/subjects/{subject}/restriction", "-ac-"},
    {"POST /v1/agreements/{agreement}/subjects/{subject}/objections", "-ac-"},
    {"DELETE /v1/agreements/{agreement}/subjects/{subject}/objections/{id}", "-ac-"},
    {"GET /v1/agreements/{agreement}/subjects/{subject}/marks", "-ac-"},
    {"GET /v1/agreements/{agreement}/holds/{id}/units", "o-c-"},
    {"POST /v1/agreements/{agreement}/collections/{collection}/points", "-a--"},
    {"GET /v1/agreements/{agreement}/collections/{collection}/series/{record}/points", "-ac-"},
    {"DELETE /v1/agreements/{agreement}/collections/{collection}/series/{record}", "-a--"},
    {"GET /v1/agreements/{agreement}/subjects/{subject}/series", "-ac-"},
    {"POST /v1/agreements/{agreement}/decisions", "oaca"},
    {"GET /v1/agreements/{agreement}/entries/{entry}", "oaca"},
    {"GET /v1/agreements/{agreement}/entries/{entry}/proof", "oaca"},
    {"GET /v1/agreements/{agreement}/certificates/{entry}", "o-ca"},
    {"GET /v1/agreements/{agreement}/journal/checkpoint", "oaca"},
    {"GET /v1/agreements/{agreement}/journal/tile/{tile}", "oaca"},
    {"GET /v1/agreements/{agreement}/journal/vkey", "oaca"},
    {"GET /v1/system/journal/checkpoint", "o--a"},
    {"GET /v1/system/journal/tile/{tile}", "o--a"},
    {"GET /v1/system/journal/vkey", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/timestamp", "oaca"},
    {"GET /v1/agreements/{agreement}/journal/timestamped", "oaca"},
    {"GET /v1/system/journal/timestamp", "o--a"},
    {"GET /v1/system/journal/timestamped", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/minimum", "oaca"},
    {"GET /v1/system/journal/minimum", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/kept/{tile}", "oaca"},
    {"GET /v1/system/journal/kept/{tile}", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/closed/{number}/checkpoint", "oaca"},
    {"GET /v1/system/journal/closed/{number}/checkpoint", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/closed/{number}/tile/{tile}", "oaca"},
    {"GET /v1/system/journal/closed/{number}/tile/{tile}", "o--a"},
    {"GET /v1/agreements/{agreement}/journal/closed/{number}/vkey", "oaca"},
    {"GET /v1/system/journal/closed/{number}/vkey", "o--a"},
};

TEST(RolesTest, AreThoseOfTheReference) {
  const std::map<std::string, std::string> expected(std::begin(kExpectedRoles),
                                                    std::end(kExpectedRoles));
  std::map<std::string, std::string> actual;
  for (const Route& route : AllRoutes()) {
    if (route.scope == Scope::kHouse) {
      continue;
    }
    std::string& roles = actual[std::string(Name(route.method)) + " " + std::string(route.pattern)];
    for (const auto& [role, letter] : {std::pair{ActorRole::kOperator, 'o'},
                                       {ActorRole::kApplication, 'a'},
                                       {ActorRole::kController, 'c'},
                                       {ActorRole::kAuditor, 'a'}}) {
      roles.push_back(route.roles.Has(role) ? letter : '-');
    }
  }
  EXPECT_EQ(actual, expected);
}

TEST(RolesTest, BindATokenToItsAgreement) {
  const Route& route = AllRoutes()[0];
  const Actor bound{ActorRole::kApplication, "acme", "12345678"};
  EXPECT_FALSE(ForbidRoute(bound, route, "acme"));
  EXPECT_EQ(ForbidRoute(bound, route, "acme2")->status, 403);
  EXPECT_EQ(ForbidRoute({ActorRole::kAuditor, "acme", "12345678"}, route, "acme")->status, 403);
}

TEST(BasicTest, TakesTheTokenAsThePasswordWhateverTheName) {
  const Credentials known({{ActorRole::kOperator, "", Bytes(Sha256("token").view()), "test"}});
  for (const std::string pair : {"anybody:token", ":token"}) {
    EXPECT_TRUE(AuthenticateBasic(known, "Basic " + FormatBase64(pair))) << pair;
  }
  EXPECT_TRUE(AuthenticateBasic(known, "bASIC " + FormatBase64("a:token")));
  for (const std::string pair : {"token", "token:", "a:b:token", ""}) {
    EXPECT_FALSE(AuthenticateBasic(known, "Basic " + FormatBase64(pair))) << pair;
  }
  EXPECT_FALSE(AuthenticateBasic(known, "Basic token"));
  EXPECT_FALSE(AuthenticateBasic(known, "Bearer token"));
}

// Passwords are what people paste into calendars, and only there.
TEST(BasicTest, IsForTheCalendarsAlone) {
  for (const Route& route : AllRoutes()) {
    EXPECT_EQ(route.takes_basic, route.pattern.ends_with(".ics")) << route.pattern;
  }
}

std::string AddressOf(const Route& route) {
  std::string method(Name(route.method));
  std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
  return method + " " + std::string(route.pattern);
}

TEST(OpenApiTest, HasEveryRouteAndNoOther) {
  const boost::json::value document = boost::json::parse(OpenApiDocument());
  std::set<std::string> described;
  for (const auto& [path, item] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      if (method != "parameters") {
        described.insert(std::string(method) + " " + std::string(path));
      }
    }
  }
  std::set<std::string> routed;
  for (const Route& route : AllRoutes()) {
    routed.insert(AddressOf(route));
  }
  EXPECT_EQ(described, routed);
}

TEST(OpenApiTest, SaysTheSameRoles) {
  const boost::json::value document = boost::json::parse(OpenApiDocument());
  for (const Route& route : AllRoutes()) {
    const std::string address = AddressOf(route);
    const auto& operation =
        document.at("paths").at(route.pattern).at(address.substr(0, address.find(' '))).as_object();
    if (route.scope == Scope::kHouse) {
      EXPECT_TRUE(operation.at("security").as_array().empty()) << address;
      continue;
    }
    for (const ActorRole role : {ActorRole::kOperator, ActorRole::kApplication,
                                 ActorRole::kController, ActorRole::kAuditor}) {
      const auto& listed = operation.at("x-mandat-roles").as_array();
      const bool found = std::ranges::any_of(listed, [role](const boost::json::value& name) {
        return name.as_string() == Name(role);
      });
      EXPECT_EQ(found, route.roles.Has(role)) << address << " " << Name(role);
    }
  }
}

TEST(OpenApiTest, IsTheFileOfTheReference) {
  std::ifstream in(MANDAT_SOURCE_DIR "/docs/reference/openapi.json", std::ios::binary);
  const std::string file{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_TRUE(OpenApiDocument() == file) << "the program was built with another file";
}

}  // namespace
}  // namespace mandat
