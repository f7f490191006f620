#include "plugins/dashboard/reports/sql.h"

#include <algorithm>
#include <map>
#include <span>
#include <stdexcept>

#include "griot/embedded_file.hpp"

namespace griot::dashboard {

extern const std::span<const EmbeddedFile> kQueries;

Query Parse(std::string_view sql) {
  Query query;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  for (size_t i = 0; i < sql.size();) {
    size_t end = i + 1;
    if (sql[i] == '\'') {
      end = std::min(sql.find('\'', i + 1), sql.size() - 1) + 1;
    } else if (sql.substr(i, 2) == "--") {
      end = std::min(sql.find('\n', i), sql.size());
    } else if (sql.substr(i, 2) == "::") {
      end = i + 2;
    } else if (sql[i] == ':' && i + 1 < sql.size() && letter(sql[i + 1])) {
      while (end < sql.size() && letter(sql[end])) ++end;
      const std::string name(sql.substr(i + 1, end - i - 1));
      auto found = std::find(query.names.begin(), query.names.end(), name);
      if (found == query.names.end()) found = query.names.insert(found, name);
      query.text += "$" + std::to_string(found - query.names.begin() + 1);
      i = end;
      continue;
    }
    query.text += sql.substr(i, end - i);
    i = end;
  }
  return query;
}

namespace {

// `{part_…}` stands for another file: what several queries share.
std::string WithParts(std::string text) {
  for (const EmbeddedFile& file : kQueries) {
    if (!file.name.starts_with("part_")) continue;
    const std::string place = "{" + std::string(file.name.substr(0, file.name.find('.'))) + "}";
    const std::string_view part = file.text.substr(file.text.find('\n') + 1);  // but its comment
    for (size_t at; (at = text.find(place)) != std::string::npos;) {
      text.replace(at, place.size(), part);
    }
  }
  return text;
}

}  // namespace

const Query& QueryOf(std::string_view name) {
  static const std::map<std::string, Query, std::less<>> all = [] {
    std::map<std::string, Query, std::less<>> made;
    for (const EmbeddedFile& file : kQueries) {
      made[std::string(file.name.substr(0, file.name.find('.')))] =
          Parse(WithParts(std::string(file.text)));
    }
    return made;
  }();
  const auto found = all.find(name);
  if (found == all.end()) throw std::logic_error("no query " + std::string(name));
  return found->second;
}

}  // namespace griot::dashboard
