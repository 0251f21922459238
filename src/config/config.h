// SPDX-License-Identifier: Apache-2.0
//
// What an operator can set, from one TOML file, the environment and flags.
// Guarantees: every mistake is reported, each with its place; nothing is taken that is out of
// range. Trusts: nothing. docs/reference/configuration.md lists the keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.h"

namespace mandat {

struct Config {
  std::filesystem::path data;
  std::string origin;  // journals are named `<origin>/<agreement id>`
  std::filesystem::path credentials;
  struct Keys {
    std::filesystem::path root;           // or a `pkcs11:` URI, as it stands
    std::filesystem::path root_previous;  // the same; empty: none
    std::filesystem::path pkcs11_module;
    std::filesystem::path pkcs11_pin_file;
    int64_t rewrap_hours = 24;
    int64_t backup_days = 7;  // 0: no copies of keys are made
  } keys;
  struct Http {
    std::string address = "127.0.0.1";
    int64_t port = 7480;                    // 0: the system chooses
    int64_t threads = 0;                    // 0: one a core
    std::filesystem::path tls_certificate;  // PEM; empty: plain HTTP
    std::filesystem::path tls_key;
    int64_t body_bytes_max = int64_t{1} << 20;
  } http;
  struct Store {
    int64_t cache_bytes = int64_t{1} << 30;
    int64_t write_buffer_bytes = int64_t{256} << 20;
    int64_t open_agreements_max = 256;
  } store;
  Limits limits;
  // Notices to controllers and to our own people; empty URL: that channel is not set up.
  struct Notices {
    std::string smtp_url;               // "smtp://mail.example.org:587"
    std::string smtp_tls = "required";  // or "none", to this machine only
    std::filesystem::path smtp_ca_file;
    std::string smtp_user;
    std::filesystem::path smtp_password_file;
    std::string from;
    std::string from_name;
    std::string reply_to;
    std::string webhooks = "off";  // "public", or "private" for addresses of one's own network too
    std::filesystem::path webhook_ca_file;
    std::filesystem::path templates;
    int64_t senders = 4;         // threads
    int64_t retry_seconds = 30;  // before the second attempt; doubles with each
  } notices;
  // Where data and ledger are copied to; an empty target: that part is not done.
  struct Backup {
    std::string target;         // absolute directory, or "s3://bucket/prefix"
    std::string ledger_target;  // the same
    std::string keys_target;    // the same, apart from `target`; of copies of keys
    int64_t every_seconds = 300;
    int64_t keep_days = 30;
    int64_t keys_every_hours = 24;
    int64_t log_mib = 256;
    std::string s3_endpoint;  // "https://s3.example.org"
    std::string s3_region = "us-east-1";
    std::string s3_key_id;
    std::filesystem::path s3_secret_file;
    std::filesystem::path s3_ca_file;
  } backup;
  // Who looks at our journals from outside.
  struct Witness {
    std::filesystem::path file;  // one a line; empty: nobody
    std::filesystem::path ca_file;
    int64_t every_seconds = 10;
    int64_t timeout_seconds = 5;
    int64_t silent_minutes = 15;
  } witness;
  // The own register: who has or had a credential.
  struct Accounts {
    int64_t keep_days = 180;  // behind the last line of an account
  } accounts;
  // How long entries of journals stay readable; fixed for each agreement when it is activated.
  struct Journal {
    int64_t keep_days = 3650;
    std::string keep_for;  // "acme 400, shop-acme 800": agreements that promise another period
  } journal;
  // Who says from outside that a checkpoint was there at an instant.
  struct Timestamp {
    std::string url;  // of a time-stamping authority; empty: none is asked
    std::filesystem::path ca_file;
    int64_t every_minutes = 60;
    int64_t timeout_seconds = 10;
  } timestamp;
  // Where journals are copied to as they grow, for whoever watches over the machines.
  struct Feed {
    std::string target;  // file:///path, or udp://, tcp://, tls:// host:port; empty: nowhere
    std::string format = "auto";  // ndjson or syslog; auto: what fits the target
    std::filesystem::path ca_file;
    std::filesystem::path certificate;  // ours, where the receiver asks for one
    std::filesystem::path key;
    std::string host_name;  // what we are called; empty: as the machine is
    int64_t file_mib = 64;
    int64_t files = 8;
    int64_t confirm_seconds = 30;
  } feed;
  // What of the work of a credential is unlike its own.
  struct Unusual {
    std::string watch = "on";  // or "off"
    int64_t history_days = 7;
    int64_t volume_times = 5;
    int64_t people_floor = 100;
  } unusual;
  struct Clock {
    int64_t jump_minutes = 10;
    int64_t downtime_days = 7;
  } clock;
  struct Log {
    std::string level = "info";  // debug, info, warning, error
  } log;
};

// One mistake in the configuration and where it stands.
struct ConfigFault {
  std::string place;    // `mandat.toml:12`, `MANDAT_HTTP_PORT`, `--http.port`
  std::string message;  // one phrase, lower case, no full stop

  std::string Format() const { return place + ": " + message; }
};

// What one key is, for help texts and documents.
struct ConfigKey {
  std::string_view name;
  std::string_view standard;  // the default as text; empty: must be set, or is optional by its help
  std::string_view help;
};
const std::vector<ConfigKey>& ConfigKeys();

// `MANDAT_HTTP_PORT` for `http.port`.
std::string EnvironmentName(std::string_view key);

// Where values come from; a later one wins: the file, the environment, the flags.
struct ConfigSources {
  std::filesystem::path file;            // empty: none
  std::vector<std::string> environment;  // `NAME=value`; names that are not ours are ignored
  std::vector<std::string> flags;        // `--section.key=value`
};

// Relative paths count from the directory of the file, or where they are given otherwise from the
// working directory; those of the answer are absolute.
std::variant<Config, std::vector<ConfigFault>> LoadConfig(const ConfigSources& sources);

}  // namespace mandat
