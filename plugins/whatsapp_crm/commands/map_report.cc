#include "plugins/whatsapp_crm/commands/map_report.h"

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kColumn = 20;
constexpr size_t kMostRaw = 400;  // bytes of a dead letter that people are shown

std::string Quoted(std::string_view text) {
  std::string out;
  json::AppendString(out, text);
  return out;
}

}  // namespace

void MapReport::Event(const mapping::Mapped& event) {
  if (!call_.json()) return ShowEvent(event);
  std::string line;
  json::Writer<std::string> out(line);
  out.BeginObject().Key("event").BeginObject();
  out.Key("name").String(event.name).Key("channel").String(event.channel);
  out.Key("user_id").String(event.user_id).Key("number").String(event.number_id);
  out.Key("occurred_at").String(IsoString(event.occurred_at));
  out.Key("key_space").String(event.key_space).Key("key").String(event.key);
  out.Key("properties").Raw(event.properties).Key("context").Raw(event.context);
  out.EndObject().EndObject();
  call_.Out(line + "\n");
}

void MapReport::ShowEvent(const mapping::Mapped& event) {
  call_.Out("event " + std::string(event.name) + "\n");
  Line("user", event.user_id.empty() ? "nobody" : Quoted(event.user_id));
  Line("time", IsoString(event.occurred_at));
  Line("key", std::string(event.key_space) + " " + Quoted(event.key));
  if (!event.number_id.empty()) Line("number", Quoted(event.number_id));
  ShowMembers("properties", event.properties);
  ShowMembers("context", event.context);
}

void MapReport::ShowMembers(std::string_view name, std::string_view object) {
  json::Document document;
  if (!document.Parse(object).ok()) return;
  json::Scratch scratch;
  call_.Out("  " + std::string(name) + "\n");
  for (const auto [key, value] : document.root().members()) {
    Line("  " + std::string(*key.string(scratch)), value.raw());
  }
}

void MapReport::Dead(std::string_view raw, std::string_view reason, std::string_view detail) {
  any_dead_ = true;
  if (call_.json()) {
    std::string line;
    json::Writer<std::string> out(line);
    out.BeginObject().Key("dead").BeginObject().Key("reason").String(reason);
    out.Key("detail").String(detail).Key("raw").String(raw).EndObject().EndObject();
    return call_.Out(line + "\n");
  }
  call_.Out("dead letter " + std::string(reason) + "\n");
  Line("because", detail);
  Line("of", Quoted(Cut(raw, kMostRaw)));
}

void MapReport::Unknown(std::string_view kind) {
  if (!call_.json()) return call_.Out("no event: counted as " + Quoted(kind) + "\n");
  call_.Out(R"({"counted":)" + Quoted(kind) + "}\n");
}

void MapReport::Answer(const mapping::Ack& ack) {
  if (!call_.json()) {
    const std::string body = ack.body.empty() ? "nothing" : ack.body;
    return call_.Out("answer " + std::to_string(ack.status) + " " + ack.type + ": " + body + "\n");
  }
  std::string line;
  json::Writer<std::string> out(line);
  out.BeginObject().Key("answer").BeginObject();
  out.Key("status").Uint(static_cast<uint64_t>(ack.status)).Key("type").String(ack.type);
  out.Key("body").String(ack.body).EndObject().EndObject();
  call_.Out(line + "\n");
}

void MapReport::Line(std::string_view name, std::string_view value) {
  std::string line = "  " + std::string(name);
  line.resize(std::max(line.size() + 1, kColumn), ' ');
  call_.Out(line.append(value) + "\n");
}

}  // namespace griot::whatsapp_crm
