#include "host/pipeline/holdings.h"

#include <dirent.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string_view>

#include "host/pipeline/host.h"

namespace griot::host {
namespace {

uint64_t ProcessMemory() {
  std::ifstream statm("/proc/self/statm");
  uint64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

uint64_t Descriptors() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
  uint64_t count = 0;
  while (folder != nullptr) {
    const dirent* entry = ::readdir(folder.get());
    if (entry == nullptr) break;
    char to[16] = {};
    const ssize_t size = ::readlinkat(::dirfd(folder.get()), entry->d_name, to, sizeof to);
    if (size > 0 && !std::string_view(to, static_cast<size_t>(size)).starts_with("socket:"))
      ++count;
  }
  return count;
}

std::string Grown(const char* what, uint64_t now, uint64_t before, uint64_t most) {
  if (now <= before + most) return {};
  return std::to_string(now - before) + " more " + what + " are held than when it began to serve";
}

}  // namespace

Holdings Holdings::Now(const Host& host, bool all) {
  Holdings now;
  const uint64_t used = host.memory.used(), whole = ProcessMemory();
  now.memory = whole > used ? whole - used : 0;
  if (!all) return now;
  now.series = host.metrics.size();
  now.snapshots = Settings::held();
  now.descriptors = Descriptors();
  return now;
}

std::string Holdings::Excess(const Holdings& before, uint64_t more_memory) const {
  if (memory > before.memory + more_memory)
    return "the process has grown by " + std::to_string((memory - before.memory) >> 20) +
           " MiB since it serves";
  std::string excess = Grown("series of metrics", series, before.series, kMoreSeries);
  if (excess.empty())
    excess = Grown("snapshots of the settings", snapshots, before.snapshots, kMoreSnapshots);
  if (excess.empty())
    excess = Grown("open files", descriptors, before.descriptors, kMoreDescriptors);
  return excess;
}

}  // namespace griot::host
