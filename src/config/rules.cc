// SPDX-License-Identifier: Apache-2.0
#include "config/internal/rules.h"

#include <algorithm>
#include <iterator>

namespace mandat {
namespace {

constexpr int64_t kGibibyte = int64_t{1} << 30;

std::vector<Rule> NoticeRules() {
  return {
      {{"notices.smtp_url", "",
        "mail server for notices, e.g. smtp://mail.example.org:587; empty: no mail"},
       +[](Config& config) { return &config.notices.smtp_url; }},
      {{"notices.smtp_tls", "required", "required, or none for a server on this machine"},
       +[](Config& config) { return &config.notices.smtp_tls; },
       false,
       0,
       0,
       "required|none"},
      {{"notices.smtp_ca_file", "",
        "certificates that the mail server's is checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.notices.smtp_ca_file; }},
      {{"notices.smtp_user", "", "name to sign in to the mail server with"},
       +[](Config& config) { return &config.notices.smtp_user; }},
      {{"notices.smtp_password_file", "", "file with the password, mode 0600"},
       +[](Config& config) { return &config.notices.smtp_password_file; }},
      {{"notices.from", "", "address that notices come from"},
       +[](Config& config) { return &config.notices.from; }},
      {{"notices.from_name", "", "name shown beside that address"},
       +[](Config& config) { return &config.notices.from_name; }},
      {{"notices.reply_to", "", "address that answers go to, if another"},
       +[](Config& config) { return &config.notices.reply_to; }},
      {{"notices.webhooks", "off",
        "off, public, or private to reach addresses of one's own network too"},
       +[](Config& config) { return &config.notices.webhooks; },
       false,
       0,
       0,
       "off|public|private"},
      {{"notices.webhook_ca_file", "",
        "certificates that receivers' are checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.notices.webhook_ca_file; }},
      {{"notices.templates", "", "directory of texts beside or instead of the shipped ones"},
       +[](Config& config) { return &config.notices.templates; }},
      {{"notices.senders", "4", "notices that are sent at the same time, 1 to 64"},
       +[](Config& config) { return &config.notices.senders; },
       false,
       1,
       64},
      {{"notices.retry_seconds", "30",
        "until a notice is tried again, doubled each time, 1 to 3600"},
       +[](Config& config) { return &config.notices.retry_seconds; },
       false,
       1,
       3600},
      {{"clock.jump_minutes", "10",
        "a clock set ahead by more than this waits to be confirmed, 1 to 1440"},
       +[](Config& config) { return &config.clock.jump_minutes; },
       false,
       1,
       1440},
      {{"clock.downtime_days", "7", "a start after a longer time waits to be confirmed, 1 to 366"},
       +[](Config& config) { return &config.clock.downtime_days; },
       false,
       1,
       366},
  };
}

std::vector<Rule> KeyRules() {
  return {
      {{"keys.root", "", "file of the root key, made by `mandat init`, or a pkcs11: URI"},
       +[](Config& config) { return &config.keys.root; },
       true},
      {{"keys.root_previous", "",
        "the root key before it, until `mandat keys rotate-root` is done"},
       +[](Config& config) { return &config.keys.root_previous; }},
      {{"keys.pkcs11_module", "", "library of the token that holds the root key"},
       +[](Config& config) { return &config.keys.pkcs11_module; }},
      {{"keys.pkcs11_pin_file", "", "file with the pin of that token, mode 0600"},
       +[](Config& config) { return &config.keys.pkcs11_pin_file; }},
      {{"keys.rewrap_hours", "24", "completes erasures this long after the last time, 1 to 24"},
       +[](Config& config) { return &config.keys.rewrap_hours; },
       false,
       1,
       24},
      {{"keys.backup_days", "7", "copies of keys lapse after so many days, 0 to 366; 0: none"},
       +[](Config& config) { return &config.keys.backup_days; },
       false,
       0,
       366},
  };
}

std::vector<Rule> BackupRules() {
  return {
      {{"backup.target", "",
        "where data is copied to: an absolute directory, or s3://bucket/prefix"},
       +[](Config& config) { return &config.backup.target; }},
      {{"backup.ledger_target", "",
        "where ledger, holds and open duties are copied to, off this machine; the same forms"},
       +[](Config& config) { return &config.backup.ledger_target; }},
      {{"backup.every_seconds", "300", "what was committed is copied so often, 1 to 86400"},
       +[](Config& config) { return &config.backup.every_seconds; },
       false,
       1,
       86'400},
      {{"backup.keep_days", "30", "how far back a restore can go, 1 to 3660"},
       +[](Config& config) { return &config.backup.keep_days; },
       false,
       1,
       3660},
      {{"backup.log_mib", "256", "log that an agreement keeps until it is copied, 16 to 65536"},
       +[](Config& config) { return &config.backup.log_mib; },
       false,
       16,
       65'536},
      {{"backup.s3_endpoint", "", "the S3-compatible store, e.g. https://s3.example.org"},
       +[](Config& config) { return &config.backup.s3_endpoint; }},
      {{"backup.s3_region", "us-east-1", "its region, as it signs"},
       +[](Config& config) { return &config.backup.s3_region; }},
      {{"backup.s3_key_id", "", "id of the key to sign with"},
       +[](Config& config) { return &config.backup.s3_key_id; }},
      {{"backup.s3_secret_file", "", "file with the secret of that key, mode 0600, one line"},
       +[](Config& config) { return &config.backup.s3_secret_file; }},
      {{"backup.s3_ca_file", "",
        "certificates that the store's is checked by, in PEM; empty: the system's"},
       +[](Config& config) { return &config.backup.s3_ca_file; }},
  };
}

std::vector<Rule> ServerRules() {
  return {
      {{"data", "", "directory that holds everything; made when it is not there"},
       &Config::data,
       true},
      {{"origin", "", "name prefix of the journals, e.g. mandat.example/journal"},
       &Config::origin,
       true},
      {{"credentials", "", "file of the tokens that are accepted, made by `mandat init`"},
       &Config::credentials,
       true},
      {{"http.address", "127.0.0.1", "address to listen on"},
       +[](Config& config) { return &config.http.address; }},
      {{"http.port", "7480", "port to listen on; 0 lets the system choose"},
       +[](Config& config) { return &config.http.port; },
       false,
       0,
       65535},
      {{"http.threads", "0", "threads that serve connections, 0 to 256; 0 is one a core"},
       +[](Config& config) { return &config.http.threads; },
       false,
       0,
       256},
      {{"http.tls_certificate", "", "certificate chain in PEM; with `http.tls_key` turns TLS on"},
       +[](Config& config) { return &config.http.tls_certificate; }},
      {{"http.tls_key", "", "private key of the certificate in PEM"},
       +[](Config& config) { return &config.http.tls_key; }},
      {{"http.body_bytes_max", "1048576", "largest request body, 1024 to 67108864"},
       +[](Config& config) { return &config.http.body_bytes_max; },
       false,
       1024,
       kGibibyte / 16},
      {{"store.cache_bytes", "1073741824", "block cache of all agreements together"},
       +[](Config& config) { return &config.store.cache_bytes; },
       false,
       kGibibyte / 1024,
       1024 * kGibibyte},
      {{"store.write_buffer_bytes", "268435456", "write buffers of all agreements together"},
       +[](Config& config) { return &config.store.write_buffer_bytes; },
       false,
       kGibibyte / 1024,
       1024 * kGibibyte},
      {{"store.open_agreements_max", "256",
        "agreements kept open at the same time, 1 to 65536; others open when asked for"},
       +[](Config& config) { return &config.store.open_agreements_max; },
       false,
       1,
       65536},
      {{"log.level", "info", "debug, info, warning or error"},
       +[](Config& config) { return &config.log.level; },
       false,
       0,
       0,
       "debug|info|warning|error"},
  };
}

// What one caller may ask for at once and one agreement may keep; base/limits.h has the defaults.
std::vector<Rule> LimitRules() {
  constexpr int64_t kMillion = 1'000'000;
  return {
      {{"limits.unit_bytes", "1048576", "body of one record, 1024 to 67108864"},
       &Limits::unit_bytes,
       false,
       1024,
       kGibibyte / 16},
      {{"limits.batch_units", "10000", "lines of one batch, 1 to 1000000"},
       &Limits::batch_units,
       false,
       1,
       kMillion},
      {{"limits.batch_bytes", "67108864", "body of one batch, 1024 to 1073741824"},
       &Limits::batch_bytes,
       false,
       1024,
       kGibibyte},
      {{"limits.blob_bytes", "17179869184", "one blob, 1024 to 1099511627776"},
       &Limits::blob_bytes,
       false,
       1024,
       1024 * kGibibyte},
      {{"limits.points_per_call", "100000", "points of one ingestion, 1 to 10000000"},
       &Limits::points_per_call,
       false,
       1,
       10 * kMillion},
      {{"limits.index_terms", "64", "searchable terms of one unit, 1 to 4096"},
       &Limits::index_terms,
       false,
       1,
       4096},
      {{"limits.people_per_unit", "1000", "people of one unit, 1 to 100000"},
       &Limits::people_per_unit,
       false,
       1,
       kMillion / 10},
      {{"limits.units_per_person", "10000000", "records, series and blobs of one person"},
       &Limits::units_per_person,
       false,
       1,
       1000 * kMillion},
      {{"limits.bytes_per_agreement", "1099511627776", "sealed bytes that one agreement may keep"},
       &Limits::bytes_per_agreement,
       false,
       kGibibyte / 1024,
       1024 * 1024 * kGibibyte},
      {{"limits.waiting_per_agreement", "8192",
        "operations of one agreement that may wait, 64 to 1000000"},
       &Limits::waiting_per_agreement,
       false,
       64,
       kMillion},
      {{"limits.uploads_per_agreement", "1000", "unfinished blobs of one agreement, 1 to 100000"},
       &Limits::uploads_per_agreement,
       false,
       1,
       kMillion / 10},
  };
}

}  // namespace

const std::vector<Rule>& Rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all = ServerRules();
    std::ranges::move(KeyRules(), std::back_inserter(all));
    std::ranges::move(BackupRules(), std::back_inserter(all));
    std::ranges::move(NoticeRules(), std::back_inserter(all));
    std::ranges::move(LimitRules(), std::back_inserter(all));
    return all;
  }();
  return rules;
}

}  // namespace mandat
