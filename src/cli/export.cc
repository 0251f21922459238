// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <set>

#include "cli/internal/blob.h"
#include "cli/internal/docket.h"
#include "cli/internal/export.h"
#include "cli/internal/export_files.h"
#include "cli/internal/progress_bar.h"
#include "cli/internal/wire.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr mode_t kNobodyElse = 077;

uint64_t NumberOf(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_int64() ? static_cast<uint64_t>(value->as_int64()) : 0;
}

// One export on its way. What is done is in the state, written behind each page.
class PersonExport {
 public:
  PersonExport(const Context& context, const PersonExportOptions& options, HttpClient client)
      : context_(context), options_(options), client_(std::move(client)) {}

  Status Run();

 private:
  struct Part {
    std::string id;
    bool history = false;
    std::vector<std::string> fields;
  };

  Result<json::object> Get(const std::string& rest, std::string* raw = nullptr);
  Status Begin();
  Status Save() { return WriteOver(Path(kExportState), json::serialize(state_)); }
  fs::path Path(std::string_view name) const { return options_.directory / name; }
  std::string SubjectPath(std::string_view rest) const {
    return AgreementPath(options_.agreement, "/subjects/" + options_.subject + std::string(rest));
  }
  // Puts into the manifest what the server did not give; other errors are passed on.
  Status Tolerate(const std::string& part, const Status& outcome);
  json::object& StateOf(const std::string& part);

  Status TakeRecords(const Part& part);
  Status TakePage(const Part& part, json::object& state, bool& more);
  Status TakeHistory(const Part& part, const std::string& id, uint64_t version);
  Status LookAgain(const Part& part, const std::set<std::string>& written);
  Status TakeSeries(const std::string& collection);
  Status TakePoints(const std::string& collection, const std::string& series);
  Status TakeBlobs(const std::string& collection);
  Status Finish();

  const Context& context_;
  const PersonExportOptions& options_;
  HttpClient client_;
  json::object head_;
  json::object state_;
  json::array withheld_;
  json::array changed_;
  bool resumed_ = false;
};

Result<json::object> PersonExport::Get(const std::string& path, std::string* raw) {
  HttpRequest request;
  request.path = path;
  request.headers.push_back("Mandat-Purpose: " + options_.purpose);
  AddInstruction(request, options_.instruction);
  MANDAT_TRY(Reply reply, Ask(client_, request));
  if (!reply.body.is_object()) {
    return Fail(Error::Corrupt("the server's answer is no object"));
  }
  json::array* entries = state_["entries"].if_array();
  if (entries != nullptr) {
    entries->emplace_back(reply.answer.Header("mandat-entry"));
  }
  if (raw != nullptr) {
    *raw = std::move(reply.answer.body);
  }
  return std::move(reply.body.as_object());
}

Status PersonExport::Begin() {
  std::error_code trouble;
  fs::create_directories(options_.directory, trouble);
  if (!trouble) {
    fs::permissions(options_.directory, fs::perms::owner_all, trouble);
  }
  if (trouble) {
    return Fail(Error::Unavailable("cannot make " + options_.directory.string()));
  }
  if (fs::exists(Path(kExportManifest))) {
    return Fail(Error::Conflict("the directory has a whole export already"));
  }
  if (fs::exists(Path(kExportState))) {
    MANDAT_TRY(const Bytes text, ReadWholeFile(Path(kExportState)));
    boost::system::error_code unreadable;
    const json::value state = json::parse(text, unreadable);
    if (unreadable || !state.is_object() ||
        Text(state.as_object(), "subject") != options_.subject ||
        Text(state.as_object(), "agreement") != options_.agreement) {
      return Fail(Error::Conflict("the directory has another export, or a damaged one"));
    }
    state_ = state.as_object();
    resumed_ = true;
    return {};
  }
  if (!fs::is_empty(options_.directory)) {
    return Fail(Error::Conflict("the directory is not empty"));
  }
  state_ = {{"subject", options_.subject},
            {"agreement", options_.agreement},
            {"parts", json::object()},
            {"entries", json::array()}};
  return Save();
}

