#include "host/config/file_draft.h"

#include <unordered_map>
#include <utility>

#include "host/config/listen.h"
#include "host/config/map_reader.h"
#include "host/config/options.h"
#include "host/config/scalar.h"
#include "host/config/text.h"
#include "host/config/units.h"

namespace griot::config {
namespace {

constexpr int64_t kVersion = 1;
constexpr int64_t kMostLanes = 256;
constexpr int64_t kMostWorkers = 256;
constexpr int64_t kMostBatches = 1'000'000'000;
constexpr uint64_t kLeastMemory = uint64_t{1} << 20;

std::string ItemPath(const std::string& path, size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

class DraftReader {
 public:
  explicit DraftReader(const Scope& scope) : scope_(scope) {}

  FileDraft Read(const Node& root) {
    MapReader top(scope_, root, "",
                  {"griot", "http", "memory", "swap", "plugins", "pipelines", "services"});
    if (root.kind != Node::Kind::kMap) return {};
    Version(top);
    if (const Node* http = top.Find("http")) Http(*http);
    if (const Node* memory = top.Find("memory")) Memory(*memory);
    if (const Node* swap = top.Find("swap")) Swap(*swap);
    if (const Node* plugins = top.Find("plugins")) Plugins(*plugins);
    if (const Node* pipelines = top.Find("pipelines")) Pipelines(*pipelines);
    if (const Node* services = top.Find("services")) {
      Stages(*services, "services", Kind::kService, &draft_.services);
      CheckIds(draft_.services);
    }
    return std::move(draft_);
  }

 private:
  void Version(const MapReader& top) {
    const Node* version = top.Find("griot");
    if (version == nullptr) {
      scope_.Complain(top.node(), "", "missing \"griot\"", "begin the file with griot: 1");
      return;
    }
    Json number;
    bool known = ConvertScalar(*version, kInteger, &number) && number.integer == kVersion;
    if (!known) scope_.Complain(*version, "griot", "this griot reads version 1 of pipeline files");
  }

  void Http(const Node& node) {
    draft_.http_at = scope_.At(node);
    MapReader map(scope_, node, "http", {"listen", "workers", "trusted_proxies"});
    HttpDef http;
    http.at = scope_.At(node);
    if (const Node* listen = map.Require("listen")) Listen(*listen, map.PathOf("listen"), &http);
    if (const Node* workers = map.Find("workers")) {
      auto count = ReadInteger(scope_, *workers, map.PathOf("workers"), 0, kMostWorkers);
      http.workers = static_cast<unsigned>(count.value_or(0));
    }
    if (const Node* proxies = map.Find("trusted_proxies")) {
      std::string path = map.PathOf("trusted_proxies");
      const auto& list = ReadList(scope_, *proxies, path);
      for (size_t i = 0; i < list.size(); ++i) {
        auto block = ReadText(scope_, list[i], ItemPath(path, i));
        if (!block) continue;
        if (!IsAddressBlock(*block)) {
          scope_.Complain(list[i], ItemPath(path, i),
                          ShowText(list[i]) + " is no IP address or block",
                          "for instance 127.0.0.1 or 10.0.0.0/8");
        }
        http.trusted_proxies.push_back(std::move(*block));
      }
    }
    draft_.http = std::move(http);
  }

  void Listen(const Node& node, const std::string& path, HttpDef* http) {
    // A bare port is an integer to YAML; the hint for it is better than "expected a string".
    Json value;
    bool readable = ConvertScalar(node, kString | kInteger, &value);
    bool fault = node.env != nullptr && !node.env->fault.empty();
    if (!readable || fault) {
      ReadText(scope_, node, path);
      return;
    }
    std::string hint;
    if (ParseListen(node.text, &http->address, &http->port, &hint)) return;
    if (node.env != nullptr) hint = "for instance 127.0.0.1:8080 or [::1]:8080";
    scope_.Complain(node, path, ShowText(node) + " is no host:port", std::move(hint));
  }

  void Memory(const Node& node) {
    draft_.memory_at = scope_.At(node);
    draft_.memory = Amount(node, "memory", ParseSize, "size", "for instance 64KB, 256MiB, 1GiB");
    if (draft_.memory && *draft_.memory < kLeastMemory)
      scope_.Complain(node, "memory", ShowText(node) + " is less than 1MiB");
  }

  // A size or a duration; complains of what is none.
  std::optional<uint64_t> Amount(const Node& node, const std::string& path,
                                 std::optional<uint64_t> (*parse)(std::string_view),
                                 const std::string& what, std::string hint) {
    Json value;
    bool fault = node.env != nullptr && !node.env->fault.empty();
    if (fault || !ConvertScalar(node, kString | kInteger, &value)) {
      ReadText(scope_, node, path);
      return std::nullopt;
    }
    auto amount = parse(node.text);
    if (!amount) scope_.Complain(node, path, ShowText(node) + " is no " + what, std::move(hint));
    return amount;
  }

  void Swap(const Node& node) {
    draft_.swap_at = scope_.At(node);
    MapReader map(scope_, node, "swap", {"probation", "batches", "deadline", "memory"});
    SwapDef swap;
    const std::string duration = "for instance 250ms, 5s, 10m";
    if (const Node* time = map.Find("probation"))
      swap.probation_ns =
          Amount(*time, map.PathOf("probation"), ParseDuration, "duration", duration).value_or(0);
    if (const Node* batches = map.Find("batches"))
      swap.batches = static_cast<uint64_t>(
          ReadInteger(scope_, *batches, map.PathOf("batches"), 0, kMostBatches).value_or(0));
    if (const Node* deadline = map.Find("deadline")) {
      const std::string path = map.PathOf("deadline");
      swap.deadline_ns = Amount(*deadline, path, ParseDuration, "duration", duration).value_or(1);
      if (swap.deadline_ns == 0) scope_.Complain(*deadline, path, "no call can be that quick");
    }
    if (const Node* memory = map.Find("memory"))
      swap.memory_bytes =
          Amount(*memory, map.PathOf("memory"), ParseSize, "size", "for instance 64MiB")
              .value_or(0);
    draft_.swap = swap;
  }

  void Plugins(const Node& node) {
    const auto& list = ReadList(scope_, node, "plugins");
    for (size_t i = 0; i < list.size(); ++i) {
      auto dir = ReadText(scope_, list[i], ItemPath("plugins", i));
      if (!dir) continue;
      if (dir->empty()) {
        scope_.Complain(list[i], ItemPath("plugins", i), "the name of a folder is empty");
        continue;
      }
      std::string resolved = scope_.Resolve(*dir);
      std::string shown = list[i].env != nullptr ? ShowText(list[i]) : resolved;
      draft_.plugin_dirs.push_back({std::move(resolved), std::move(shown)});
    }
  }

  void Pipelines(const Node& node) {
    MapReader map(scope_, node, "pipelines", {});
    for (const Entry* entry : map.entries()) {
      const std::string& name = entry->key.text;
      if (entry->value.kind != Node::Kind::kNull) {
        ReadName(scope_, entry->key, map.PathOf(name));
        Pipeline(entry->key, entry->value, map.PathOf(name));
        continue;
      }
      // A bare word that is no name may be a line of a secret that lost its indentation.
      scope_.Complain(entry->key, IsName(name) ? map.PathOf(name) : "pipelines",
                      "this pipeline is empty", "it needs sources and sinks");
    }
  }

  void Pipeline(const Node& name, const Node& node, const std::string& path) {
    MapReader map(scope_, node, path, {"sources", "transforms", "sinks", "lanes"});
    PipelineDraft pipeline;
    pipeline.def.name = name.text;
    pipeline.def.at = scope_.At(name);
    for (auto [key, kind] :
         {std::pair("sources", Kind::kSource), std::pair("transforms", Kind::kTransform),
          std::pair("sinks", Kind::kSink)}) {
      bool needed = kind != Kind::kTransform;
      const Node* list = needed ? map.Require(key) : map.Find(key);
      if (list == nullptr) continue;
      Stages(*list, map.PathOf(key), kind, &pipeline.stages);
      bool empty = list->kind == Node::Kind::kSequence && list->items.empty();
      if (needed && empty) scope_.Complain(*list, map.PathOf(key), "at least one is needed");
    }
    if (const Node* lanes = map.Find("lanes")) {
      auto count = ReadInteger(scope_, *lanes, map.PathOf("lanes"), 0, kMostLanes);
      pipeline.def.lanes = static_cast<unsigned>(count.value_or(0));
    }
    CheckIds(pipeline.stages);
    draft_.pipelines.push_back(std::move(pipeline));
  }

  void Stages(const Node& node, const std::string& path, Kind kind, std::vector<StageDraft>* out) {
    const auto& list = ReadList(scope_, node, path);
    for (size_t i = 0; i < list.size(); ++i) Stage(list[i], ItemPath(path, i), kind, out);
  }

  void Stage(const Node& node, const std::string& path, Kind kind, std::vector<StageDraft>* out) {
    bool sink = kind == Kind::kSink;
    MapReader map = sink ? MapReader(scope_, node, path, {"id", "plugin", "options", "mode"})
                         : MapReader(scope_, node, path, {"id", "plugin", "options"});
    const Node* id = map.Find("id");
    const Node* plugin = map.Require("plugin");
    std::optional<std::string> plugin_name, id_name;
    if (plugin != nullptr) plugin_name = ReadName(scope_, *plugin, map.PathOf("plugin"));
    if (id != nullptr) id_name = ReadName(scope_, *id, map.PathOf("id"));
    StageDraft stage{StageDef(), kind, &scope_, &node, id, plugin, map.Find("options"), path};
    if (const Node* mode = map.Find("mode")) stage.def.required = Mode(*mode, map.PathOf("mode"));
    if (!plugin_name) {
      if (stage.options) ReportFaults(scope_, *stage.options, map.PathOf("options"));
      return;
    }
    stage.def.plugin = *plugin_name;
    // A bad id is a problem already; the plugin's name stands in so that the rest is checked.
    stage.def.id = id_name ? *id_name : *plugin_name;
    stage.def.at = scope_.At(node);
    stage.def.plugin_at = scope_.At(*plugin);
    out->push_back(std::move(stage));
  }

  bool Mode(const Node& node, const std::string& path) {
    auto mode = ReadText(scope_, node, path);
    if (!mode || *mode == "required") return true;
    if (*mode == "best_effort") return false;
    std::string hint = node.env ? "" : DidYouMean(*mode, {"required", "best_effort"});
    scope_.Complain(node, path, ShowText(node) + " is neither required nor best_effort",
                    hint.starts_with("did") ? hint : "");
    return true;
  }

  void CheckIds(const std::vector<StageDraft>& stages) {
    std::unordered_map<std::string_view, const StageDraft*> seen;
    for (const StageDraft& stage : stages) {
      auto [first, is_new] = seen.emplace(stage.def.id, &stage);
      if (is_new) continue;
      const Node& named = stage.id != nullptr ? *stage.id : *stage.plugin;
      scope_.Complain(named, stage.path,
                      "two stages are called " + ShowText(named) + " (first at " +
                          ToString(first->second->def.at) + ")",
                      stage.id != nullptr ? "" : "give this one an id of its own");
    }
  }

  const Scope& scope_;
  FileDraft draft_;
};

}  // namespace

FileDraft ReadDraft(const Scope& scope, const Node& root) { return DraftReader(scope).Read(root); }

}  // namespace griot::config
