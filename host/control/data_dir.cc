#include "host/control/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "griot/time.hpp"
#include "griot/uuid.hpp"

namespace griot::host {
namespace {

namespace fs = std::filesystem;

std::string Trouble(const std::string& what) { return what + ": " + std::strerror(errno); }

// KEY=VALUE lines; a value may stand in single or double quotes, as in a shell's file.
std::map<std::string, std::string, std::less<>> ReadEnvFile(const std::string& file) {
  std::map<std::string, std::string, std::less<>> values;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("export ")) line.erase(0, 7);
    const size_t equals = line.find('=');
    if (line.empty() || line[0] == '#' || equals == std::string::npos) continue;
    std::string value = line.substr(equals + 1);
    if (value.size() >= 2 && (value[0] == '\'' || value[0] == '"') && value.back() == value[0])
      value = value.substr(1, value.size() - 2);
    values[line.substr(0, equals)] = value;
  }
  return values;
}

}  // namespace

Status DataDir::Open(std::string path, bool create, DataDir* out) {
  if (path.empty()) {
    const char* from_env = std::getenv("GRIOT_DATA");
    path = from_env != nullptr && *from_env != '\0' ? from_env : ".griot";
  }
  if (create && ::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return Status::Fatal(Trouble(path));
  std::error_code failed;
  const fs::path whole = fs::canonical(path, failed);
  if (failed && create) return Status::Fatal(path + ": " + failed.message());
  out->path_ = failed ? path : whole.string();
  out->env_ = ReadEnvFile(out->path_ + "/env");
  return Status::Ok();
}

DataDir::~DataDir() {
  if (lock_ >= 0) ::close(lock_);
}

Status DataDir::Lock() {
  const std::string file = path_ + "/lock";
  lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) return Status::Fatal(Trouble(file));
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0)
    return Status::Retry("another griot runs with the data folder " + path_ +
                         "; give this one a --data of its own");
  std::error_code failed;
  fs::remove_all(run_dir(), failed);
  if (::mkdir(run_dir().c_str(), 0700) != 0) return Status::Fatal(Trouble(run_dir()));
  return Status::Ok();
}

Status DataDir::InstanceId(std::string* out) const {
  const std::string file = path_ + "/instance";
  if (std::ifstream in(file); in && std::getline(in, *out) && ParseUuid(*out)) return Status::Ok();
  UuidV7::Seed seed;
  if (::getrandom(seed.data(), sizeof seed, 0) != sizeof seed)
    return Status::Fatal(Trouble("getrandom"));
  *out = UuidString(UuidV7(seed).Next());
  std::ofstream to(file);
  to << *out << "\n";
  to.close();
  return to ? Status::Ok() : Status::Fatal(file + ": cannot be written");
}

std::optional<std::string> DataDir::Env(std::string_view name) const {
  if (const char* value = std::getenv(std::string(name).c_str())) return value;
  const auto it = env_.find(name);
  if (it == env_.end()) return std::nullopt;
  return it->second;
}

}  // namespace griot::host
