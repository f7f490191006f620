#pragma once

// Pipeline files: YAML text in, typed definitions or problems out. This is all that the rest of the
// host includes of this folder.

#include <string>
#include <vector>

#include "host/config/catalogue.h"
#include "host/config/definition.h"
#include "host/config/env.h"
#include "host/config/problem.h"

namespace griot::config {

/// The definition is whole only when ok().
struct Loaded {
  Definition def;
  std::vector<Problem> problems;      ///< all of them, by file and line
  std::vector<std::string> warnings;  ///< what the catalogue could not read
  bool ok() const { return problems.empty(); }
};

/// Reads pipeline files into one definition. Plugins are those of the folders that the files name,
/// or of `plugin_dirs` when they name none. Never throws for what a file holds. Thread-safe as far
/// as `catalogue` and `env` are.
Loaded Load(const std::vector<std::string>& files, Catalogue& catalogue, const EnvLookup& env,
            const std::vector<std::string>& plugin_dirs = {});

/// One JSON Schema (draft-07) of a whole pipeline file with the options of all plugins, for
/// editors.
std::string ComposeSchema(const std::vector<Catalogue::Entry>& plugins);

/// Pictures of what feeds what. They name stages and plugins, never options.
std::string ToMermaid(const Definition& definition);
std::string ToDot(const Definition& definition);

}  // namespace griot::config
