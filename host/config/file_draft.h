#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/config/catalogue.h"
#include "host/config/definition.h"
#include "host/config/node.h"
#include "host/config/scope.h"

namespace griot::config {

/// A stage whose options wait for the catalogue. Points into the tree and scope of its file, which
/// must outlive it.
struct StageDraft {
  StageDef def;
  Kind kind;
  const Scope* scope;
  const Node* stage;
  const Node* id;  ///< null when the id is the plugin's
  const Node* plugin;
  const Node* options;  ///< may be null
  std::string path;
};

struct PipelineDraft {
  PipelineDef def;  ///< without its stages
  std::vector<StageDraft> stages;
};

struct PluginDir {
  std::string dir;
  std::string shown;  ///< as problems may name it
};

/// What one file says, before the files are put together.
struct FileDraft {
  std::optional<HttpDef> http;
  std::optional<uint64_t> memory;
  std::optional<SwapDef> swap;
  Mark http_at;  ///< line 0: the file says nothing of it
  Mark memory_at;
  Mark swap_at;
  std::vector<PluginDir> plugin_dirs;
  std::vector<PipelineDraft> pipelines;
  std::vector<StageDraft> services;
};

/// Reads the tree of one file. `scope` and `root` must outlive the draft.
FileDraft ReadDraft(const Scope& scope, const Node& root);

}  // namespace griot::config
