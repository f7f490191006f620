#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "griot/plugin.hpp"

namespace griot::web_sdk {

// A file that the build put into the plugin (embed_scripts.cmake).
struct ScriptFile {
  std::string_view name;
  std::string_view text;
};
extern const std::span<const ScriptFile> kScriptFiles;

// The scripts that pages load: /griot.js, and /sdk.js, which the incumbent's pages also know as
// /analytics.js. A script's plain address is looked at again after minutes; with `?v=` and its
// version, which is a hash of its bytes and its ETag, it may be kept for ever. An old version's
// address gives the script of today, so that no page that names one goes dark after an upgrade.
// All is made by the constructor; thread-safe.
class ServedScripts {
 public:
  explicit ServedScripts(std::span<const ScriptFile> files = kScriptFiles);

  // Where they are, each path with a slash in front.
  std::vector<std::string> paths() const;

  // Answers a GET for one of the paths.
  void Answer(Request& request) const;

 private:
  struct Script {
    std::string path;
    std::string_view text;
    std::string packed;  // the same in gzip
    std::string version;
    std::string etag, packed_etag;
  };

  std::vector<Script> scripts_;
};

}  // namespace griot::web_sdk
