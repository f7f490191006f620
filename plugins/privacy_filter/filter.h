#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "plugins/privacy_filter/options.h"
#include "plugins/privacy_filter/rewriter.h"

namespace griot::privacy {

// Applies the rules to each event, in their order. What it takes away stands in no copy, dead
// letter or log afterwards; in front of it only in the request. No state. One instance a lane; lane
// thread.
class PrivacyFilter final : public Transform {
 public:
  explicit PrivacyFilter(const StageConfig& config);
  void Process(Batch& batch) override;

 private:
  // False: the event is dropped.
  bool Apply(const Rule& rule, Event& event);
  // Whether anything of the event is what the rule is about. Changes it, unless the rule drops.
  bool Touch(const Rule& rule, Event& event);
  bool TouchRoot(const Rule& rule, Root root, Event& event);
  bool TouchId(const Rule& rule, Root root, Event& event);
  void Set(Event& event, Root root, json::Value name, bool left);
  void Empty(Event& event);

  Options options_;
  std::unique_ptr<KeyedHash> hash_;
  Rewriter rewriter_;
  json::Document document_;
  json::Scratch scratch_;
  std::string root_text_, json_, path_;
  std::unordered_set<std::string> changed_names_;
  bool failed_ = false;  // the host had no memory for a change
};

}  // namespace griot::privacy
