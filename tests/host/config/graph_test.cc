#include <gtest/gtest.h>

#include "tests/host/config/support.h"

namespace griot::config::test {
namespace {

Definition Sample() {
  Workspace space;
  space.catalogue.Add("hook", kSourceBit, R"({"properties":{"secret":{"writeOnly":true}}})")
      .Add("web", kSourceBit)
      .Add("enrich", kTransformBit)
      .Add("writer", kSinkBit)
      .Add("board", kServiceBit);
  space.env["S"] = "hunter2";
  space.Write("f.yaml", R"(griot: 1
pipelines:
  a-b:
    sources: [{id: end, plugin: hook, options: {secret: "${S}"}}, {plugin: web}]
    transforms: [{id: e1, plugin: enrich}, {id: e2, plugin: enrich}]
    sinks: [{plugin: writer}, {id: spare, plugin: writer, mode: best_effort}]
  a_b:
    sources: [{plugin: web}]
    sinks: [{plugin: writer}]
services: [{plugin: board}]
)");
  Loaded loaded = space.Load();
  EXPECT_TRUE(loaded.ok());
  return loaded.def;
}

TEST(Graph, Mermaid) {
  EXPECT_EQ(ToMermaid(Sample()), R"(flowchart LR
  subgraph p_n_aHbX["a-b"]
    n_aHbXend(["end: hook"])
    n_aHbXweb(["web"])
    n_aHbXe1["e1: enrich"]
    n_aHbXe2["e2: enrich"]
    n_aHbXwriter[("writer")]
    n_aHbXspare[("spare: writer")]
  end
  n_aHbXend --> n_aHbXe1
  n_aHbXweb --> n_aHbXe1
  n_aHbXe1 --> n_aHbXe2
  n_aHbXe2 --> n_aHbXwriter
  n_aHbXe2 -.-> n_aHbXspare
  subgraph p_n_a_bX["a_b"]
    n_a_bXweb(["web"])
    n_a_bXwriter[("writer")]
  end
  n_a_bXweb --> n_a_bXwriter
  subgraph services
    n_SXboard{{"board"}}
  end
)");
}

TEST(Graph, Dot) {
  EXPECT_EQ(ToDot(Sample()), R"(digraph griot {
  rankdir=LR;
  subgraph cluster_n_aHbX {
    label="a-b";
    n_aHbXend [label="end: hook", shape=ellipse];
    n_aHbXweb [label="web", shape=ellipse];
    n_aHbXe1 [label="e1: enrich", shape=box];
    n_aHbXe2 [label="e2: enrich", shape=box];
    n_aHbXwriter [label="writer", shape=cylinder];
    n_aHbXspare [label="spare: writer", shape=cylinder];
  }
  n_aHbXend -> n_aHbXe1;
  n_aHbXweb -> n_aHbXe1;
  n_aHbXe1 -> n_aHbXe2;
  n_aHbXe2 -> n_aHbXwriter;
  n_aHbXe2 -> n_aHbXspare [style=dashed];
  subgraph cluster_n_a_bX {
    label="a_b";
    n_a_bXweb [label="web", shape=ellipse];
    n_a_bXwriter [label="writer", shape=cylinder];
  }
  n_a_bXweb -> n_a_bXwriter;
  subgraph cluster_services {
    label="services";
    n_SXboard [label="board", shape=hexagon];
  }
}
)");
}

}  // namespace
}  // namespace griot::config::test
