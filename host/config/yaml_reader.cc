#include "host/config/yaml_reader.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "host/config/text.h"
#include "host/config/yaml_builder.h"

namespace griot::config {
namespace {

Node PlaceOf(std::string_view text, size_t offset) {
  std::string_view before = text.substr(0, offset);
  size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
  Node place;
  place.line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  place.column = static_cast<int>(CountCharacters(before.substr(line_start))) + 1;
  return place;
}

// yaml-cpp puts the offending text after a colon in some messages; that may be part of a secret.
std::string WithoutContent(const std::string& message) {
  return message.substr(0, message.find(':'));
}

std::string_view LineOf(std::string_view text, int line) {
  for (; line > 1; --line) {
    size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

std::string SyntaxHint(std::string_view text, int line) {
  // The mark may be a line late, so the line before counts as well.
  std::string_view here = LineOf(text, line), before = line > 1 ? LineOf(text, line - 1) : "";
  for (std::string_view candidate : {here, before}) {
    size_t first = candidate.find_first_not_of(' ');
    if (first != std::string_view::npos && candidate[first] == '\t')
      return "indent with spaces, not tabs";
  }
  for (std::string_view candidate : {here, before}) {
    bool flow = candidate.find_first_of("[{") != std::string_view::npos;
    if (flow && candidate.find("${") != std::string_view::npos) {
      return "inside [ ] and { } put \"${…}\" in quotes";
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> ReadFileText(const Scope& scope) {
  auto complain = [&scope](std::string text) -> std::nullopt_t {
    scope.problems->Add({scope.file, 0, 0}, "", std::move(text));
    return std::nullopt;
  };
  std::error_code error;
  auto status = std::filesystem::status(scope.file, error);
  if (!std::filesystem::exists(status)) return complain("no such file");
  if (std::filesystem::is_directory(status)) return complain("this is a folder, not a file");
  std::ifstream in(scope.file, std::ios::binary);
  if (!in) return complain("cannot be opened for reading");
  std::string text;
  char block[16384];
  // A block past the bound is enough to know that the file is too large.
  while (text.size() <= kMostFileBytes && (in.read(block, sizeof block), in.gcount() > 0)) {
    text.append(block, static_cast<size_t>(in.gcount()));
  }
  if (in.bad()) return complain("cannot be read");
  return text;
}

std::optional<Node> ReadYaml(const Scope& scope, std::string_view text) {
  auto complain = [&scope](const Node& place, std::string what,
                           std::string hint = {}) -> std::nullopt_t {
    scope.Complain(place, "", std::move(what), std::move(hint));
    return std::nullopt;
  };
  Node start;
  start.line = start.column = 1;
  if (text.size() > kMostFileBytes) return complain(start, "larger than 1 MiB");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  // Before the parser sees it: yaml-cpp takes the byte 0x04 for the end of the file.
  if (auto bad = FindBadByte(text)) {
    bool control = static_cast<unsigned char>(text[*bad]) < 0x80;
    return complain(PlaceOf(text, *bad), control ? "a control character" : "not valid UTF-8");
  }

  YamlBuilder builder(text);
  Node place;
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
    if (!builder.has_document()) return complain(start, "the file is empty");
    return builder.TakeRoot();
  } catch (const Refused& refused) {
    builder.Place(refused.mark, &place.line, &place.column);
    return complain(place, refused.what());
  } catch (const YAML::Exception& broken) {
    builder.Place(broken.mark, &place.line, &place.column);
    return complain(place, "not valid YAML near here: " + WithoutContent(broken.msg),
                    SyntaxHint(text, place.line));
  } catch (const std::exception&) {
    return complain(start, "not valid YAML");
  }
}

}  // namespace griot::config
