// The plugins that can be used: all *.griot.so in the configured folders, by id.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/config/catalogue.h"
#include "host/loader/library.h"
#include "host/loader/static_plugin.h"

namespace griot::host {

// Filled once, on the control thread; read by any thread after that. Images may be exchanged for
// others later, on the control thread; what the folders have stays said.
class Catalogue final : public config::Catalogue {
 public:
  // `run_dir` is private to this process (0700); it gets the copies that are mapped.
  // What `before` has loaded from files that have not changed since is taken from there, so that a
  // stage can tell that its plugin is the same; `before` is asked by Scan only.
  explicit Catalogue(std::string run_dir, const Catalogue* before = nullptr)
      : run_dir_(std::move(run_dir)), before_(before) {}

  // Loads what it finds. A file that is no good plugin is an error text, not a failure.
  std::vector<Entry> Scan(const std::vector<std::string>& dirs,
                          std::vector<std::string>* errors) override;

  // What stages are made of.
  std::shared_ptr<const Library> Find(const std::string& id) const;
  std::map<std::string, std::shared_ptr<const Library>> all() const;

  // A plugin's file in the folders. Plain data.
  struct Installed {
    std::string version, sha256;
    const StaticPlugin* statics;  // nullptr: its image must stay
  };
  // By id.
  const std::map<std::string, Installed>& installed() const { return installed_; }

  // Puts another image of a plugin in the place of the folder's, which goes when nobody uses it.
  void Exchange(std::shared_ptr<const Library> library) const;
  // Lets go of all images: nothing is made of them any more.
  void Release() const;

 private:
  std::shared_ptr<const Library> Known(const std::string& file) const;
  Status Load(const std::string& file, std::shared_ptr<const Library>* out) const;

  std::string run_dir_;
  const Catalogue* before_;
  std::map<std::string, Installed> installed_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const Library>> by_id_;
};

}  // namespace griot::host
