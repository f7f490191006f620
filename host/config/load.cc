#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "host/config/config.h"
#include "host/config/file_draft.h"
#include "host/config/options.h"
#include "host/config/scalar.h"
#include "host/config/schema.h"
#include "host/config/text.h"
#include "host/config/yaml_reader.h"

namespace griot::config {
namespace {

// Which files the options name, and what tells a changed one. A folder's own entry changes with the
// names in it.
void StampFiles(const Json& options, std::string* stamps) {
  struct stat s {};
  if (options.file && ::stat(options.text.c_str(), &s) == 0) {
    for (const auto part :
         {static_cast<int64_t>(s.st_ino), static_cast<int64_t>(s.st_size),
          static_cast<int64_t>(s.st_ctim.tv_sec), static_cast<int64_t>(s.st_ctim.tv_nsec)})
      *stamps += std::to_string(part) + " ";
    *stamps += options.text + "\n";
  }
  for (const Json& item : options.items) StampFiles(item, stamps);
  for (const JsonMember& member : options.members) StampFiles(member.value, stamps);
}

class Loader {
 public:
  Loader(Catalogue& catalogue, const EnvLookup& env) : catalogue_(catalogue), env_(env) {}

  Loaded Run(const std::vector<std::string>& files, const std::vector<std::string>& plugin_dirs) {
    loaded_.def.files = files;
    for (const std::string& file : files) ReadFile(file);
    Combine();
    if (loaded_.def.plugin_dirs.empty())
      for (const std::string& dir : plugin_dirs) AddDir({dir, dir});
    Scan();
    Resolve();
    loaded_.problems = problems_.Take(files);
    return std::move(loaded_);
  }

 private:
  struct File {
    Scope scope;
    Node root;
    FileDraft draft;
  };

  void ReadFile(const std::string& name) {
    Scope scope{name, &problems_};
    auto text = ReadFileText(scope);
    if (!text) return;
    auto root = ReadYaml(scope, *text);
    if (!root) return;
    ExpandEnv(&*root, env_);
    // The draft points at its scope and tree, so they get their lasting place first.
    File& file = files_.emplace_back(File{std::move(scope), std::move(*root), {}});
    file.draft = ReadDraft(file.scope, file.root);
  }

  void Once(const char* key, const Mark& at, const Mark** first) {
    if (at.line == 0) return;
    if (*first == nullptr) {
      *first = &at;
      return;
    }
    problems_.Add(at, key,
                  std::string("only one file may hold ") + Quoted(key) + " (first at " +
                      ToString(**first) + ")");
  }

  void Combine() {
    const Mark* http = nullptr;
    const Mark* memory = nullptr;
    const Mark* swap = nullptr;
    std::unordered_map<std::string_view, const Mark*> names;
    std::unordered_map<std::string_view, const Mark*> services;
    for (File& file : files_) {
      FileDraft& draft = file.draft;
      Once("http", draft.http_at, &http);
      Once("memory", draft.memory_at, &memory);
      Once("swap", draft.swap_at, &swap);
      if (draft.http && !loaded_.def.http) loaded_.def.http = draft.http;
      if (draft.memory && memory == &draft.memory_at) loaded_.def.memory_bytes = *draft.memory;
      if (draft.swap && swap == &draft.swap_at) loaded_.def.swap = *draft.swap;
      for (PluginDir& dir : draft.plugin_dirs) AddDir(std::move(dir));
      for (const PipelineDraft& pipeline : draft.pipelines) {
        auto [first, is_new] = names.emplace(pipeline.def.name, &pipeline.def.at);
        if (is_new) continue;
        problems_.Add(pipeline.def.at, "pipelines." + PathPart(pipeline.def.name),
                      "two pipelines have this name (first at " + ToString(*first->second) + ")");
      }
      for (const StageDraft& service : draft.services) {
        auto [first, is_new] = services.emplace(service.def.id, &service.def.at);
        // Within one file the reader of that file has said so.
        if (is_new || first->second->file == service.def.at.file) continue;
        problems_.Add(service.def.at, service.path,
                      "two services have this id (first at " + ToString(*first->second) + ")");
      }
    }
    if (names.empty() && services.empty() && problems_.empty() && !files_.empty()) {
      problems_.Add({files_.front().scope.file, 1, 1}, "",
                    "nothing to run: no pipelines, no services");
    }
  }

  void AddDir(PluginDir dir) {
    auto& dirs = loaded_.def.plugin_dirs;
    if (std::find(dirs.begin(), dirs.end(), dir.dir) != dirs.end()) return;
    AppendListed(&dirs_shown_, dir.shown);
    dirs.push_back(std::move(dir.dir));
  }

