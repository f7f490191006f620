#include "host/pipeline/pipeline_change.h"

#include <algorithm>

#include "host/loader/images.h"
#include "host/pipeline/call_thread.h"
#include "host/pipeline/edge_task.h"
#include "host/pipeline/hand_over.h"
#include "host/pipeline/stage_maker.h"
#include "host/pipeline/state_image.h"

namespace griot::host {
namespace {

// At a copy that has begun, and ends soon.
constexpr std::chrono::seconds kBetweenLooks{1};

Stage* FindIn(const std::vector<std::unique_ptr<Stage>>& list, const std::string& id) {
  for (const auto& stage : list)
    if (stage->id() == id) return stage.get();
  return nullptr;
}

// A call of `to` that does not come back within `patience` keeps it for ever.
Caller CallerFor(const Stage& to, CallThread& thread, std::chrono::nanoseconds patience) {
  return [&to, &thread, patience](std::function<void()> work) {
    if (thread.Run(std::move(work), patience)) return true;
    const Library& library = to.current()->library();
    to.current()->Abandon();
    residents::Add(to.plugin().id, library.path(), "a call of it never came back");
    return false;
  };
}

Status Named(const Stage& stage, Status status) {
  if (!status.ok()) status.text = stage.name() + ": " + status.text;
  return status;
}

// With other options it may keep fewer.
bool Exactly(const Stage& from, const Stage& to) {
  return from.spec().options == to.spec().options;
}

Status Fits(const Stage& from, const Stage& to) {
  return CanHandOver(from.Extension<griot_state>(GRIOT_EXT_STATE),
                     to.Extension<griot_state>(GRIOT_EXT_STATE));
}

}  // namespace

// Stages that go on in their place note nothing any more.
PipelineChange::~PipelineChange() {
  for (size_t i = 0; i < lanes_.size(); ++i)
    for (const Slot& slot : lanes_[i].transforms)
      if (slot.copy != nullptr)
        pipeline_.lanes_[i]->Post([stage = slot.before] { stage->SetCopy(nullptr); });
}

bool PipelineChange::Keeps(const Stage& stage) const {
  return plan_.kept.contains(ReloadPlan::KeyOf(stage.kind(), stage.id()));
}

Status PipelineChange::Create(Host& host, const Catalogue& catalogue) {
  const auto count = static_cast<unsigned>(pipeline_.lanes_.size());
  const StageMaker maker{host, catalogue, pipeline_.name_, count, true};
  for (unsigned i = 0; i < count; ++i) {
    Lane& lane = *pipeline_.lanes_[i];
    LaneSlots& slots = lanes_.emplace_back();
    const auto make = [&](const auto& defs, uint32_t kind, const auto& running, auto* into) {
      for (const config::StageDef& def : defs) {
        Slot& slot = into->emplace_back(Slot{nullptr, nullptr});
        if (plan_.kept.contains(ReloadPlan::KeyOf(kind, def.id))) {
          slot.kept = FindIn(running, def.id);
        } else if (Status s = maker.Make(def, kind, i, &lane, &slot.fresh); !s.ok()) {
          return s;
        }
      }
      return Status::Ok();
    };
    Status s = make(next_.transforms, GRIOT_KIND_TRANSFORM, lane.transforms(), &slots.transforms);
    if (s.ok()) s = make(next_.sinks, GRIOT_KIND_SINK, lane.sinks(), &slots.sinks);
    if (!s.ok()) return s;
  }
  for (const config::StageDef& def : next_.sources) {
    if (plan_.kept.contains(ReloadPlan::KeyOf(GRIOT_KIND_SOURCE, def.id))) continue;
    if (Status s = maker.MakeSource(def, pipeline_.lanes_, &pushes_, &pulls_); !s.ok()) return s;
  }
  FindBefore();
  return Status::Ok();
}

std::vector<Stage*> PipelineChange::fresh() const {
  std::vector<Stage*> all;
  for (const LaneSlots& lane : lanes_)
    for (const auto* list : {&lane.sinks, &lane.transforms})
      for (const Slot& slot : *list)
        if (slot.fresh != nullptr) all.push_back(slot.fresh.get());
  for (const auto& pull : pulls_) all.push_back(&pull->stage());
  for (const PushSource& push : pushes_) all.push_back(push.stage.get());
  return all;
}

std::vector<Stage*> PipelineChange::going() const {
  std::vector<Stage*> all = pipeline_.stages();
  std::erase_if(all, [this](const Stage* stage) { return Keeps(*stage); });
  return all;
}

std::vector<std::unique_ptr<Stage>> PipelineChange::Fill(
    std::vector<Slot>& slots, std::vector<std::unique_ptr<Stage>>* before, Retirement* out) {
  std::vector<std::unique_ptr<Stage>> filled;
  for (Slot& slot : slots) {
    if (slot.fresh != nullptr) {
      filled.push_back(std::move(slot.fresh));
      continue;
    }
    for (auto& stage : *before)
      if (stage.get() == slot.kept) filled.push_back(std::move(stage));
  }
  for (auto& stage : *before)
    if (stage != nullptr) out->stages.push_back(std::move(stage));
  return filled;
}

void PipelineChange::FindBefore() {
  for (size_t i = 0; i < lanes_.size(); ++i)
    for (Slot& slot : lanes_[i].transforms) {
      if (slot.fresh == nullptr) continue;
      Stage* before = FindIn(pipeline_.lanes_[i]->transforms(), slot.fresh->id());
      if (before != nullptr && before->plugin().id == std::string_view(slot.fresh->plugin().id))
        slot.before = before;
    }
}

Status PipelineChange::CopyState(std::chrono::steady_clock::time_point deadline,
                                 std::chrono::nanoseconds patience) {
  using Clock = std::chrono::steady_clock;
  for (size_t i = 0; i < lanes_.size(); ++i) {
    for (Slot& slot : lanes_[i].transforms) {
      if (slot.before == nullptr || !Fits(*slot.before, *slot.fresh).ok() ||
          !StateCopy::Fits(slot.before->plugin(), slot.fresh->plugin()))
        continue;
      const auto copy = std::make_shared<StateCopy>();
      Status status = Status::Ok();
      EdgeTask edge(*pipeline_.lanes_[i], [&, stage = slot.before] {
        const auto begun = Clock::now();
        status = copy->Begin(*stage->current());
        if (status.ok()) stage->SetCopy(copy);
        copy_pause_ = std::max<std::chrono::nanoseconds>(copy_pause_, Clock::now() - begun);
      });
      if (!edge.Wait(deadline) && edge.Cancel()) continue;
      while (!edge.Wait(Clock::now() + kBetweenLooks)) continue;
      if (!status.ok()) return Named(*slot.fresh, status);
      slot.copy = copy;
      CallThread thread;
      status = copy->Load(slot.fresh->current(), Exactly(*slot.before, *slot.fresh),
                          CallerFor(*slot.fresh, thread, patience));
      if (!status.ok()) return Named(*slot.fresh, status);
    }
  }
  return Status::Ok();
}

// Of one lane. Without a common form of state it begins anew, as after a restart.
Status PipelineChange::HandOver(const Slot& slot, std::chrono::nanoseconds patience,
                                ReloadReport::Change* change) {
  const Stage &from = *slot.before, &to = *slot.fresh;
  if (const Status fits = Fits(from, to); !fits.ok()) {
    if (change->why.find(fits.text) == std::string::npos)
      change->why += "; it begins without state: " + fits.text;
    return Status::Ok();
  }
  CallThread thread;
  const Caller call = CallerFor(to, thread, patience);
  HandedOver handed;
  const Status status =
      slot.copy != nullptr
          ? slot.copy->End(*from.current(), to.current(), Exactly(from, to), call, &handed)
          : host::HandOver(*from.current(), to.current(), Exactly(from, to), call, &handed);
  change->swapped = status.ok();
  change->records += handed.records;
  change->state_bytes += handed.bytes;
  return Named(to, status);
}

Status PipelineChange::HandOver(std::chrono::nanoseconds patience,
                                std::vector<ReloadReport::Change>* changes) {
  for (const LaneSlots& lane : lanes_) {
    for (const Slot& slot : lane.transforms) {
      if (slot.before == nullptr) continue;
      const auto change =
          std::find_if(changes->begin(), changes->end(), [&](const ReloadReport::Change& c) {
            return c.verb == ReloadReport::Verb::kChanged && c.name == slot.before->name();
          });
      if (Status s = HandOver(slot, patience, &*change); !s.ok()) return s;
    }
  }
  return Status::Ok();
}

void PipelineChange::OpenDoors() {
  for (const PushSource& push : pushes_) push.port->Open();
}

void PipelineChange::Commit(Retirement* out) {
  for (size_t i = 0; i < lanes_.size(); ++i) {
    StageLists before = pipeline_.lanes_[i]->Exchange({});
    for (Slot& slot : lanes_[i].transforms) slot.copy = nullptr;
    StageLists next{Fill(lanes_[i].transforms, &before.transforms, out),
                    Fill(lanes_[i].sinks, &before.sinks, out)};
    (void)pipeline_.lanes_[i]->Exchange(std::move(next));
  }
  for (PushSource& push : pipeline_.pushes_)
    (Keeps(*push.stage) ? pushes_ : out->pushes).push_back(std::move(push));
  for (const auto& pull : pulls_) out->then_polls.push_back(pull.get());
  for (auto& pull : pipeline_.pulls_)
    (Keeps(pull->stage()) ? pulls_ : out->pulls).push_back(std::move(pull));
  // In the order of the definition.
  const auto place = [this](const Stage& stage) {
    const auto& defs = next_.sources;
    return std::find_if(defs.begin(), defs.end(),
                        [id = stage.id()](const auto& def) { return def.id == id; }) -
           defs.begin();
  };
  std::stable_sort(pushes_.begin(), pushes_.end(),
                   [&](const auto& a, const auto& b) { return place(*a.stage) < place(*b.stage); });
  std::stable_sort(pulls_.begin(), pulls_.end(), [&](const auto& a, const auto& b) {
    return place(a->stage()) < place(b->stage());
  });
  pipeline_.pushes_ = std::move(pushes_);
  pipeline_.pulls_ = std::move(pulls_);
  pipeline_.definition_ = next_;
}

}  // namespace griot::host
