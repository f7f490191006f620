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
      std::shared_ptr<const Library> library = Known(file);
      if (library == nullptr) {
        if (Status loaded = Load(file, &library); !loaded.ok()) {
          errors->push_back(loaded.text);
          continue;
        }
      }
      // Of two plugins with one id the first folder wins, as with a search path.
      by_id_.try_emplace(library->plugin().id, library);
    }
  }
  std::vector<Entry> entries;
  for (const auto& [id, library] : by_id_) {
    const griot_plugin& p = library->plugin();
    entries.push_back({id, p.version, p.kinds, p.options_schema});
    installed_[id] = {p.version, library->sha256(), StaticPlugin::Of(p, library->sha256())};
  }
  before_ = nullptr;
  return entries;
}

std::shared_ptr<const Library> Catalogue::Known(const std::string& file) const {
  if (before_ == nullptr) return nullptr;
  for (const auto& [id, library] : before_->all())
    if (library->IsFrom(file)) return library;
  return nullptr;
}

// A file that was written again, and is the same to the byte, is no other version.
Status Catalogue::Load(const std::string& file, std::shared_ptr<const Library>* out) const {
  StagedFile staged;
  if (Status s = Library::Stage(file, run_dir_, &staged); !s.ok()) return s;
  if (before_ != nullptr) {
    for (const auto& [id, library] : before_->all()) {
      if (library->sha256() != staged.sha256) continue;
      std::error_code ignored;
      std::filesystem::remove(staged.path, ignored);
      *out = library;
      return Status::Ok();
    }
  }
  return Library::Map(staged, out);
}

std::shared_ptr<const Library> Catalogue::Find(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : it->second;
}

std::map<std::string, std::shared_ptr<const Library>> Catalogue::all() const {
  std::lock_guard lock(mutex_);
  return by_id_;
}

void Catalogue::Exchange(std::shared_ptr<const Library> library) const {
  const std::string id = library->plugin().id;
  std::lock_guard lock(mutex_);
  by_id_.at(id).swap(library);
}

void Catalogue::Release() const {
  std::map<std::string, std::shared_ptr<const Library>> gone;
  std::lock_guard lock(mutex_);
  by_id_.swap(gone);
}

}  // namespace griot::host
