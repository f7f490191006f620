// A whole host in the test's own process, with the fixture plugins and a temporary data folder.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "host/config/config.h"
#include "host/pipeline/runtime.h"
#include "tests/support/http_get.h"

namespace griot::test {

// Polls until `done` or ten seconds have passed; what it returned last.
inline bool Eventually(const std::function<bool()>& done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

class Rig {
 public:
  // `pipelines`: the YAML under the keys that are the same for all tests.
  explicit Rig(const std::string& pipelines) {
    std::string pattern = (std::filesystem::temp_directory_path() / "griot-rig-XXXXXX").string();
    dir_ = ::mkdtemp(pattern.data());
    std::filesystem::create_directory(dir_ + "/run");
    std::filesystem::create_directory(dir_ + "/plugins");
    Write(pipelines);
    Load();
  }
  ~Rig() {
    runtime_.reset();
    catalogue_.reset();
    std::filesystem::remove_all(dir_);
  }
  // Another process would start so: with an empty run folder, and nothing in memory.
  void Restart() {
    runtime_.reset();
    catalogue_.reset();
    std::filesystem::remove_all(dir_ + "/run");
    std::filesystem::create_directory(dir_ + "/run");
    Load();
    Start();
  }

  // Every problem with the file, a line each.
  std::string problems() const {
    std::string text;
    for (const auto& problem : loaded_.problems) text += problem.Format() + "\n";
    return text;
  }
  Status Create() {
    EXPECT_EQ(problems(), "");
    runtime_ = std::make_unique<host::Runtime>(loaded_.def, *catalogue_, dir_,
                                               "01920000-0000-7000-8000-000000000001");
    return runtime_->Create();
  }
  void Start() {
    const Status created = Create();
    ASSERT_TRUE(created.ok()) << created.text;
    const Status started = runtime_->Start();
    ASSERT_TRUE(started.ok()) << started.text;
  }
  HttpAnswer Post(const std::string& body, const std::string& path = "/probe") {
    return HttpCall(runtime_->port(), "POST", path, body);
  }
  HttpAnswer Get(const std::string& target, const std::string& headers = {}) {
    return HttpCall(runtime_->port(), "GET", target, {}, headers);
  }
  // Puts a plugin's file into a folder of this rig, which is looked at before all others.
  void Install(const std::string& file, const std::string& plugin) {
    const std::string to = dir_ + "/plugins/" + plugin + ".griot.so";
    std::filesystem::copy_file(file, to + ".new");
    std::filesystem::rename(to + ".new", to);
  }
  // As griot reload does, with other pipelines in the file.
  host::ReloadReport Reload(const std::string& pipelines) {
    Write(pipelines);
    auto catalogue = std::make_shared<host::Catalogue>(dir_ + "/run", &runtime_->catalogue());
    const auto next = config::Load({dir_ + "/griot.yaml"}, *catalogue, config::ProcessEnv());
    for (const auto& problem : next.problems) ADD_FAILURE() << problem.Format();
    return runtime_->Apply(next.def, catalogue);
  }
  host::Runtime& runtime() { return *runtime_; }
  const std::string& dir() const { return dir_; }

  std::string Read(const std::string& name) const {
    std::ifstream in(dir_ + "/" + name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string Stored() const { return Read("stored.ndjson"); }
  bool LogHas(const std::string& text) const {
    return Read("probe.log").find(text) != std::string::npos;
  }

 private:
  void Load() {
    catalogue_ = std::make_unique<host::Catalogue>(dir_ + "/run");
    loaded_ = config::Load({dir_ + "/griot.yaml"}, *catalogue_, config::ProcessEnv());
  }
  void Write(const std::string& pipelines) {
    std::ofstream(dir_ + "/griot.yaml")
        << "griot: 1\nhttp: {listen: 127.0.0.1:0}\nplugins: [plugins, \"" << GRIOT_FIXTURE_PLUGINS
        << "\", \"" << GRIOT_FIXTURE_PLUGINS << "-versioned\"]\n"
        << pipelines;
  }

  std::string dir_;
  std::unique_ptr<host::Catalogue> catalogue_;
  config::Loaded loaded_;
  std::unique_ptr<host::Runtime> runtime_;
};

inline constexpr const char* kStraight = R"(
pipelines:
  main:
    sources:    [{id: door, plugin: probe}]
    transforms: [{id: change, plugin: probe}]
    sinks:      [{id: file, plugin: probe}]
services: [{id: extra, plugin: probe}]
)";

inline size_t Count(const std::string& text, const std::string& what) {
  size_t n = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace griot::test
