#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace griot::whatsapp_crm::mapping {

struct Place {
  int line = 1;
  int column = 1;  // in characters
};

// What is wrong with one mapping file, as "file:line:col: path: problem". One thread.
class Problems {
 public:
  explicit Problems(std::string_view file) : file_(file) {}

  void Add(Place place, std::string_view path, std::string_view problem);
  bool empty() const { return list_.empty(); }
  std::vector<std::string> Take();  // in the file's order

 private:
  std::string file_;
  struct Problem {
    Place place;
    std::string text;
  };
  std::vector<Problem> list_;
};

// " (did you mean "text"?)", or what is known where nothing is near.
std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace griot::whatsapp_crm::mapping
