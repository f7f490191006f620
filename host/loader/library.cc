#include "host/loader/library.h"

// Boost 1.74's library_info relies on its includer for these.
#include <fstream>
#include <string>
#include <vector>
//
#include <openssl/evp.h>

#include <atomic>
#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <filesystem>

#include "host/loader/elf_check.h"
#include "host/loader/read_file.h"
#include "host/pipeline/host.h"

namespace griot::host {
namespace {

namespace fs = std::filesystem;

std::string Sha256Hex(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

bool IsId(const char* id) {
  if (id == nullptr || *id < 'a' || *id > 'z') return false;
  for (const char* c = id; *c != '\0'; ++c)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_')) return false;
  return std::strlen(id) <= 63;
}

// A table must be there exactly when its kind is declared, and be as long as this ABI's first.
template <class Table>
bool Matches(uint32_t kinds, uint32_t kind, const Table* table) {
  if ((kinds & kind) == 0) return true;
  return table != nullptr && table->struct_size >= sizeof(Table) &&
         table->life.struct_size >= sizeof(griot_lifecycle);
}

Status CheckDescriptor(const griot_plugin* p, const std::string& file) {
  const auto refuse = [&](const std::string& why) { return Status::Invalid(file + ": " + why); };
  if (p == nullptr) return refuse("the plugin declines to work with this host");
  if (p->struct_size < sizeof(griot_plugin)) return refuse("its descriptor is too short");
  if (p->abi_major != GRIOT_ABI_MAJOR || p->abi_minor > GRIOT_ABI_MINOR)
    return refuse("built for plugin ABI " + std::to_string(p->abi_major) + "." +
                  std::to_string(p->abi_minor) + ", this host speaks " +
                  std::to_string(GRIOT_ABI_MAJOR) + "." + std::to_string(GRIOT_ABI_MINOR) +
                  "; build it with a matching SDK");
  if (!IsId(p->id)) return refuse("its id is missing or not [a-z][a-z0-9_]*");
  if (p->version == nullptr || p->options_schema == nullptr || p->kinds == 0)
    return refuse("its version, options schema or kinds are missing");
  if (!Matches(p->kinds, GRIOT_KIND_SOURCE, p->source) ||
      !Matches(p->kinds, GRIOT_KIND_TRANSFORM, p->transform) ||
      !Matches(p->kinds, GRIOT_KIND_SINK, p->sink) ||
      !Matches(p->kinds, GRIOT_KIND_SERVICE, p->service))
    return refuse("a kind is declared whose table is missing or too short");
  return Status::Ok();
}

}  // namespace

Status Library::Load(const std::string& file, const std::string& run_dir,
                     std::shared_ptr<const Library>* out) {
  static std::atomic<uint64_t> generations{0};
  std::shared_ptr<Library> library(new Library);
  library->file_ = file;
  library->generation_ = ++generations;

  const std::string bytes = ReadFile(file);
  if (bytes.empty()) return Status::Invalid(file + ": cannot be read, or is empty");
  library->sha256_ = Sha256Hex(bytes);
  const std::string staged = run_dir + "/" + fs::path(file).stem().stem().string() + "-" +
                             std::to_string(library->generation_) + "-" +
                             library->sha256_.substr(0, 12) + ".so";
  {
    std::ofstream to(staged, std::ios::binary | std::ios::trunc);
    to.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    to.close();
    if (!to) return Status::Invalid(staged + ": cannot be written; is the disk full?");
  }
  library->staged_ = staged;
  if (Status checked = CheckPluginFile(staged); !checked.ok()) {
    checked.text.replace(0, staged.size(), file);
    return checked;
  }
  try {
    namespace dll = boost::dll;
    library->handle_ = std::make_unique<dll::shared_library>(
        staged, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
    const auto entry =
        library->handle_->get<const griot_plugin*(const griot_host*)>("griot_plugin_entry");
    library->plugin_ = entry(HostTable());
  } catch (const std::exception& e) {
    return Status::Invalid(file + ": cannot be loaded: " + e.what());
  }
  if (Status checked = CheckDescriptor(library->plugin_, file); !checked.ok()) return checked;
  *out = std::move(library);
  return Status::Ok();
}

Library::~Library() {
#ifdef GRIOT_SANITIZED
  // Reports name functions by the mapping that is there at exit, so the objects stay, and stay
  // known: a list that is never destroyed is no leak.
  static auto* const kept = new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  if (handle_ != nullptr) kept->push_back(std::move(handle_));
#else
  handle_.reset();
#endif
  std::error_code ignored;
  if (!staged_.empty()) fs::remove(staged_, ignored);
}

}  // namespace griot::host
