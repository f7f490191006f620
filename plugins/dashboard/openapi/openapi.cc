#include "plugins/dashboard/openapi/openapi.h"

#include <mutex>
#include <span>
#include <stdexcept>

#include "griot/embedded_file.hpp"
#include "plugins/dashboard/auth/role.h"
#include "plugins/dashboard/live/live.h"
#include "plugins/dashboard/reports/events.h"
#include "plugins/dashboard/reports/reports.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {

extern const std::span<const EmbeddedFile> kByHand;

namespace {

using Writer = json::Writer<std::string>;

void WriteSchema(Writer& w, const Param& param) {
  w.BeginObject().Key("type").String(param.type == Param::kInt ? "integer" : "string");
  switch (param.type) {
    case Param::kInt:
      w.Key("minimum").Int(param.least).Key("maximum").Int(param.most);
      break;
    case Param::kEnum:
      w.Key("enum").BeginArray();
      for (const std::string& value : param.values) w.String(value);
      w.EndArray();
      break;
    case Param::kUuid:
      w.Key("format").String("uuid");
      break;
    case Param::kWhen:
      w.Key("description").String("a date, or an instant as of RFC 3339");
      break;
    case Param::kText:
      w.Key("minLength").Int(1).Key("maxLength").Int(4096);
  }
  if (!param.otherwise.empty()) {
    w.Key("default");
    if (param.type == Param::kInt) {
      w.Raw(param.otherwise);
    } else {
      w.String(param.otherwise);
    }
  }
  w.EndObject();
}

void WriteParams(Writer& w, const std::string& pattern, const std::vector<Param>& params) {
  w.Key("parameters").BeginArray();
  if (pattern.find("/:id") != std::string::npos) {
    w.BeginObject().Key("name").String("id").Key("in").String("path").Key("required").Bool(true);
    w.Key("schema").Raw(R"({"type":"string"})").EndObject();
  }
  for (const Param& param : params) {
    w.BeginObject().Key("name").String(param.name).Key("in").String("query");
    w.Key("required").Bool(param.needed).Key("description").String(param.description);
    w.Key("schema");
    WriteSchema(w, param);
    w.EndObject();
  }
  w.EndArray();
}

const char* TypeOf(Kind kind) {
  switch (kind) {
    case Kind::kInt:
      return R"({"type":["integer","null"]})";
    case Kind::kNumber:
      return R"({"type":["number","null"]})";
    case Kind::kBool:
      return R"({"type":["boolean","null"]})";
    case Kind::kTime:
      return R"({"type":["string","null"],"format":"date-time"})";
    case Kind::kText:
      return R"({"type":["string","null"]})";
    case Kind::kJson:
      return "{}";
  }
  return "{}";
}

void WriteRowSchema(Writer& w, const Table& table) {
  w.BeginObject().Key("type").String("object").Key("additionalProperties").Bool(false);
  w.Key("required").BeginArray();
  for (const Column& column : table.columns) w.String(column.name);
  w.EndArray().Key("properties").BeginObject();
  for (const Column& column : table.columns) w.Key(column.name).Raw(TypeOf(column.kind));
  w.EndObject().EndObject();
}

void WriteDataSchema(Writer& w, const Report& report, const Ask& ask) {
  w.BeginObject().Key("type").String("object").Key("required").Raw(R"(["project","data"])");
  w.Key("properties").BeginObject().Key("project").Raw(R"({"type":"string"})");
  w.Key("period").Raw(R"({"$ref":"#/components/schemas/Period"})");
  w.Key("page").Raw(R"({"$ref":"#/components/schemas/Page"})");
  w.Key("data").BeginObject().Key("type").String("object").Key("additionalProperties").Bool(false);
  w.Key("properties").BeginObject();
  for (const Part& part : report.parts) {
    const Table table = part.make(ask);
    w.Key(part.name);
    if (part.shape == Shape::kList) w.BeginObject().Key("type").String("array").Key("items");
    WriteRowSchema(w, table);
    if (part.shape == Shape::kList) w.EndObject();
  }
  w.EndObject().EndObject().EndObject().EndObject();
}

void WriteResponses(Writer& w, const Report* report, const Ask* ask, const char* other) {
  w.Key("responses").BeginObject().Key("200").BeginObject().Key("description").String("the answer");
  w.Key("content").BeginObject();
  if (report != nullptr) {
    w.Key("application/json").BeginObject().Key("schema");
    WriteDataSchema(w, *report, *ask);
    w.EndObject();
  }
  if (other != nullptr) w.Key(other).Raw(R"({"schema":{"type":"string"}})");
  w.EndObject().EndObject();
  for (const char* const status : {"400", "401", "403", "404", "503"}) {
    w.Key(status).Raw(R"({"$ref":"#/components/responses/Error"})");
  }
  w.EndObject();
}

void Begin(Writer& w, const std::string& pattern, const std::string& summary, Role needs) {
  w.Key(DocumentedPath(pattern))
      .BeginObject()
      .Key("get")
      .BeginObject()
      .Key("summary")
      .String(summary);
  w.Key("x-role").String(NameOf(needs));
}

std::optional<Answer> Show(Call& call) {
  // Made once: what it says changes with the program only.
  static std::mutex mutex;
  static std::string made;
  const std::lock_guard lock(mutex);
  if (made.empty()) {
    std::vector<Report> reports = AllReports();
    reports.push_back(EventsReport());
    made = OpenApiDocument(call, reports);
  }
  return JsonAnswer(200, made);
}

}  // namespace

std::string DocumentedPath(const std::string& pattern) {
  std::string path;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != ':') {
      path += pattern[i];
      continue;
    }
    const size_t end = std::min(pattern.find('/', i), pattern.size());
    path += '{' + pattern.substr(i + 1, end - i - 1) + '}';
    i = end - 1;
  }
  return path;
}

std::string OpenApiDocument(Call& call, const std::vector<Report>& reports) {
  std::string text;
  Writer w(text);
  w.BeginObject().Key("openapi").String("3.1.0");
  w.Key("info").Raw(R"({"title":"griot","version":"1","description":"The numbers: docs/api.md"})");
  // Routes that are no reports, and what all share.
  json::Document by_hand;
  if (!by_hand.Parse(kByHand.front().text).ok()) throw std::logic_error("by_hand.json is no JSON");
  w.Key("security").Raw(R"([{"key":[]},{"cookie":[]}])");
  w.Key("components").Raw(by_hand.root().Find("components").raw());
  w.Key("paths").BeginObject();
  call.people->Refresh(*call.reader);
  for (const Report& report : reports) {
    const Ask ask = Ask::Sample(call, report.params);
    Begin(w, report.path, report.summary, report.needs);
    WriteParams(w, report.path, WithPart(report));
    WriteResponses(w, &report, &ask, "text/csv");
    w.EndObject().EndObject();
  }
  Begin(w, "/api/v1/live", "Events as they are stored, as server-sent events", Role::kAnalyst);
  WriteParams(w, "/api/v1/live", LiveParams());
  WriteResponses(w, nullptr, nullptr, "text/event-stream");
  w.EndObject().EndObject();
  for (const auto [path, item] : by_hand.root().Find("paths").members()) {
    w.Key(path.string_raw_nonescaped().value_or("")).Raw(item.raw());
  }
  w.EndObject().EndObject();
  return text;
}

Route OpenApiRoute() {
  Route route;
  route.pattern = "/api/v1/openapi.json";
  route.needs = Role::kNone;
  route.scope = Scope::kNone;
  route.run = &Show;
  return route;
}

}  // namespace griot::dashboard
