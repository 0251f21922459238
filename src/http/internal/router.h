// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/credentials.h"
#include "http/internal/context.h"
#include "http/internal/request.h"
#include "http/internal/responder.h"

namespace mandat {

// Answers one request, now or later. The request lives until it is answered.
using Handler = void (*)(Context&, const Request&, Responder);

// Whose journal or data a route is about.
enum class Scope : uint8_t {
  kHouse,      // nobody's; needs no token
  kAll,        // the agreements that the caller may see
  kAgreement,  // the one in the address, which must be there
  kNew,        // the one in the address, which may be made
  kSystem,     // the operator's own
};

// The roles that may use a route.
class Roles {
 public:
  template <class... Each>
  static constexpr Roles Of(Each... roles) {
    return Roles(static_cast<uint8_t>((0u | ... | (1u << static_cast<unsigned>(roles)))));
  }
  static constexpr Roles Everyone() { return Roles(0xff); }

  constexpr bool Has(ActorRole role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1u) != 0;
  }

 private:
  constexpr explicit Roles(uint8_t bits) : bits_(bits) {}
  uint8_t bits_;
};

// One line of the table of the API. A pattern is literal segments and {agreement}, {collection},
// {record}, {subject}, {entry}, {version}, {id}, {number}, and at its end {tile}, which takes all
// that is left.
struct Route {
  Method method;
  std::string_view pattern;
  Scope scope;
  Roles roles;
  Handler handler;
  bool takes_basic = false;  // also the token as the password of Basic: for what can send no other
};

// The whole API; docs/reference/http.md says the same for people.
std::span<const Route> AllRoutes();

// Which segments of an address stand for what; views into the path.
struct PathParts {
  std::string_view agreement;
  std::string_view collection;
  std::string_view record;
  std::string_view subject;
  std::string_view entry;
  std::string_view tile;
  std::string_view version;
  std::string_view id;
  std::string_view number;
};

struct RouteMatch {
  size_t index = 0;  // of the route; Router::size() when there is none
  const Route* route = nullptr;
  PathParts parts;
  std::string allowed;  // methods of the path when only the method is wrong, e.g. "GET, PUT"
};

// Finds routes. Threading: immutable; any number of callers.
class Router {
 public:
  explicit Router(std::span<const Route> routes);

  size_t size() const { return routes_.size(); }
  std::span<const Route> routes() const { return routes_; }
  RouteMatch Find(Method method, std::string_view path) const;

 private:
  static constexpr size_t kSegmentsMax = 9;
  struct Segment {
    std::string_view literal;  // empty for a part
    std::string_view PathParts::* part = nullptr;
    bool rest = false;
  };
  struct Shape {
    std::array<Segment, kSegmentsMax> segments;
    size_t count = 0;
  };

  static Shape ShapeOf(std::string_view pattern);
  static bool Fits(const Shape& shape, std::string_view path, PathParts& parts);

  std::span<const Route> routes_;
  std::vector<Shape> shapes_;
};

// Turns the parts that a route has into ids. Errors: kInvalid (names the part), kNotFound (an
// agreement or a collection that cannot be).
Status ParseParts(const PathParts& parts, Request& request);

}  // namespace mandat
