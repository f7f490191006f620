#include "host/pipeline/stage_maker.h"

namespace griot::host {

bool Pulls(const Library& library) { return library.plugin().source->poll != nullptr; }

Status StageMaker::Make(const config::StageDef& def, uint32_t kind, uint32_t lane, Lane* at,
                        std::unique_ptr<Stage>* out) const {
  const bool service = kind == GRIOT_KIND_SERVICE;
  const StageSpec spec{(service ? "services" : pipeline) + "/" + def.id,
                       service ? "" : pipeline,
                       def.id,
                       def.options_json,
                       def.required,
                       def.options_redacted,
                       def.variables};
  auto library = kind == GRIOT_KIND_TRANSFORM ? host.pins.Find(spec.name, def.plugin, catalogue)
                                              : catalogue.Find(def.plugin);
  auto stage = std::make_unique<Stage>(host, std::move(library), kind, spec, lane, lanes, at);
  if (hold) stage->ctx()->voice.Hold();
  Status status = stage->Create();
  if (!status.ok()) status.text = config::ToString(def.at) + ": " + spec.name + ": " + status.text;
  *out = std::move(stage);
  return status;
}

Status StageMaker::MakeSource(const config::StageDef& def,
                              const std::vector<std::unique_ptr<Lane>>& at,
                              std::vector<PushSource>* pushes,
                              std::vector<std::unique_ptr<SourceThread>>* pulls) const {
  StageMaker each = *this;
  std::unique_ptr<Stage> stage;
  if (Pulls(*catalogue.Find(def.plugin))) {
    for (unsigned i = 0; i < lanes; ++i) {
      if (Status s = each.Make(def, GRIOT_KIND_SOURCE, i, nullptr, &stage); !s.ok()) return s;
      pulls->push_back(std::make_unique<SourceThread>(std::move(stage), *at[i]));
    }
    return Status::Ok();
  }
  each.lanes = 1;
  if (Status s = each.Make(def, GRIOT_KIND_SOURCE, 0, nullptr, &stage); !s.ok()) return s;
  std::vector<Lane*> all;
  for (const auto& lane : at) all.push_back(lane.get());
  auto port = std::make_unique<PushPort>(*stage, all);
  port->Close();
  stage->ctx()->port = port.get();
  pushes->push_back({std::move(stage), std::move(port)});
  return Status::Ok();
}

}  // namespace griot::host