json::object& PersonExport::StateOf(const std::string& part) {
  json::object& parts = state_["parts"].as_object();
  if (!parts.contains(part)) {
    parts[part] = json::object{{"json", 0}, {"csv", 0}, {"items", 0}, {"after", ""}};
  }
  return parts[part].as_object();
}

Status PersonExport::Tolerate(const std::string& part, const Status& outcome) {
  if (outcome || (outcome.error().kind != ErrorKind::kRefused &&
                  outcome.error().kind != ErrorKind::kUndecided)) {
    return outcome;
  }
  json::object withheld{{"part", part}, {"why", outcome.error().message}};
  if (outcome.error().clause) {
    withheld["clause"] = outcome.error().clause->clause;
  }
  withheld_.push_back(std::move(withheld));
  return {};
}

Status PersonExport::TakePage(const Part& part, json::object& state, bool& more) {
  std::string path = SubjectPath("/export?limit=100&collection=" + part.id);
  const std::string after = Text(state, "after");
  path += after.empty() ? "" : "&after=" + after;
  std::string raw;
  MANDAT_TRY(const json::object page, Get(path, &raw));
  MANDAT_TRY(const std::vector<std::string_view> items, ItemsOfPage(raw));
  uint64_t written = NumberOf(state, "items");
  std::string as_json = state.contains("begun") ? "" : "[";
  std::string as_csv;
  if (!state.contains("begun")) {
    as_csv = "id,version,captured";
    for (const std::string& field : part.fields) {
      as_csv += "," + field;
    }
    as_csv += "\r\n";
  }
  for (const std::string_view item : items) {
    as_json.append(written++ == 0 ? "\n" : ",\n").append(item);
    MANDAT_TRY(const std::string line, CsvLineOf(item, part.fields));
    as_csv += line;
  }
  const std::string next = Text(page, "next");
  more = !next.empty();
  as_json += more ? "" : "\n]\n";
  if (options_.format != "csv") {
    MANDAT_TRY_STATUS(AppendAt(Path(part.id + ".json"), NumberOf(state, "json"), as_json));
  }
  if (options_.format != "json") {
    MANDAT_TRY_STATUS(AppendAt(Path(part.id + ".csv"), NumberOf(state, "csv"), as_csv));
  }
  json::array& seen =
      state["seen"].is_array() ? state["seen"].as_array() : state["seen"].emplace_array();
  for (const json::object& item : Objects(page, "items")) {
    seen.emplace_back(Text(item, "id") + " " + std::to_string(NumberOf(item, "version")));
  }
  if (const uint64_t withheld = NumberOf(page, "withheld"); withheld > 0) {
    withheld_.push_back({{"part", part.id}, {"records", withheld}, {"why", "restricted"}});
  }
  state["begun"] = true;
  state["items"] = written;
  state["json"] = NumberOf(state, "json") + as_json.size();
  state["csv"] = NumberOf(state, "csv") + as_csv.size();
  state["after"] = next;
  state["done"] = !more;
  return Save();
}

Status PersonExport::TakeRecords(const Part& part) {
  const bool was_begun = StateOf(part.id).contains("begun");
  for (bool more = !StateOf(part.id).contains("done") || !StateOf(part.id).at("done").as_bool();
       more;) {
    MANDAT_TRY_STATUS(TakePage(part, StateOf(part.id), more));
  }
  std::set<std::string> written;
  if (const json::value* seen = StateOf(part.id).if_contains("seen")) {
    for (const json::value& item : seen->as_array()) {
      written.emplace(item.as_string());
    }
  }
  for (const std::string& item : written) {
    const uint64_t version = std::stoull(item.substr(item.find(' ') + 1));
    if (part.history && version > 1) {
      MANDAT_TRY_STATUS(TakeHistory(part, item.substr(0, item.find(' ')), version));
    }
  }
  return resumed_ && was_begun ? LookAgain(part, written) : Status();
}