  void Scan() {
    for (Catalogue::Entry& entry : catalogue_.Scan(loaded_.def.plugin_dirs, &loaded_.warnings)) {
      std::string id = entry.id;
      plugins_.emplace(std::move(id), Plugin{std::move(entry), nullptr, false});
    }
  }

  void Resolve() {
    for (File& file : files_) {
      for (PipelineDraft& draft : file.draft.pipelines) {
        PipelineDef& pipeline = loaded_.def.pipelines.emplace_back(std::move(draft.def));
        for (StageDraft& stage : draft.stages) {
          auto& list = stage.kind == Kind::kSource      ? pipeline.sources
                       : stage.kind == Kind::kTransform ? pipeline.transforms
                                                        : pipeline.sinks;
          list.push_back(ResolveStage(stage));
        }
      }
      for (StageDraft& stage : file.draft.services) {
        loaded_.def.services.push_back(ResolveStage(stage));
      }
    }
  }

  StageDef ResolveStage(StageDraft& stage) {
    const Schema* schema = FindSchema(stage);
    std::string path = stage.path + ".options";
    if (schema == nullptr) {
      if (stage.options != nullptr) ReportFaults(*stage.scope, *stage.options, path);
      return std::move(stage.def);
    }
    Json options = CheckOptions(*stage.scope, stage.options, *stage.stage, path, *schema);
    StampFiles(options, &stage.def.files);
    if (stage.options != nullptr) ListVariables(*stage.options, &stage.def.variables);
    stage.def.options_json = WriteJson(options);
    stage.def.options_redacted = WriteJson(options, Show::kRedacted);
    return std::move(stage.def);
  }

  static void ListVariables(const Node& node, std::string* variables) {
    if (node.env != nullptr) AppendListed(variables, node.env->variables);
    for (const Node& item : node.items) ListVariables(item, variables);
    for (const Entry& entry : node.entries) ListVariables(entry.value, variables);
  }

  const Schema* FindSchema(const StageDraft& stage) {
    std::string path = stage.path + ".plugin";
    auto found = plugins_.find(stage.def.plugin);
    if (found == plugins_.end()) {
      NoSuchPlugin(stage, path);
      return nullptr;
    }
    Plugin& plugin = found->second;
    if ((plugin.entry.kinds & KindBit(stage.kind)) == 0) {
      std::string kinds;
      for (Kind kind : {Kind::kSource, Kind::kTransform, Kind::kSink, Kind::kService}) {
        bool has = (plugin.entry.kinds & KindBit(kind)) != 0;
        if (has) AppendListed(&kinds, KindName(kind));
      }
      stage.scope->Complain(*stage.plugin, path,
                            "plugin " + ShowText(*stage.plugin) + " is no " + KindName(stage.kind),
                            kinds.empty() ? "" : "it is a " + kinds);
    }
    if (plugin.compiled) return plugin.schema.get();
    plugin.compiled = true;
    std::vector<std::string> errors;
    plugin.schema = CompileSchema(plugin.entry.schema_json, &errors);
    for (const std::string& error : errors) {
      stage.scope->Complain(
          *stage.plugin, path,
          "the options schema of plugin " + ShowText(*stage.plugin) + " is faulty: " + error,
          "a fault of the plugin, not of this file");
    }
    return plugin.schema.get();
  }

  void NoSuchPlugin(const StageDraft& stage, const std::string& path) {
    std::vector<std::string_view> known;
    for (const auto& [id, plugin] : plugins_) {
      if ((plugin.entry.kinds & KindBit(stage.kind)) != 0) known.push_back(id);
    }
    std::string where =
        dirs_shown_.empty() ? "no file names a plugins folder" : "in " + dirs_shown_;
    std::string hint = stage.plugin->env ? "" : DidYouMean(stage.def.plugin, known);
    stage.scope->Complain(*stage.plugin, path,
                          "no plugin " + ShowText(*stage.plugin) + ": " + where, std::move(hint));
  }

  struct Plugin {
    Catalogue::Entry entry;
    std::unique_ptr<Schema> schema;  ///< null once compiled: it is faulty
    bool compiled = false;
  };

  Catalogue& catalogue_;
  const EnvLookup& env_;
  Problems problems_;
  Loaded loaded_;
  std::deque<File> files_;
  std::map<std::string, Plugin> plugins_;
  std::string dirs_shown_;
};

}  // namespace

const char* KindName(Kind kind) {
  static constexpr const char* kNames[] = {"source", "transform", "sink", "service"};
  return kNames[static_cast<size_t>(kind)];
}

Loaded Load(const std::vector<std::string>& files, Catalogue& catalogue, const EnvLookup& env,
            const std::vector<std::string>& plugin_dirs) {
  return Loader(catalogue, env).Run(files, plugin_dirs);
}

}  // namespace griot::config
