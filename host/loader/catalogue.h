// The plugins that can be used: all *.griot.so in the configured folders, by id.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/config/catalogue.h"
#include "host/loader/library.h"

namespace griot::host {

// Filled once, on the control thread; read by any thread after that.
class Catalogue final : public config::Catalogue {
 public:
  // `run_dir` is private to this process (0700); it gets the copies that are mapped.
  explicit Catalogue(std::string run_dir) : run_dir_(std::move(run_dir)) {}

  // Loads what it finds. A file that is no good plugin is an error text, not a failure.
  std::vector<Entry> Scan(const std::vector<std::string>& dirs,
                          std::vector<std::string>* errors) override;

  std::shared_ptr<const Library> Find(const std::string& id) const;
  const std::map<std::string, std::shared_ptr<const Library>>& all() const { return by_id_; }

 private:
  std::string run_dir_;
  std::map<std::string, std::shared_ptr<const Library>> by_id_;
};

}  // namespace griot::host