// What was written before an interruption may be another by now: it is told, not mended.
Status PersonExport::LookAgain(const Part& part, const std::set<std::string>& written) {
  std::set<std::string> now;
  std::string after;
  do {
    const std::string path = SubjectPath("/export?limit=100&collection=" + part.id) +
                             (after.empty() ? "" : "&after=" + after);
    MANDAT_TRY(const json::object page, Get(path));
    for (const json::object& item : Objects(page, "items")) {
      now.insert(Text(item, "id") + " " + std::to_string(NumberOf(item, "version")));
    }
    after = Text(page, "next");
  } while (!after.empty());
  std::vector<std::string> apart;
  std::ranges::set_symmetric_difference(written, now, std::back_inserter(apart));
  for (const std::string& item : apart) {
    changed_.push_back({{"collection", part.id},
                        {"id", item.substr(0, item.find(' '))},
                        {"version", std::stoull(item.substr(item.find(' ') + 1))},
                        {"exported", written.contains(item)}});
  }
  return {};
}

Status PersonExport::TakeHistory(const Part& part, const std::string& id, uint64_t version) {
  const fs::path path =
      options_.directory / "history" / part.id / fmt::format("{}.v{}.json", id, version);
  if (fs::exists(path)) {
    return {};
  }
  fs::create_directories(path.parent_path());
  std::string all = "[";
  std::string after;
  do {
    std::string raw;
    MANDAT_TRY(const json::object page,
               Get(SubjectPath("/export?limit=100&collection=" + part.id + "&record=" + id) +
                       (after.empty() ? "" : "&after=" + after),
                   &raw));
    MANDAT_TRY(const std::vector<std::string_view> items, ItemsOfPage(raw));
    for (const std::string_view item : items) {
      all.append(all.size() == 1 ? "\n" : ",\n").append(item);
    }
    after = Text(page, "next");
  } while (!after.empty());
  return WriteOver(path, all + "\n]\n");
}

Status PersonExport::TakePoints(const std::string& collection, const std::string& series) {
  const fs::path path = options_.directory / "series" / collection / (series + ".json");
  if (fs::exists(path)) {
    return {};
  }
  fs::create_directories(path.parent_path());
  const fs::path part = path.string() + ".part";
  uint64_t offset = 0;
  std::string cursor;
  do {
    std::string raw;
    MANDAT_TRY(const json::object page,
               Get(AgreementPath(options_.agreement, "/collections/" + collection + "/series/" +
                                                         series + "/points?limit=10000") +
                       (cursor.empty() ? "" : "&cursor=" + cursor),
                   &raw));
    raw.insert(0, offset == 0 ? "[\n" : ",\n");
    MANDAT_TRY_STATUS(AppendAt(part, offset, raw));
    offset += raw.size();
    cursor = Text(page, "next");
  } while (!cursor.empty());
  MANDAT_TRY_STATUS(AppendAt(part, offset, "\n]\n"));
  std::error_code trouble;
  fs::rename(part, path, trouble);
  return trouble ? Status(Fail(Error::Unavailable("cannot write " + path.string()))) : Status();
}

Status PersonExport::TakeSeries(const std::string& collection) {
  std::string after;
  do {
    MANDAT_TRY(const json::object page,
               Get(SubjectPath("/series?limit=100&collection=" + collection) +
                   (after.empty() ? "" : "&after=" + after)));
    const json::value* items = page.if_contains("items");
    if (items == nullptr || !items->is_array()) {
      return Fail(Error::Corrupt("the server's answer lists no series"));
    }
    for (const json::value& item : items->as_array()) {
      const std::string id =
          item.is_object() ? Text(item.as_object(), "series") : std::string(item.as_string());
      MANDAT_TRY_STATUS(TakePoints(collection, id));
    }
    after = Text(page, "next");
  } while (!after.empty());
  return {};
}

Status PersonExport::TakeBlobs(const std::string& collection) {
  std::string after;
  do {
    MANDAT_TRY(const json::object page,
               Get(SubjectPath("/blobs?limit=100&collection=" + collection) +
                   (after.empty() ? "" : "&after=" + after)));
    for (const json::object& item : Objects(page, "items")) {
      const fs::path folder = options_.directory / "blobs" / collection;
      fs::create_directories(folder);
      const std::string id = Text(item, "id");
      MANDAT_TRY_STATUS(WriteOver(folder / (id + ".json"), json::serialize(item) + "\n"));
      if (!fs::exists(folder / id)) {
        BlobOptions blob;
        blob.agreement = options_.agreement;
        blob.collection = collection;
        blob.id = id;
        blob.file = (folder / id).string();
        blob.purpose = options_.purpose;
        blob.instruction = options_.instruction;
        MANDAT_TRY([[maybe_unused]] const int code, RunBlobGet(context_, blob));
      }
    }
    after = Text(page, "next");
  } while (!after.empty());
  return {};
}

