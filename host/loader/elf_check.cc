#include "host/loader/elf_check.h"

#include <elf.h>

#include <cstring>
#include <string>
#include <string_view>

#include "host/loader/read_file.h"

namespace griot::host {
namespace {

constexpr std::string_view kEntry = "griot_plugin_entry";
constexpr const char* kCure = "; build it with griot_add_plugin, which sets the flags";

// Bounds-checked access to the file's bytes: a damaged file must not damage us.
class File {
 public:
  explicit File(const std::string& path) : bytes_(ReadFile(path)) {}
  size_t size() const { return bytes_.size(); }
  template <class T>
  bool Read(uint64_t offset, T* out) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) return false;
    std::memcpy(out, bytes_.data() + offset, sizeof(T));
    return true;
  }
  // The NUL-terminated text at `offset` within [begin, begin + size).
  std::string_view Text(uint64_t begin, uint64_t size, uint64_t offset) const {
    if (begin > bytes_.size() || size > bytes_.size() - begin || offset >= size) return {};
    const char* from = bytes_.data() + begin + offset;
    return {from, strnlen(from, size - offset)};
  }

 private:
  const std::string bytes_;
};

bool FindSection(const File& file, const Elf64_Ehdr& head, uint32_t type, Elf64_Shdr* section) {
  for (unsigned i = 0; i < head.e_shnum; ++i) {
    if (!file.Read(head.e_shoff + uint64_t{i} * sizeof(Elf64_Shdr), section)) return false;
    if (section->sh_type == type) return true;
  }
  return false;
}

}  // namespace

Status CheckPluginFile(const std::string& path) {
  const File file(path);
  Elf64_Ehdr head;
  if (!file.Read(0, &head) || std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0)
    return Status::Invalid(path + ": no ELF file (empty, or still being written?)");
#if defined(__x86_64__)
  constexpr unsigned kMachine = EM_X86_64;
#elif defined(__aarch64__)
  constexpr unsigned kMachine = EM_AARCH64;
#else
#error "add this machine's ELF number"
#endif
  if (head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_machine != kMachine || head.e_type != ET_DYN)
    return Status::Invalid(path + ": no shared object of this kind of machine");
  Elf64_Shdr symbols, names;
  if (!FindSection(file, head, SHT_DYNSYM, &symbols) || symbols.sh_entsize != sizeof(Elf64_Sym) ||
      !file.Read(head.e_shoff + uint64_t{symbols.sh_link} * sizeof(Elf64_Shdr), &names))
    return Status::Invalid(path + ": no dynamic symbols; is the file whole?");
  bool entry = false;
  std::string others;
  for (uint64_t i = 0; i < symbols.sh_size / sizeof(Elf64_Sym); ++i) {
    Elf64_Sym symbol;
    if (!file.Read(symbols.sh_offset + i * sizeof(Elf64_Sym), &symbol))
      return Status::Invalid(path + ": cut short");
    const unsigned bind = ELF64_ST_BIND(symbol.st_info);
    if (symbol.st_shndx == SHN_UNDEF || bind == STB_LOCAL) continue;
    const std::string name(file.Text(names.sh_offset, names.sh_size, symbol.st_name));
    if (bind == STB_GNU_UNIQUE)
      return Status::Invalid(path + ": defines the UNIQUE symbol " + name +
                             ", so it could never be unloaded" + kCure);
    if (name == kEntry) {
      entry = true;
    } else if (others.size() < 200) {
      others += (others.empty() ? "" : ", ") + name;
    }
  }
  if (!entry) return Status::Invalid(path + ": exports no griot_plugin_entry: not a griot plugin");
  if (!others.empty())
    return Status::Invalid(path + ": exports more than griot_plugin_entry (" + others + ")" +
                           kCure);
  return Status::Ok();
}

}  // namespace griot::host
