#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace griot::dashboard {

// A file of the web app as it is served, in up to three forms. Views into the pack.
struct SiteFile {
  std::string_view path;  // where browsers find it: "/overview"
  std::string_view type;
  bool immutable = false;              // its name changes with its content
  std::string_view version;            // follows from the content
  std::string_view scripts;            // the hashes of its inline scripts, as a policy lists them
  std::string_view raw, gzip, brotli;  // the latter two empty where they save nothing
};

// What web/scripts/pack.mjs has written: all files, or none where the text is no such thing.
std::vector<SiteFile> ReadPack(std::string_view pack);

// The pack that the build put into the plugin: empty where it was built without the web app.
std::string_view BuiltInPack();

}  // namespace griot::dashboard
