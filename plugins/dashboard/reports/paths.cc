#include "plugins/dashboard/reports/paths.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "plugins/dashboard/reports/visits.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostNodes = 30;

enum Target { kNode, kExit, kMore };  // where an edge leads: on, out, or beyond the steps asked for
constexpr const char* kTargets[] = {"node", "exit", "more"};

// Nodes that are not among those that most visits have are one.
std::vector<std::string> Labels(const Visits& visits, size_t steps) {
  std::vector<size_t> counts(visits.names.size());
  for (const Visit& visit : visits.list) {
    for (size_t i = 0; i < std::min(steps, visit.nodes.size()); ++i) ++counts[visit.nodes[i]];
  }
  std::vector<size_t> order(counts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : visits.names[a] < visits.names[b];
  });
  std::vector<std::string> labels(visits.names.size());  // "": other
  for (size_t i = 0; i < std::min(kMostNodes, order.size()); ++i) {
    labels[order[i]] = visits.names[order[i]];
  }
  return labels;
}

Table Edges(const Ask& ask) {
  const Visits visits = ReadVisits(ask);
  const auto steps = static_cast<size_t>(ask.Int("steps"));
  const auto labels = Labels(visits, steps);
  struct Edge {
    int64_t transitions = 0;
    std::set<uint32_t> people;
  };
  std::map<std::tuple<size_t, std::string, Target, std::string>, Edge> edges;
  for (const Visit& visit : visits.list) {
    for (size_t i = 0; i < std::min(steps, visit.nodes.size()); ++i) {
      const bool last = i + 1 == visit.nodes.size();
      const Target target = last ? kExit : i + 1 == steps ? kMore : kNode;
      Edge& edge = edges[{i + 1, labels[visit.nodes[i]], target,
                          target == kNode ? labels[visit.nodes[i + 1]] : std::string()}];
      ++edge.transitions;
      edge.people.insert(visit.person);
    }
  }
  Table table{{{"step", Kind::kInt},
               {"from", Kind::kText},
               {"kind", Kind::kText},
               {"to", Kind::kText},
               {"transitions", Kind::kInt},
               {"people", Kind::kInt}},
              {}};
  const auto name = [](const std::string& label) {
    return label.empty() ? Table::Cell() : Table::Cell(label);
  };
  for (const auto& [key, edge] : edges) {
    const auto& [step, from, target, to] = key;
    table.rows.push_back({CellOf(static_cast<int64_t>(step)), name(from), kTargets[target],
                          name(to), CellOf(edge.transitions),
                          CellOf(static_cast<int64_t>(edge.people.size()))});
  }
  return table;
}

}  // namespace

Report PathsReport() {
  const std::vector<Param> params = {
      {"steps", "How many steps of a visit", Param::kInt, {}, "5", 2, 10}};
  return {
      "/api/v1/paths",
      "From where to where visits go: pages, screens and events, step by step. Without `from` or "
      "`to`: all but the 30 most frequent",
      TimeParams() + params,
      {{"edges", Shape::kList, &Edges, false}}};
}

}  // namespace griot::dashboard
