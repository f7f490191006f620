#include "host/pipeline/forgetting.h"

#include <cstring>
#include <optional>

#include "griot/abi/ext/forget.h"
#include "griot/json.hpp"
#include "host/pipeline/pipeline.h"
#include "host/pipeline/settings.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// Null: it makes no sense, and another version of griot will know.
std::shared_ptr<ForgetRequest> ReadRequest(json::Value entry) {
  json::Scratch scratch;
  const auto text = [&](json::Value value) {
    return std::string(value.string(scratch).value_or(""));
  };
  auto request = std::make_shared<ForgetRequest>();
  const auto id = ParseUuid(text(entry.Find("id")));
  const auto cutoff = entry.Find("cutoff").int64();
  request->project = text(entry.Find("project"));
  if (!id || !cutoff || request->project.empty()) return nullptr;
  request->id = *id;
  request->cutoff = *cutoff;
  for (const json::Value pair : entry.Find("identifiers").elements()) {
    std::vector<std::string> both;
    for (const json::Value part : pair.elements()) both.push_back(text(part));
    if (both.size() == 2) request->identifiers.emplace_back(both[0], both[1]);
  }
  return request;
}

}  // namespace

void Forget(Stage& stage, const ForgetRequest& request) { Forget(*stage.Current(), request); }

void Forget(Generation& stage, const ForgetRequest& request) {
  const auto* const table = stage.Extension<griot_forget>(GRIOT_EXT_FORGET);
  if (table == nullptr) return;
  std::vector<griot_identifier> identifiers;
  for (const auto& [type, value] : request.identifiers) {
    identifiers.push_back({Str(type), Str(value)});
  }
  griot_forget_request raw{};
  raw.struct_size = sizeof raw;
  raw.identifier_count = static_cast<uint32_t>(identifiers.size());
  std::memcpy(raw.id.bytes, request.id.b, sizeof raw.id.bytes);
  raw.project = Str(request.project);
  raw.identifiers = identifiers.data();
  raw.cutoff = request.cutoff;
  griot_str receipt{};
  const CallGuard::Running running(stage.calls(), Entry::kForget);
  const Status status = detail::Ask(
      [&](griot_error* error) { return table->forget(stage.instance(), &raw, &receipt, error); });
  const std::string about = "forget request " + UuidString(request.id) + ": ";
  if (status.ok()) {
    Log(GRIOT_LOG_INFO, stage.name(), about + "done: " + std::string(View(receipt)));
  } else if (status.code == GRIOT_RETRY) {
    request.again.store(true);
  } else {
    Log(GRIOT_LOG_ERROR, stage.name(), about + "not done: " + status.text);
  }
}

void Forgetting::Read(Settings& settings) {
  const griot_settings_snapshot* const snapshot = settings.Acquire();
  version_ = snapshot->version;
  json::Document document;
  std::set<std::string> named;
  if (document.Parse(View(snapshot->json)).ok()) {
    for (const json::Value entry : document.root().Find("forget").elements()) {
      auto request = ReadRequest(entry);
      if (request == nullptr) continue;
      const std::string id = UuidString(request->id);
      if (named.insert(id).second && !known_.contains(id)) open_.push_back(std::move(request));
    }
  }
  known_ = std::move(named);
  Settings::Release(snapshot);
}

void Forgetting::Tend(Settings& settings, const std::vector<std::unique_ptr<Pipeline>>& pipelines,
                      const std::vector<std::unique_ptr<Stage>>& services) {
  if (settings.version() != version_) Read(settings);
  for (auto& request : open_) {
    if (!request->again.exchange(false)) continue;
    for (const auto& pipeline : pipelines) pipeline->Forget(request);
    for (const auto& service : services) host::Forget(*service, *request);
  }
  // Nobody else holds it, so all have been told, and nobody asked for more time.
  std::erase_if(open_, [](const auto& r) { return r.use_count() == 1 && !r->again.load(); });
}

}  // namespace griot::host
