// tagger: writes a value into every event's properties, and filters out the events that nobody
// wants. A transform to begin with: rename it, and change what Process does.
#include <griot/json.hpp>
#include <griot/options.hpp>
#include <griot/plugin.hpp>
#include <set>
#include <string>
#include <vector>

namespace {

// What may stand under `options` of a stage. griot checks it before the stage is made, names the
// line of what is wrong, and `griot schema` gives it to editors.
constexpr char kOptionsSchema[] = R"json({
  "type": "object",
  "additionalProperties": false,
  "required": ["value"],
  "properties": {
    "property": {"type": "string", "minLength": 1, "default": "tag",
                 "description": "The name of the property"},
    "value": {"type": "string", "description": "What it is set to"},
    "drop": {"type": "array", "items": {"type": "string"},
             "description": "Names of events that are filtered out"}
  }
})json";

// griot makes one instance a lane, and calls an instance from one thread at a time: no locks.
class Tagger final : public griot::Transform {
 public:
  // What is thrown here is shown to whoever starts griot.
  explicit Tagger(const griot::StageConfig& config)
      : tagged_(config.context.Counter("tagger_tagged_total", "Events that were tagged")) {
    const griot::OptionReader read(config.options);
    std::string property, value;
    std::vector<std::string> drop;
    read.Text("property", &property);
    read.Text("value", &value);
    read.Texts("drop", &drop);
    path_ = "/" + property;
    griot::json::AppendString(value_, value);
    drop_.insert(drop.begin(), drop.end());
  }

  // Every event is in exactly one of three states afterwards: passed (if nothing is said), filtered
  // with a reason, or dead with a reason. There is no other way to lose one.
  void Process(griot::Batch& batch) override {
    for (griot::Event event : batch) {
      if (drop_.contains(event.name())) {
        event.Filter("tagger.dropped");
        continue;
      }
      event.SetProperty(path_, value_);
      tagged_.Add();
    }
  }

 private:
  griot::Metric tagged_;
  std::string path_, value_;
  std::set<std::string, std::less<>> drop_;
};

}  // namespace

GRIOT_PLUGIN((griot::PluginInfo{.id = "tagger",
                                .version = "0.1.0",
                                .summary = "Tags every event, and drops those that nobody wants",
                                .options_schema = kOptionsSchema}),
             Tagger)
