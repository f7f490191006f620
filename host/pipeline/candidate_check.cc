#include "host/pipeline/candidate_check.h"

#include <set>
#include <vector>

#include "griot/abi/ext/state_keys.h"
#include "griot/json.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "host/loader/catalogue.h"
#include "host/loader/images.h"
#include "host/pipeline/sample_events.h"
#include "host/pipeline/state_image.h"
#include "host/pipeline/transform_run.h"

namespace griot::host {
namespace {

constexpr uint64_t kMemory = uint64_t{64} << 20;

struct Job {
  std::string path, plugin, stage, options;
};

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

StageSpec SpecOf(const Job& job) {
  const size_t slash = job.stage.find('/');
  StageSpec spec{job.stage, job.stage.substr(0, slash), job.stage.substr(slash + 1), job.options};
  spec.kind = GRIOT_KIND_TRANSFORM;
  return spec;
}

Status Bring(Generation& generation) {
  Status status = generation.Create();
  if (!status.ok()) return Status::Invalid("it refuses the stage's options: " + status.text);
  return generation.Start();
}

Status SayWhat(const SampleEvents& samples, const std::vector<griot_verdict>& verdicts) {
  for (size_t i = 0; i < verdicts.size(); ++i) {
    const int32_t wanted = samples.verdict(i), got = verdicts[i].kind;
    if (got < GRIOT_PASS || got > GRIOT_DEAD)
      return Status::Invalid("it gives event " + std::to_string(i) + " no verdict");
    if (wanted != GRIOT_VERDICT_NONE && wanted != got)
      return Status::Invalid("golden event " + std::to_string(i) + " ends as " +
                             SampleEvents::NameOf(got) + ", not as " +
                             SampleEvents::NameOf(wanted));
  }
  return Status::Ok();
}

// As a lane would run it, but that a failure is not tried again.
Status RunSamples(Host& host, Generation& generation, SampleEvents& samples) {
  griot_submission submission(host, generation.ctx());
  for (const griot_event& event : samples.events())
    if (submission.AddEvent(event) != GRIOT_OK)
      return Status::Invalid("a golden event lacks its name or project");
  LiveBatch batch(host.memory);
  batch.Add(submission);
  batch.current_stage = Str(generation.name());
  batch.ResetVerdicts();
  const ProcessCall call = Process(generation, batch.View());
  if (!call.status.ok())
    return Status::Invalid("it fails " + std::to_string(batch.size()) +
                           " events: " + call.status.text);
  if (Status said = SayWhat(samples, batch.verdicts()); !said.ok()) return said;
  batch.ApplyVerdicts(batch.current_stage);
  batch.ApplyPatches();
  if (const auto* table = generation.Extension<griot_settled>(GRIOT_EXT_SETTLED)) {
    const std::vector<griot_outcome> outcomes(batch.size(), griot_outcome{GRIOT_STORED, 0, {}, {}});
    const std::vector<griot_str> replies(batch.facts().size());
    const CallGuard::Running running(generation.calls(), Entry::kSettled);
    table->settled(generation.instance(), batch.View(), outcomes.data(), replies.data());
  }
  return Status::Ok();
}

Status RoundTrip(const Generation& from, Generation& to, size_t* records) {
  StateImage before, after;
  if (Status saved = SaveState(from, &before); !saved.ok())
    return Status::Invalid("it cannot save its state: " + saved.text);
  if (Status loaded = LoadState(to, before); !loaded.ok())
    return Status::Invalid("it cannot load the state that it saved: " + loaded.text);
  if (Status saved = SaveState(to, &after); !saved.ok()) return saved;
  *records = before.count();
  return after.Equals(before) ? Status::Ok()
                              : Status::Invalid(
                                    "its state is another after it was saved and "
                                    "loaded: " +
                                    std::to_string(before.count()) + " records, then " +
                                    std::to_string(after.count()));
}

// Whether single keys are saved as they are when all are (griot.state_keys/1).
Status SingleKeys(const Generation& of) {
  if (of.Extension<griot_state_keys>(GRIOT_EXT_STATE_KEYS) == nullptr) return Status::Ok();
  StateImage all, keys;
  if (Status saved = SaveState(of, &all); !saved.ok()) return saved;
  std::set<uint64_t> hashes;
  all.Each([&](const StateImage::Record& record) { hashes.insert(record.hash); });
  if (Status saved = SaveKeys(of, {hashes.begin(), hashes.end()}, &keys); !saved.ok())
    return Status::Invalid("it cannot save single keys of its state: " + saved.text);
  return keys.Equals(all) ? Status::Ok()
                          : Status::Invalid("the single keys of its state are others than all: " +
                                            std::to_string(keys.count()) + " records of " +
                                            std::to_string(all.count()));
}

struct Found {
  size_t golden = 0, records = 0;
};

Status Try(Host& host, const Job& job, const std::shared_ptr<const Library>& library,
           Found* found) {
  const griot_plugin& plugin = library->plugin();
  if (plugin.id != job.plugin)
    return Status::Invalid("it is the plugin " + std::string(plugin.id) + ", not " + job.plugin);
  if ((plugin.kinds & GRIOT_KIND_TRANSFORM) == 0) return Status::Invalid("it is no transform");
  SampleEvents samples;
  if (Status read = samples.Read(plugin.golden_events); !read.ok()) return read;
  found->golden = plugin.golden_events == nullptr ? 0 : samples.events().size();
  Generation first(host, library, SpecOf(job), nullptr),
      second(host, library, SpecOf(job), nullptr);
  for (Generation* generation : {&first, &second})
    if (Status brought = Bring(*generation); !brought.ok()) return brought;
  if (Status ran = RunSamples(host, first, samples); !ran.ok()) return ran;
  if (Status whole = RoundTrip(first, second, &found->records); !whole.ok()) return whole;
  return SingleKeys(first);
}

}  // namespace

std::string CheckCandidate(std::string_view text, const std::string& scratch) {
  json::Document document;
  (void)document.Parse(text);
  const json::Value root = document.root();
  const Job job{Text(root.Find("path")), Text(root.Find("plugin")), Text(root.Find("stage")),
                Text(root.Find("options"))};
  Catalogue catalogue(scratch);
  Host host(kMemory);
  host.catalogue = &catalogue;
  host.data_dir = scratch;
  UseHost(&host);
  Found found;
  std::shared_ptr<const Library> library;
  Status status = Library::Load(job.path, scratch, &library);
  if (status.ok()) status = Try(host, job, library, &found);
  const std::string mapped = library == nullptr ? "" : library->path();
  library.reset();
  UseHost(nullptr);
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject();
  if (!status.ok()) w.Key("error").String(status.text);
  w.Key("ok").Bool(status.ok()).Key("golden_events").Uint(found.golden);
  w.Key("records").Uint(found.records).Key("unloads").Bool(!IsMapped(mapped)).EndObject();
  return out;
}

}  // namespace griot::host
