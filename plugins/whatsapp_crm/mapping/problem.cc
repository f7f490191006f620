#include "plugins/whatsapp_crm/mapping/problem.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace griot::whatsapp_crm::mapping {
namespace {

// How many letters have to be put in, left out or changed.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

}  // namespace

void Problems::Add(Place place, std::string_view path, std::string_view problem) {
  std::string text = file_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  text += ": ";
  if (!path.empty()) text.append(path).append(": ");
  list_.push_back({place, text.append(problem)});
}

std::vector<std::string> Problems::Take() {
  std::ranges::stable_sort(list_, {}, [](const Problem& problem) {
    return std::pair(problem.place.line, problem.place.column);
  });
  std::vector<std::string> out;
  for (Problem& problem : list_) out.push_back(std::move(problem.text));
  list_.clear();
  return out;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view nearest;
  size_t least = word.size() / 3 + 2;
  // A long word is nobody's slip of the pen, and comparing it is work.
  for (const std::string_view each : word.size() > 64 ? std::vector<std::string_view>() : known) {
    const size_t distance = Distance(word, each);
    if (distance >= least) continue;
    least = distance;
    nearest = each;
  }
  if (!nearest.empty()) return " (did you mean \"" + std::string(nearest) + "\"?)";
  std::string list;
  for (const std::string_view each : known) list.append(list.empty() ? "" : ", ").append(each);
  return " (known: " + list + ")";
}

}  // namespace griot::whatsapp_crm::mapping
