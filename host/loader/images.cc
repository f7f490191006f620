#include "host/loader/images.h"

#include <link.h>

#include <mutex>
#include <set>

#include "host/telemetry/log.h"

namespace griot::host {
namespace {

struct Search {
  std::string_view path;
  bool folder;
  size_t found = 0;
};

int Look(dl_phdr_info* info, size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  const std::string_view name(info->dlpi_name);
  search.found += search.folder ? name.starts_with(search.path) : name == search.path;
  return 0;
}

struct Residents {
  std::mutex mutex;
  std::set<std::string> files, explained;
};

// Never destroyed: objects may be let go while the process ends.
Residents& All() {
  static auto* const all = new Residents;
  return *all;
}

}  // namespace

bool IsMapped(const std::string& path) {
  Search search{path, false};
  dl_iterate_phdr(Look, &search);
  return search.found > 0;
}

size_t CountMapped(const std::string& folder) {
  const std::string prefix = folder + "/";
  Search search{prefix, true};
  dl_iterate_phdr(Look, &search);
  return search.found;
}

void residents::Add(const std::string& plugin, const std::string& file, const std::string& why) {
  Residents& all = All();
  std::lock_guard lock(all.mutex);
  if (!all.files.insert(file).second || !all.explained.insert(plugin).second) return;
  LogWarn(plugin + ": an old version of it stays in memory for the life of this process (" + why +
          "); nothing uses it, and later ones of this plugin are only counted "
          "(griot_resident_images)");
}

size_t residents::Count() {
  Residents& all = All();
  std::lock_guard lock(all.mutex);
  return all.files.size();
}

bool residents::Has(const std::string& file) {
  Residents& all = All();
  std::lock_guard lock(all.mutex);
  return all.files.contains(file);
}

}  // namespace griot::host
