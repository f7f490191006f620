#include "host/loader/catalogue.h"

#include <algorithm>
#include <filesystem>

namespace griot::host {

std::vector<Catalogue::Entry> Catalogue::Scan(const std::vector<std::string>& dirs,
                                              std::vector<std::string>* errors) {
  namespace fs = std::filesystem;
  for (const std::string& dir : dirs) {
    std::error_code failed;
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(dir, failed))
      if (entry.path().string().ends_with(".griot.so")) files.push_back(entry.path().string());
    if (failed) errors->push_back(dir + ": " + failed.message());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) {
      std::shared_ptr<const Library> library;
      if (Status loaded = Library::Load(file, run_dir_, &library); !loaded.ok()) {
        errors->push_back(loaded.text);
        continue;
      }
      // Of two plugins with one id the first folder wins, as with a search path.
      by_id_.try_emplace(library->plugin().id, library);
    }
  }
  std::vector<Entry> entries;
  for (const auto& [id, library] : by_id_) {
    const griot_plugin& p = library->plugin();
    entries.push_back({id, p.version, p.kinds, p.options_schema});
  }
  return entries;
}

std::shared_ptr<const Library> Catalogue::Find(const std::string& id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : it->second;
}

}  // namespace griot::host
