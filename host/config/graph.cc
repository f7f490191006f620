#include <string>
#include <vector>

#include "host/config/config.h"

namespace griot::config {
namespace {

// Names are [a-z][a-z0-9_-]*, so a capital is free to separate them and to stand for the hyphen
// that DOT does not take; two stages never get one name. The prefix keeps clear of reserved words
// ("end").
std::string NodeName(const std::string& owner, const std::string& stage) {
  std::string name = "n_" + owner + "X" + stage;
  for (char& c : name) {
    if (c == '-') c = 'H';
  }
  return name;
}

std::string Label(const StageDef& stage) {
  return stage.id == stage.plugin ? stage.id : stage.id + ": " + stage.plugin;
}

struct Edge {
  std::string from;
  std::string to;
  bool best_effort = false;
};

// Sources meet in the first transform, transforms follow one another, the last feeds every sink.
std::vector<Edge> Edges(const PipelineDef& pipeline) {
  std::vector<Edge> edges;
  std::vector<std::string> ends;
  for (const StageDef& source : pipeline.sources)
    ends.push_back(NodeName(pipeline.name, source.id));
  auto join = [&](const StageDef& stage, bool best_effort) {
    for (const std::string& from : ends) {
      edges.push_back({from, NodeName(pipeline.name, stage.id), best_effort});
    }
  };
  for (const StageDef& transform : pipeline.transforms) {
    join(transform, false);
    ends.assign(1, NodeName(pipeline.name, transform.id));
  }
  for (const StageDef& sink : pipeline.sinks) join(sink, !sink.required);
  return edges;
}

struct Shapes {
  const char *source, *transform, *sink, *service;
};

template <typename Draw>
void ForEachStage(const PipelineDef& pipeline, const Shapes& shapes, const Draw& draw) {
  for (const StageDef& stage : pipeline.sources) draw(stage, shapes.source);
  for (const StageDef& stage : pipeline.transforms) draw(stage, shapes.transform);
  for (const StageDef& stage : pipeline.sinks) draw(stage, shapes.sink);
}

}  // namespace

std::string ToMermaid(const Definition& definition) {
  // The shapes' brackets, with the label's place between them.
  static constexpr Shapes kShapes = {"([%])", "[%]", "[(%)]", "{{%}}"};
  std::string out = "flowchart LR\n";
  auto draw = [&out](const std::string& owner, const StageDef& stage, const std::string& shape) {
    size_t label = shape.find('%');
    out += "    " + NodeName(owner, stage.id) + shape.substr(0, label) + '"' + Label(stage) + '"' +
           shape.substr(label + 1) + "\n";
  };
  for (const PipelineDef& pipeline : definition.pipelines) {
    out += "  subgraph p_" + NodeName(pipeline.name, "") + "[\"" + pipeline.name + "\"]\n";
    ForEachStage(pipeline, kShapes, [&](const StageDef& stage, const char* shape) {
      draw(pipeline.name, stage, shape);
    });
    out += "  end\n";
    for (const Edge& edge : Edges(pipeline)) {
      out += "  " + edge.from + (edge.best_effort ? " -.-> " : " --> ") + edge.to + "\n";
    }
  }
  if (definition.services.empty()) return out;
  out += "  subgraph services\n";
  for (const StageDef& service : definition.services) draw("S", service, kShapes.service);
  return out + "  end\n";
}

std::string ToDot(const Definition& definition) {
  static constexpr Shapes kShapes = {"ellipse", "box", "cylinder", "hexagon"};
  std::string out = "digraph griot {\n  rankdir=LR;\n";
  auto draw = [&out](const std::string& owner, const StageDef& stage, const char* shape) {
    out += "    " + NodeName(owner, stage.id) + " [label=\"" + Label(stage) + "\", shape=" + shape +
           "];\n";
  };
  for (const PipelineDef& pipeline : definition.pipelines) {
    out += "  subgraph cluster_" + NodeName(pipeline.name, "") + " {\n    label=\"" +
           pipeline.name + "\";\n";
    ForEachStage(pipeline, kShapes, [&](const StageDef& stage, const char* shape) {
      draw(pipeline.name, stage, shape);
    });
    out += "  }\n";
    for (const Edge& edge : Edges(pipeline)) {
      out +=
          "  " + edge.from + " -> " + edge.to + (edge.best_effort ? " [style=dashed]" : "") + ";\n";
    }
  }
  if (!definition.services.empty()) {
    out += "  subgraph cluster_services {\n    label=\"services\";\n";
    for (const StageDef& service : definition.services) draw("S", service, kShapes.service);
    out += "  }\n";
  }
  return out + "}\n";
}

}  // namespace griot::config
