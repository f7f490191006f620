#include "host/pipeline/listing.h"

#include "griot/json.hpp"
#include "host/loader/catalogue.h"

namespace griot::host {
namespace {

using Writer = json::Writer<std::string>;

void Write(Writer& w, const Stage& stage, size_t instances, const Catalogue& catalogue) {
  const std::shared_ptr<Generation> current = stage.Current();
  const Library& library = current->library();
  w.BeginObject().Key("stage").String(stage.name()).Key("kind").String(KindName(stage.kind()));
  w.Key("plugin").String(library.plugin().id).Key("version").String(library.plugin().version);
  w.Key("file").String(library.file()).Key("sha256").String(library.sha256());
  w.Key("generation").Uint(library.generation()).Key("instances").Uint(instances);
  // A swap put in another version than the plugins folder has.
  const auto installed = catalogue.installed().find(library.plugin().id);
  if (installed != catalogue.installed().end() && installed->second.sha256 != library.sha256())
    w.Key("installed").String(installed->second.version);
  w.EndObject();
}

// One object for all instances of a stage, in the order of the pipeline.
void Write(Writer& w, const std::vector<Stage*>& stages, const Catalogue& catalogue) {
  std::vector<std::pair<Stage*, size_t>> each;
  for (Stage* stage : stages) {
    auto it = each.begin();
    while (it != each.end() &&
           (it->first->name() != stage->name() || it->first->kind() != stage->kind()))
      ++it;
    if (it == each.end()) it = each.insert(it, {stage, 0});
    ++it->second;
  }
  w.BeginArray();
  for (const auto& [stage, instances] : each) Write(w, *stage, instances, catalogue);
  w.EndArray();
}

}  // namespace

const char* KindName(uint32_t kind) {
  switch (kind) {
    case GRIOT_KIND_SOURCE:
      return "source";
    case GRIOT_KIND_TRANSFORM:
      return "transform";
    case GRIOT_KIND_SINK:
      return "sink";
    default:
      return "service";
  }
}

std::string ListJson(const std::vector<std::unique_ptr<Pipeline>>& pipelines,
                     const std::vector<std::unique_ptr<Stage>>& services,
                     const Catalogue& catalogue) {
  std::string out;
  Writer w(out);
  w.BeginObject().Key("pipelines").BeginArray();
  for (const auto& pipeline : pipelines) {
    w.BeginObject()
        .Key("name")
        .String(pipeline->name())
        .Key("lanes")
        .Uint(pipeline->lanes().size());
    w.Key("stages");
    Write(w, pipeline->stages(), catalogue);
    w.EndObject();
  }
  w.EndArray().Key("services");
  std::vector<Stage*> all;
  for (const auto& service : services) all.push_back(service.get());
  Write(w, all, catalogue);
  w.EndObject();
  return out;
}

}  // namespace griot::host
