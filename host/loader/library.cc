#include "host/loader/library.h"

// Boost 1.74's library_info relies on its includer for these.
#include <fstream>
#include <string>
#include <vector>
//
#include <openssl/evp.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <filesystem>

#include "host/loader/elf_check.h"
#include "host/loader/images.h"
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

void Remove(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
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

// Empty: it cannot be looked at. The time of change is the kernel's: nobody can set it back.
std::string StampOf(const std::string& file) {
  struct stat s {};
  if (::stat(file.c_str(), &s) != 0) return {};
  std::string stamp;
  for (const auto part : {static_cast<uint64_t>(s.st_dev), static_cast<uint64_t>(s.st_ino),
                          static_cast<uint64_t>(s.st_size), static_cast<uint64_t>(s.st_ctim.tv_sec),
                          static_cast<uint64_t>(s.st_ctim.tv_nsec)})
    stamp += std::to_string(part) + " ";
  return stamp;
}

}  // namespace

bool Library::IsFrom(const std::string& file) const {
  return file == staged_.file && !staged_.stamp.empty() && StampOf(file) == staged_.stamp;
}

Status Library::Stage(const std::string& file, const std::string& run_dir, StagedFile* out) {
  static std::atomic<uint64_t> generations{0};
  out->file = file;
  out->stamp = StampOf(file);  // before it is read: what changes after is seen next time
  out->generation = ++generations;
  const std::string bytes = ReadFile(file);
  if (bytes.empty()) return Status::Invalid(file + ": cannot be read, or is empty");
  out->sha256 = Sha256Hex(bytes);
  out->path = run_dir + "/" + fs::path(file).stem().stem().string() + "-" +
              std::to_string(out->generation) + "-" + out->sha256.substr(0, 12) + ".so";
  {
    std::ofstream to(out->path, std::ios::binary | std::ios::trunc);
    to.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    to.close();
    if (!to) return Status::Invalid(out->path + ": cannot be written; is the disk full?");
  }
  Status checked = CheckPluginFile(out->path);
  if (checked.ok()) return checked;
  checked.text.replace(0, out->path.size(), file);
  Remove(out->path);
  return checked;
}

Status Library::Map(const StagedFile& staged, std::shared_ptr<const Library>* out) {
  std::shared_ptr<Library> library(new Library);
  library->staged_ = staged;
  try {
    namespace dll = boost::dll;
    library->handle_ = std::make_unique<dll::shared_library>(
        staged.path, dll::load_mode::rtld_now | dll::load_mode::rtld_local);
    const auto entry =
        library->handle_->get<const griot_plugin*(const griot_host*)>("griot_plugin_entry");
    library->plugin_ = entry(HostTable());
  } catch (const std::exception& e) {
    return Status::Invalid(staged.file + ": cannot be loaded: " + e.what());
  }
  if (Status checked = CheckDescriptor(library->plugin_, staged.file); !checked.ok())
    return checked;
  library->id_ = library->plugin_->id;
  library->resident_ = (library->plugin_->capabilities & GRIOT_CAP_RESIDENT) != 0;
  *out = std::move(library);
  return Status::Ok();
}

Status Library::Load(const std::string& file, const std::string& run_dir,
                     std::shared_ptr<const Library>* out) {
  StagedFile staged;
  const Status status = Stage(file, run_dir, &staged);
  return status.ok() ? Map(staged, out) : status;
}

void Library::Unmap() {
  plugin_ = nullptr;
#ifdef GRIOT_SANITIZED
  constexpr bool kStays = true;
#else
  constexpr bool kStays = false;
#endif
  if (!kStays && !resident_) {
    handle_.reset();
    if (IsMapped(staged_.path))
      residents::Add(id_, staged_.path,
                     "something in it, such as a thread-local or a symbol that others use, keeps "
                     "it mapped after dlclose");
    return;
  }
  // Reports name functions by the mapping that is there at exit, so the objects stay, and stay
  // known: a list that is never destroyed is no leak.
  static auto* const kept = new std::vector<std::unique_ptr<boost::dll::shared_library>>;
  kept->push_back(std::move(handle_));
  if (resident_) residents::Add(id_, staged_.path, "it declares that it must never be unloaded");
}

Library::~Library() {
  if (handle_ != nullptr) Unmap();
  // While it is mapped its file is what names its functions in a backtrace.
  if (!IsMapped(staged_.path)) Remove(staged_.path);
}

}  // namespace griot::host
