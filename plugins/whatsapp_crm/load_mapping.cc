#include "plugins/whatsapp_crm/load_mapping.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "griot/cpp/status.hpp"
#include "plugins/whatsapp_crm/mapping/compile.h"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostBytes = 1 << 20;

std::unique_ptr<const mapping::Program> CompileOrThrow(std::string_view file,
                                                       std::string_view text) {
  std::vector<std::string> problems;
  auto program = mapping::Compile(file, text, &problems);
  if (program != nullptr) return program;
  std::string all = "the mapping cannot be used:";
  for (const std::string& problem : problems) all.append("\n").append(problem);
  throw OptionError(all);
}

}  // namespace

std::optional<std::string> ReadMapping(const std::string& file, std::string* why) {
  std::error_code failed;
  // Not what never ends, a device or a pipe.
  if (!std::filesystem::is_regular_file(file, failed)) {
    *why = file + ": there is no such file";
    return std::nullopt;
  }
  std::ifstream in(file, std::ios::binary);
  // One byte more than a mapping may have: the compiler then says so.
  std::string text(kMostBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) {
    *why = file + ": cannot be read";
    return std::nullopt;
  }
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

std::unique_ptr<const mapping::Program> LoadMapping(const std::string& file,
                                                    std::string_view preset) {
  if (file.empty()) {
    const std::string_view text = mapping::PresetText(preset);
    if (text.empty()) throw OptionError("provider: " + std::string(preset) + " is not known here");
    return CompileOrThrow(std::string(preset) + ".yaml", text);
  }
  std::string why;
  const auto text = ReadMapping(file, &why);
  if (!text) throw OptionError("mapping: " + why);
  return CompileOrThrow(file, *text);
}

}  // namespace griot::whatsapp_crm
