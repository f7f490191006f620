#include "host/pipeline/swap_report.h"

#include "griot/json.hpp"

namespace griot::host {

const char* SwapReport::NameOf(State state) {
  static constexpr const char* kNames[] = {"refused",   "shadow",    "gate",
                                           "probation", "permanent", "rolled_back"};
  return kNames[static_cast<size_t>(state)];
}

std::string SwapReport::Json() const {
  std::string out;
  json::Writer<std::string> w(out);
  const auto version = [&](const char* key, const std::string& name, const std::string& sha256) {
    w.Key(key).BeginObject().Key("version").String(name);
    w.Key("sha256").String(sha256).EndObject();
  };
  w.BeginObject().Key("swap").Uint(number).Key("stage").String(stage);
  w.Key("plugin").String(plugin).Key("file").String(file);
  version("from", from_version, from_sha256);
  version("to", to_version, to_sha256);
  w.Key("state").String(NameOf(state)).Key("step").String(step).Key("why").String(why);
  w.Key("note").String(note).Key("resident").Bool(resident).Key("seconds").Int(seconds);
  if (shadow.batches > 0) {
    w.Key("shadow").BeginObject().Key("batches").Uint(shadow.batches);
    w.Key("events").Uint(shadow.events).Key("ends_differ").Uint(shadow.ends);
    w.Key("fields_differ").Uint(shadow.fields).Key("members_differ").Uint(shadow.members);
    w.Key("facts_differ").Uint(shadow.facts).EndObject();
  }
  w.Key("lanes").BeginArray();
  for (const Probation::Report& lane : lanes) {
    w.BeginObject().Key("pause_us").Int(lane.pause / std::chrono::microseconds(1));
    w.Key("copy_pause_us").Int(lane.copy_pause / std::chrono::microseconds(1));
    w.Key("records").Uint(lane.records).Key("state_bytes").Uint(lane.state_bytes);
    w.Key("batches").Uint(lane.batches).Key("events").Uint(lane.events);
    w.Key("keys_reloaded").Uint(lane.keys_reloaded).EndObject();
  }
  w.EndArray().EndObject();
  return out;
}

}  // namespace griot::host
