#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace griot::config {

/// A place in a pipeline file; line and column count from 1, the column in characters. Line 0 means
/// the file as a whole.
struct Mark {
  std::string file;
  int line = 0;
  int column = 0;
};

/// "file:line:col", or the file alone when there is no line.
std::string ToString(const Mark& mark);

/// One configured use of a plugin.
struct StageDef {
  std::string id;
  std::string plugin;
  std::string options_json;      ///< canonical JSON: members sorted, ${ENV} and defaults applied
  std::string options_redacted;  ///< the same to show: secrets are "***", ${ENV} stays as written
  std::string variables;         ///< "${A}, ${B}": those that the options name, secret or not
  std::string files;     ///< the files that the options name, as they stood when it was read
  bool required = true;  ///< sinks: false when `mode: best_effort`
  Mark at;
  Mark plugin_at;
};

struct PipelineDef {
  std::string name;
  std::vector<StageDef> sources;
  std::vector<StageDef> transforms;
  std::vector<StageDef> sinks;
  unsigned lanes = 0;  ///< 0: the host decides
  Mark at;
};

/// The front door. Port 0 asks for any free one.
struct HttpDef {
  std::string address;
  uint16_t port = 0;
  unsigned workers = 0;                      ///< 0: the host decides
  std::vector<std::string> trusted_proxies;  ///< addresses or CIDR blocks, checked
  Mark at;
};

/// What a new version of a running stage has to stand (docs/swap.md).
struct SwapDef {
  uint64_t probation_ns = 10'000'000'000;       ///< at least so long,
  uint64_t batches = 50;                        ///< and so many batches
  uint64_t deadline_ns = 5'000'000'000;         ///< of each call of the plugin
  uint64_t memory_bytes = uint64_t{128} << 20;  ///< that the process may grow meanwhile
};

inline constexpr uint64_t kDefaultMemoryBytes = uint64_t{256} << 20;

/// All that the files of one `griot run` say. Plain data: copy it, share it read-only at will.
/// options_json holds secrets and must never be logged; options_redacted may be.
struct Definition {
  std::optional<HttpDef> http;
  uint64_t memory_bytes = kDefaultMemoryBytes;
  SwapDef swap;
  std::vector<std::string> plugin_dirs;  ///< resolved from the file that names them
  std::vector<PipelineDef> pipelines;
  std::vector<StageDef> services;
  std::vector<std::string> files;
};

}  // namespace griot::config
