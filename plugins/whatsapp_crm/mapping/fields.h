#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/problem.h"
#include "plugins/whatsapp_crm/mapping/yaml.h"

namespace griot::whatsapp_crm::mapping {

inline std::string Join(std::string_view path, std::string_view name) {
  return path.empty() ? std::string(name) : std::string(path).append(".").append(name);
}
inline std::string Join(std::string_view path, size_t index) {
  return std::string(path).append("[").append(std::to_string(index)).append("]");
}

// The members of one map, which knows all that may stand there: a name that nobody asked for is a
// problem, said by the destructor. One thread; what it is made from must outlive it.
class Fields {
 public:
  Fields(const Yaml& map, std::string path, Problems& problems);
  ~Fields();
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  // nullptr: not there.
  const Yaml* Find(std::string_view name);
  // The same, and a problem when it is not there.
  const Yaml* Need(std::string_view name);
  // Leave `*to` as it is where nothing stands there; false where what stands is wrong.
  bool Text(std::string_view name, std::string* to);
  bool Flag(std::string_view name, bool* to);
  // The index of the word that stands there, `otherwise` when none does.
  size_t OneOf(std::string_view name, std::initializer_list<std::string_view> words,
               size_t otherwise);

  std::string PathOf(std::string_view name) const { return Join(path_, name); }
  void Problem(const Yaml& at, std::string_view name, std::string_view text) {
    problems_.Add(at.place, PathOf(name), text);
  }

 private:
  const Yaml& map_;
  const std::string path_;
  Problems& problems_;
  std::vector<std::string_view> known_;
};

}  // namespace griot::whatsapp_crm::mapping