Status PersonExport::Finish() {
  MANDAT_TRY(json::array files, HashesOfExport(options_.directory));
  json::object counts;
  for (const auto& [part, state] : state_["parts"].as_object()) {
    counts[part] = NumberOf(state.as_object(), "items");
  }
  json::object manifest{{"form", "mandat person export 1"},
                        {"subject", options_.subject},
                        {"agreement", options_.agreement},
                        {"purpose", options_.purpose}};
  manifest["version"] = NumberOf(head_, "version");
  manifest["schema"] = Text(head_, "schema");
  manifest["schema-version"] = NumberOf(head_, "schema-version");
  manifest["records"] = std::move(counts);
  manifest["withheld"] = withheld_;
  manifest["changed"] = changed_;
  manifest["entries"] = state_["entries"];
  manifest["journal"] =
      "entries about a person cannot be listed: the journal holds keyed tags and no ids";
  manifest["sha256"] = HashOfExport(files);
  manifest["files"] = std::move(files);
  MANDAT_TRY_STATUS(WriteOver(Path(kExportManifest), json::serialize(manifest) + "\n"));
  fs::remove(Path(kExportState));
  return {};
}

Status PersonExport::Run() {
  MANDAT_TRY_STATUS(Begin());
  std::string raw;
  MANDAT_TRY(head_, Get(SubjectPath("/export"), &raw));
  MANDAT_TRY_STATUS(WriteOver(Path("person.json"), raw + "\n"));
  const std::vector<json::object> collections = Objects(head_, "collections");
  ProgressBar progress("collections");
  uint64_t done = 0;
  for (const json::object& collection : collections) {
    const std::string id = Text(collection, "id");
    const std::string kind = Text(collection, "kind");
    Status outcome;
    if (kind == "series") {
      outcome = TakeSeries(id);
    } else if (kind == "blobs") {
      outcome = TakeBlobs(id);
    } else {
      Part part{id, collection.at("history").as_bool(), {}};
      for (const json::object& field : Objects(collection, "fields")) {
        part.fields.push_back(Text(field, "id"));
      }
      outcome = TakeRecords(part);
    }
    MANDAT_TRY_STATUS(Tolerate(id, outcome));
    MANDAT_TRY_STATUS(Save());
    progress.Show(++done, collections.size());
  }
  return Finish();
}

}  // namespace

// Source: GDPR Art. 15(3); GDPR Art. 20(1).
Result<int> RunExportPerson(const Context& context, const PersonExportOptions& options) {
  MANDAT_TRY([[maybe_unused]] const SubjectId subject, SubjectId::Parse(options.subject));
  umask(kNobodyElse);  // whatever is written is somebody's
  MANDAT_TRY(const HttpSettings settings, context.Settings());
  PersonExport person(context, options, HttpClient(settings));
  MANDAT_TRY_STATUS(person.Run());
  return RunExportVerify(context, options);
}

void AddExportCommands(CLI::App* group, const Context& context, PersonExportOptions& options,
                       const AddCommand& add) {
  CLI::App* person = add(group, "person", "everything about one person, for that person",
                         "mandat export person ID -a opinum-demo -p data-hub --to DIR",
                         [&context, &options] { return RunExportPerson(context, options); });
  person->add_option("subject", options.subject, "id of the person")->required();
  person->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
  person->add_option("--purpose,-p", options.purpose, "purpose of the agreement")->required();
  person->add_option("--instruction,-i", options.instruction,
                     "reference of the controller's instruction; names no person");
  person->add_option("--to", options.directory, "a new directory, or one to go on in")->required();
  person->add_option("--format", options.format, "json, csv or both")
      ->capture_default_str()
      ->check(CLI::IsMember({"json", "csv", "both"}));
  CLI::App* verify =
      add(group, "verify", "look whether an export is whole", "mandat export verify DIR",
          [&context, &options] { return RunExportVerify(context, options); });
  verify->add_option("directory", options.directory, "where it lies")->required();
}

}  // namespace mandat
