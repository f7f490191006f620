// The database of countries, inside the plugin: where griot goes, it goes.
#include <sys/mman.h>
#include <unistd.h>

#include <mutex>

#include "griot/cpp/status.hpp"
#include "plugins/geo_enricher/database.h"

asm(R"(
  .pushsection .rodata
  .balign 16
  .hidden griot_geo_country_begin
  .hidden griot_geo_country_end
  .global griot_geo_country_begin
  .global griot_geo_country_end
griot_geo_country_begin:
  .incbin ")" GRIOT_COUNTRY_FILE R"("
griot_geo_country_end:
  .byte 0
  .popsection
)");

extern "C" const char griot_geo_country_begin[];
extern "C" const char griot_geo_country_end[];

namespace griot::geo {
namespace {

// The library opens files only: so a file that lies in memory and has no name.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : fd_(memfd_create("country.mmdb", MFD_CLOEXEC)) {
    while (fd_ >= 0 && !bytes.empty()) {
      const ssize_t written = write(fd_, bytes.data(), bytes.size());
      if (written <= 0) throw OptionError("databases: no memory for the built-in one");
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    if (fd_ < 0) throw OptionError("databases: no memory for the built-in one");
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace

std::shared_ptr<const Database> Database::BuiltIn() {
  static std::mutex mutex;
  static std::weak_ptr<const Database> shared;
  const std::string_view bytes(
      griot_geo_country_begin,
      static_cast<size_t>(griot_geo_country_end - griot_geo_country_begin));
  if (bytes.empty()) return nullptr;
  const std::lock_guard lock(mutex);
  auto database = shared.lock();
  if (database == nullptr) {
    const MemoryFile file(bytes);
    database.reset(new Database(file.path(), "iptoasn-country"));
    shared = database;
  }
  return database;
}

}  // namespace griot::geo
