#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "host/config/config.h"

namespace griot::config::test {

/// A catalogue of what a test says is installed.
class FakeCatalogue final : public Catalogue {
 public:
  FakeCatalogue& Add(std::string id, unsigned kinds, std::string schema = "") {
    entries_.push_back({std::move(id), "1.0", kinds, std::move(schema)});
    return *this;
  }
  std::vector<Entry> Scan(const std::vector<std::string>& dirs,
                          std::vector<std::string>* errors) override {
    dirs_ = dirs;
    errors->insert(errors->end(), errors_.begin(), errors_.end());
    return entries_;
  }

  std::vector<Entry> entries_;
  std::vector<std::string> errors_;
  std::vector<std::string> dirs_;
};

/// A folder of files that goes with the test. Problems are shown without its path.
class Workspace {
 public:
  Workspace() {
    std::string name = (std::filesystem::temp_directory_path() / "griot-config-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    dir_ = name;
  }
  ~Workspace() {
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
  }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  std::string Write(const std::string& name, const std::string& text) {
    std::filesystem::path path = dir_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    files_.push_back(path.string());
    return path.string();
  }

  Loaded Load() {
    return config::Load(files_, catalogue, [this](std::string_view name) {
      auto found = env.find(std::string(name));
      return found == env.end() ? std::nullopt : std::optional(found->second);
    });
  }

  /// The problems of all that was written, as they are printed.
  std::vector<std::string> Problems() {
    std::vector<std::string> out;
    for (const Problem& problem : Load().problems) out.push_back(Relative(problem.Format()));
    return out;
  }

  std::string Relative(std::string text) const {
    std::string prefix = dir_.string() + "/";
    for (size_t at; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
    return text;
  }

  FakeCatalogue catalogue;
  std::map<std::string, std::string> env;
  std::filesystem::path dir_;
  std::vector<std::string> files_;
};

constexpr unsigned kSourceBit = KindBit(Kind::kSource);
constexpr unsigned kTransformBit = KindBit(Kind::kTransform);
constexpr unsigned kSinkBit = KindBit(Kind::kSink);
constexpr unsigned kServiceBit = KindBit(Kind::kService);

/// A small file around the options of one source, whose first line of options is line 8. Every line
/// of `options` is indented by ten.
inline std::string FileWithOptions(const std::string& options) {
  std::string text =
      "griot: 1\n"
      "pipelines:\n"
      "  p:\n"
      "    sinks: [{plugin: out}]\n"
      "    sources:\n"
      "      - plugin: in\n"
      "        options:\n";
  size_t at = 0;
  while (at < options.size()) {
    size_t end = std::min(options.find('\n', at), options.size());
    text += "          " + options.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text;
}

/// Options against a schema, both as text.
struct OptionsCase {
  explicit OptionsCase(const std::string& schema, const std::string& options,
                       std::map<std::string, std::string> env = {}) {
    space.catalogue.Add("in", kSourceBit, schema).Add("out", kSinkBit);
    space.env = std::move(env);
    space.Write("f.yaml", FileWithOptions(options));
    loaded = space.Load();
    for (const Problem& problem : loaded.problems) {
      problems.push_back(space.Relative(problem.Format()));
    }
    bool whole = !loaded.def.pipelines.empty() && !loaded.def.pipelines[0].sources.empty();
    if (!whole) return;
    json = loaded.def.pipelines[0].sources[0].options_json;
    redacted = loaded.def.pipelines[0].sources[0].options_redacted;
  }

  Workspace space;
  Loaded loaded;
  std::vector<std::string> problems;
  std::string json;
  std::string redacted;
};

}  // namespace griot::config::test
