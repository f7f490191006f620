#include "plugins/dashboard/site/site.h"

#include <array>
#include <charconv>

namespace griot::dashboard {
namespace {

constexpr size_t kWords = 8;

std::string_view Cut(std::string_view* text, char at) {
  const size_t end = text->find(at);
  const std::string_view first = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return first;
}

// "OFFSET LENGTH" of what lies behind the list.
bool ReadPlace(std::string_view words, std::string_view bytes, std::string_view* place) {
  const std::string_view first = Cut(&words, ' ');
  size_t offset = 0, length = 0;
  if (std::from_chars(first.begin(), first.end(), offset).ptr != first.end() ||
      std::from_chars(words.begin(), words.end(), length).ptr != words.end() ||
      offset > bytes.size() || length > bytes.size() - offset) {
    return false;
  }
  *place = bytes.substr(offset, length);
  return true;
}

}  // namespace

std::vector<SiteFile> ReadPack(std::string_view pack) {
  const size_t end = pack.find("\n\n");
  if (end == std::string_view::npos) return {};
  std::string_view list = pack.substr(0, end);
  const std::string_view bytes = pack.substr(end + 2);
  std::vector<SiteFile> files;
  while (!list.empty()) {
    std::string_view line = Cut(&list, '\n');
    std::array<std::string_view, kWords> words;
    for (std::string_view& word : words) word = Cut(&line, '\t');
    SiteFile file{words[0], words[1], words[2] == "1", words[3], words[4], {}, {}, {}};
    if (!file.path.starts_with('/') || !ReadPlace(words[5], bytes, &file.raw) ||
        !ReadPlace(words[6], bytes, &file.gzip) || !ReadPlace(words[7], bytes, &file.brotli)) {
      return {};
    }
    files.push_back(file);
  }
  return files;
}

}  // namespace griot::dashboard
