#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace griot::geo {

// Writes small databases in MaxMind's format (https://maxmind.github.io/MaxMind-DB/): for a network
// of IPv4, one entry; everything else is not found. Removed with the object.
class DatabaseFile {
 public:
  // Of the format: texts below 29 bytes, maps below 29 members, arrays of one.
  static std::string Text(const std::string& text) {
    return static_cast<char>(0x40 + text.size()) + text;
  }
  using Members = std::vector<std::pair<std::string, std::string>>;
  static std::string Map(const Members& members) {
    std::string out(1, static_cast<char>(0xE0 + members.size()));
    for (const auto& [key, value] : members) out += Text(key) + value;
    return out;
  }
  static std::string ArrayOf(const std::string& element) {
    return std::string("\x01\x04", 2) + element;
  }

  DatabaseFile(const std::string& name, uint32_t network, int bits, const std::string& entry)
      : path_(std::filesystem::temp_directory_path() / ("griot-geo-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
    path_ /= name + ".mmdb";
    std::string tree;
    const auto nodes = static_cast<uint32_t>(bits);
    const auto record = [&tree](uint32_t value) {
      for (const int shift : {16, 8, 0}) tree += static_cast<char>(value >> shift);
    };
    for (uint32_t i = 0; i < nodes; ++i) {
      const uint32_t next = i + 1 < nodes ? i + 1 : nodes + 16;  // the data's beginning
      const bool one = (network >> (31 - i) & 1) != 0;
      record(one ? nodes : next);  // as many as there are nodes: not found
      record(one ? next : nodes);
    }
    const auto number = [](char control, uint32_t value) {
      std::string out(1, control);
      for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(value >> shift);
      return out;
    };
    const std::string metadata =
        Map({{"binary_format_major_version", std::string("\xA1\x02", 2)},
             {"binary_format_minor_version", std::string("\xA0", 1)},
             {"build_epoch", std::string("\x04\x02", 2) + number(0, 1'780'000'000).substr(1)},
             {"database_type", Text("test")},
             {"description", Map({})},
             {"ip_version", std::string("\xA1\x04", 2)},
             {"languages", std::string("\x00\x04", 2)},
             {"node_count", number(static_cast<char>(0xC4), nodes)},
             {"record_size", std::string("\xA1\x18", 2)}});
    std::ofstream(path_, std::ios::binary)
        << tree << std::string(16, '\0') << entry << "\xAB\xCD\xEFMaxMind.com" << metadata;
  }
  ~DatabaseFile() { std::filesystem::remove(path_); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace griot::geo
