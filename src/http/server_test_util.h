// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "base/error_test_util.h"
#include "base/time_source.h"
#include "base/workers.h"
#include "http/internal/json_writer.h"
#include "http/server.h"
#include "service/agreements.h"
#include "service/credentials.h"

namespace mandat {

// An answer as it came over the wire.
struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string Header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
  bool Has(std::string_view text) const { return body.find(text) != std::string::npos; }
};

// A client on a bare socket, so that tests decide about every byte.
class Client {
 public:
  explicit Client(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0;
    const timeval most{20, 0};  // a test fails rather than hangs
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(socket_); }

  bool connected() const { return connected_; }

  void Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return;
      }
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }

  // The next answer; status 0 when the server closed instead.
  Reply Read() {
    Reply reply;
    while (in_.find("\r\n\r\n") == std::string::npos) {
      if (!More()) {
        return reply;
      }
    }
    const size_t end = in_.find("\r\n\r\n");
    ParseHead(in_.substr(0, end), reply);
    in_.erase(0, end + 4);
    const std::string length = reply.Header("content-length");
    const size_t bytes = length.empty() ? 0 : std::stoul(length);
    while (in_.size() < bytes && More()) {
    }
    reply.body = in_.substr(0, bytes);
    in_.erase(0, bytes);
    return reply;
  }

  bool AtEnd() { return in_.empty() && !More(); }

 private:
  bool More() {
    char buffer[4096];
    const ssize_t got = recv(socket_, buffer, sizeof(buffer), 0);
    if (got <= 0) {
      return false;
    }
    in_.append(buffer, static_cast<size_t>(got));
    return true;
  }

  static void ParseHead(const std::string& head, Reply& reply) {
    reply.status = std::stoi(head.substr(9, 3));
    size_t at = head.find("\r\n");
    while (at != std::string::npos) {
      const size_t next = head.find("\r\n", at + 2);
      const std::string line =
          head.substr(at + 2, next == std::string::npos ? next : next - at - 2);
      std::string name = line.substr(0, line.find(':'));
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
      reply.headers[name] = line.substr(std::min(line.size(), name.size() + 2));
      at = next;
    }
  }

  int socket_;
  bool connected_ = false;
  std::string in_;
};

inline std::string ReadWhole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A real server over real agreements in a directory of its own, with the sample agreement of
// Opinum.
class ServerTest : public testing::Test {
 protected:
  static constexpr const char* kAda = "0a000000-0000-4000-8000-00000000000a";
  static constexpr const char* kSite = "0b000000-0000-4000-8000-00000000000b";
  static constexpr const char* kBase = "/v1/agreements/opinum-demo";

  ServerTest()
      : directory_(testing::TempDir() + "mandat_http_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()),
        root_(random_.DrawSecret()),
        time_(*Instant::Parse("2026-03-30T14:20:00Z")),
        credentials_({Named(ActorRole::kOperator, "", "operator-token"),
                      Named(ActorRole::kApplication, "", "application-token"),
                      Named(ActorRole::kController, "opinum-demo", "controller-token"),
                      Named(ActorRole::kAuditor, "", "auditor-token"),
                      Named(ActorRole::kApplication, "another", "other-token")}) {
    std::filesystem::remove_all(directory_);
    settings_.timeouts.linger = std::chrono::milliseconds(200);
    settings_.timeouts.sweep = std::chrono::milliseconds(20);
    settings_.threads = 2;
  }

  ~ServerTest() override {
    server_.reset();
    agreements_.reset();
    std::filesystem::remove_all(directory_);
  }

  static Credential Named(ActorRole role, std::string agreement, std::string_view token) {
    return {role, std::move(agreement), Bytes(Sha256(token).view()), "test"};
  }

  void Start() {
    const Environment environment{root_, time_, random_, workers_, "mandat.example/journal"};
    Agreements::Settings store;
    store.data = directory_;
    store.cache_bytes = size_t{8} << 20;
    store.write_buffer_bytes = size_t{8} << 20;
    Result<std::unique_ptr<Agreements>> agreements = Agreements::Open(store, environment);
    ASSERT_OK(agreements);
    agreements_ = std::move(*agreements);
    Result<std::unique_ptr<Server>> server = Server::Start(settings_, *agreements_, credentials_);
    ASSERT_OK(server);
    server_ = std::move(*server);
  }

  void StartActive() {
    Start();
    const Reply reply = Call("POST", std::string(kBase) + "/activate", "operator", {}, Texts());
    ASSERT_EQ(reply.status, 200) << reply.body;
  }

  static std::string Texts(const std::string& form_extra = "") {
    const std::filesystem::path sources = MANDAT_SOURCE_DIR "/agreements";
    JsonWriter json(65536);
    json.BeginObject();
    json.Key("form").Text(ReadWhole(sources / "opinum.yaml") + form_extra);
    json.Key("agreement").Text(ReadWhole(sources / "opinum-demo.yaml"));
    json.Key("schema").Text(ReadWhole(sources / "opinum-data-hub.schema.yaml"));
    json.EndObject();
    return std::move(json).Take();
  }

  using Headers = std::vector<std::pair<std::string, std::string>>;

  static std::string Text(std::string_view method, std::string_view path, std::string_view role,
                          const Headers& headers = {}, std::string_view body = "") {
    std::string text(method);
    text.append(" ").append(path).append(" HTTP/1.1\r\nHost: test\r\n");
    if (!role.empty()) {
      text.append("Authorization: Bearer ").append(role).append("-token\r\n");
    }
    for (const auto& [name, value] : headers) {
      text.append(name).append(": ").append(value).append("\r\n");
    }
    if (!body.empty()) {
      text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    }
    return text.append("\r\n").append(body);
  }

  Reply Call(std::string_view method, std::string_view path, std::string_view role,
             const Headers& headers = {}, std::string_view body = "") const {
    Client client(server_->port());
    client.Send(Text(method, path, role, headers, body));
    return client.Read();
  }

  static std::string Under(std::string_view rest) { return std::string(kBase).append(rest); }
  static std::string RecordPath(std::string_view id = kSite) {
    return Under("/collections/sites/records/").append(id);
  }
  static Headers For(std::string purpose) { return {{"Mandat-Purpose", std::move(purpose)}}; }
  static std::string Site(std::string_view city = "Mons") {
    return std::string("{\"subject\":\"") + kAda + "\",\"data\":{\"city\":\"" + std::string(city) +
           "\",\"holder\":\"Ada Example\",\"street\":\"1 Example Street\"," +
           "\"postal-code\":\"7000\",\"heated-area\":120.50}}";
  }

  void Register(std::string_view subject = kAda) const {
    const Reply reply =
        Call("POST", Under("/subjects"), "application", For("data-hub"),
             "{\"people\":\"customers\",\"subject\":\"" + std::string(subject) + "\"}");
    ASSERT_EQ(reply.status, 201) << reply.body;
  }
  void Put(std::string_view id = kSite, std::string_view city = "Mons") const {
    const Reply reply = Call("PUT", RecordPath(id), "application", For("data-hub"), Site(city));
    ASSERT_TRUE(reply.status == 200 || reply.status == 201) << reply.body;
  }

  const std::filesystem::path directory_;
  SeededRandom random_{7};
  RootKey root_;
  ManualTime time_;
  Workers workers_{2};
  const Credentials credentials_;
  Server::Settings settings_;
  std::unique_ptr<Agreements> agreements_;
  std::unique_ptr<Server> server_;
};

}  // namespace mandat
