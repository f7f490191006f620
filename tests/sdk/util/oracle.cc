#include "oracle.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "griot/json/scratch.hpp"

namespace griot::testing {
namespace {

std::string ToHex(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kHex[static_cast<unsigned char>(c) >> 4];
    out += kHex[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

// What a command prints, and how it ended.
int Run(const std::string& command, std::string* output) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return -1;
  char chunk[4096];
  for (std::size_t got; (got = fread(chunk, 1, sizeof(chunk), pipe)) > 0;)
    output->append(chunk, got);
  const int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Oracle& Oracle::Ask(std::string_view kind) {
  if (count_++ != 0) lines_ += '\n';
  lines_ += kind;
  return *this;
}

Oracle& Oracle::Hex(std::string_view bytes) { return Text(ToHex(bytes)); }

Oracle& Oracle::Text(std::string_view text) {
  lines_ += '\t';
  lines_ += text;
  return *this;
}

void Oracle::Judge() {
  char path[] = "/tmp/griot-oracle-XXXXXX";
  const int file = mkstemp(path);
  ASSERT_GE(file, 0);
  close(file);
  std::ofstream(path) << lines_ << '\n';
  std::string output;
  const int code = Run(std::string(GRIOT_PYTHON " " GRIOT_ORACLE " ") + path + " 2>&1", &output);
  unlink(path);
  EXPECT_EQ(code, 0) << output;
  const std::string all = "judged " + std::to_string(count_) + " wrong 0";
  EXPECT_NE(output.find(all), std::string::npos) << output;
}

std::string Dump(json::Value value) {
  json::Scratch scratch;
  switch (value.type()) {
    case json::Type::kMissing:
      return "-";
    case json::Type::kNull:
      return "N";
    case json::Type::kBool:
      return *value.boolean() ? "T" : "F";
    case json::Type::kNumber:
      return "#" + std::string(*value.number_text()) + ";";
    case json::Type::kString:
      return "\"" + ToHex(*value.string(scratch)) + ";";
    case json::Type::kArray: {
      std::string out = "[";
      for (const json::Value element : value.elements()) out += Dump(element);
      return out + "]";
    }
    case json::Type::kObject: {
      std::string out = "{";
      for (const auto [key, member] : value.members()) out += Dump(key) + Dump(member);
      return out + "}";
    }
  }
  return "";
}

}  // namespace griot::testing
