// A host whose stage main/count numbers each user's events, to be swapped while they come.
#pragma once

#include <cstdlib>
#include <map>

#include "griot/json.hpp"
#include "host/loader/images.h"
#include "tests/host/pipeline/rig.h"

namespace griot::test {

inline std::string VersionedPipelines(const std::string& swap) {
  return "swap: " + swap + R"(
pipelines:
  main:
    sources:    [{id: door, plugin: probe}]
    transforms: [{id: count, plugin: versioned}, {id: mark, plugin: pure}]
    sinks:      [{id: file, plugin: probe}]
)";
}

class SwapRig : public Rig {
 public:
  explicit SwapRig(const std::string& swap = "{probation: 0s, batches: 3, deadline: 300ms}")
      : Rig(VersionedPipelines(swap)) {
    Start();
  }
  ~SwapRig() { ::unsetenv("GRIOT_FAIL_AT"); }

  static std::string File(const std::string& name) {
    return std::string(GRIOT_PLUGIN_VERSIONS) + "/versioned_" + name + ".griot.so";
  }
  host::Swaps& swaps() { return runtime().swaps(); }

  // As `griot swap` asks for it; with a trial in a child process if there is a program.
  host::SwapReport Swap(const std::string& file, const std::string& program = {}) {
    host::Preflight preflight(program);
    return Carry(preflight, file, swaps().Admit("main/count", &plan_));
  }
  // As far as the copy of the state, and not on until somebody calls Tend.
  host::SwapReport SwapAsFarAsTheCopy(const std::string& file) {
    host::Preflight none("");
    host::SwapPlan plan;
    EXPECT_TRUE(swaps().Admit("main/count", &plan).ok());
    plan.file = file;
    EXPECT_TRUE(host::Swaps::Try(none, std::chrono::seconds(5), &plan).ok());
    return swaps().Begin(plan);
  }
  // When it has passed the gate, or was refused.
  host::SwapReport PastTheGate(uint64_t number) {
    host::SwapReport report;
    EXPECT_TRUE(Eventually([&] {
      runtime().Tend();
      report = swaps().ReportOf(number);
      return report.state != host::SwapReport::State::kGate;
    }));
    return report;
  }
  host::SwapReport SwapAfterShadow(const std::string& stage, const std::string& file,
                                   uint64_t batches) {
    host::Preflight none("");
    plan_.shadow = batches;
    return Carry(none, file, swaps().Admit(stage, &plan_));
  }
  host::SwapReport SwapBack() {
    host::Preflight none("");
    return Carry(none, {}, swaps().AdmitBack("main/count", &plan_));
  }
  // What became of the latest swap, when nothing of it is under way any more. Events come
  // meanwhile.
  host::SwapReport End() {
    EXPECT_TRUE(Eventually([&] {
      Send("amina");
      runtime().Tend();
      return !swaps().UnderWay();
    }));
    return Latest();
  }
  host::SwapReport Latest() {
    json::Document document;
    EXPECT_TRUE(document.Parse(status_ = swaps().StatusJson()).ok());
    const json::Value swap = *document.root().Find("swaps").elements().begin();
    json::Scratch scratch;
    host::SwapReport report;
    report.step = swap.Find("step").string(scratch).value_or("");
    report.why = swap.Find("why").string(scratch).value_or("");
    report.note = swap.Find("note").string(scratch).value_or("");
    report.resident = swap.Find("resident").boolean().value_or(false);
    const std::string state(swap.Find("state").string(scratch).value_or(""));
    using State = host::SwapReport::State;
    for (const State s : {State::kRefused, State::kShadow, State::kProbation, State::kPermanent,
                          State::kRolledBack})
      if (state == host::SwapReport::NameOf(s)) report.state = s;
    const json::Value shadow = swap.Find("shadow");
    report.shadow.batches = shadow.Find("batches").uint64().value_or(0);
    report.shadow.ends = shadow.Find("ends_differ").uint64().value_or(0);
    report.shadow.fields = shadow.Find("fields_differ").uint64().value_or(0);
    report.shadow.members = shadow.Find("members_differ").uint64().value_or(0);
    report.shadow.facts = shadow.Find("facts_differ").uint64().value_or(0);
    for (const json::Value lane : swap.Find("lanes").elements()) {
      report.lanes.emplace_back();
      report.lanes.back().records = lane.Find("records").uint64().value_or(0);
      report.lanes.back().keys_reloaded = lane.Find("keys_reloaded").uint64().value_or(0);
    }
    return report;
  }

  // One event of the user, which is stored when this returns.
  void Send(const std::string& user) {
    const int n = ++sent_[user];
    ASSERT_EQ(Post("plain " + user + " {\"k\":" + std::to_string(n) + "}").status, 200);
  }
  // The n-th event of each user was stored once, in its place, and numbered n.
  void ExpectAllNumbered() {
    std::map<std::string, int> seen;
    std::istringstream lines(Stored());
    for (std::string line; std::getline(lines, line);) {
      json::Document document;
      ASSERT_TRUE(document.Parse(line).ok());
      json::Scratch scratch;
      const std::string user(document.root().Find("user").string(scratch).value_or(""));
      const json::Value properties = document.root().Find("properties");
      ++seen[user];
      ASSERT_EQ(properties.Find("k").int64(), seen[user]) << line;
      ASSERT_EQ(properties.Find("n").int64(), seen[user]) << line;
      by_ = properties.Find("by").string(scratch).value_or("");
    }
    EXPECT_EQ(seen, sent_);
  }
  // The version that handled the last event.
  std::string By() {
    Send("amina");
    ExpectAllNumbered();
    return by_;
  }
  void Fault(const std::string& name) { std::ofstream(dir() + "/fault") << name; }
  // Images of the plugin that is swapped.
  size_t Images() const { return host::CountMapped(dir() + "/run") - 3; }

 private:
  host::SwapReport Carry(host::Preflight& preflight, const std::string& file,
                         const Status& admitted) {
    host::SwapPlan plan = std::move(plan_);
    plan_ = {};
    if (!file.empty()) plan.file = file;
    if (!admitted.ok()) return swaps().Refuse(plan, "admit", admitted);
    const Status tried = host::Swaps::Try(preflight, std::chrono::seconds(5), &plan);
    if (!tried.ok()) return swaps().Refuse(plan, "try", tried);
    const host::SwapReport begun = swaps().Begin(plan);
    return begun.state == host::SwapReport::State::kGate ? PastTheGate(begun.number) : begun;
  }

  host::SwapPlan plan_;
  std::map<std::string, int> sent_;
  std::string by_, status_;
};

}  // namespace griot::test
