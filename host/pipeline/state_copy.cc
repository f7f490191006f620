#include "host/pipeline/state_copy.h"

#include <vector>

#include "griot/abi/ext/state_keys.h"

namespace griot::host {

bool StateCopy::Fits(const griot_plugin& from, const griot_plugin& to) {
  for (const griot_plugin* plugin : {&from, &to})
    for (const char* id : {GRIOT_EXT_STATE, GRIOT_EXT_STATE_KEYS})
      if (plugin->get_extension == nullptr || plugin->get_extension(id) == nullptr) return false;
  return true;
}

Status StateCopy::Begin(const Generation& from) {
  image_ = std::make_shared<StateImage>();
  return SaveState(from, image_.get());
}

Status StateCopy::Load(const std::shared_ptr<Generation>& to, bool exact, const Caller& call) {
  image_->Each([this](const StateImage::Record& record) {
    HandedOver& of = by_hash_[record.hash];
    ++of.records;
    of.bytes += record.key.size() + record.value.size();
  });
  return Give(image_, to, exact, call, {});
}

void StateCopy::Touch(const LiveBatch& batch) {
  for (const griot_event* event : batch.events()) touched_.insert(event->key);
}

Status StateCopy::End(const Generation& from, const std::shared_ptr<Generation>& to, bool exact,
                      const Caller& call, HandedOver* handed) {
  if (spoilt_)
    for (const auto& key : by_hash_) touched_.insert(key.first);
  const std::vector<uint64_t> touched(touched_.begin(), touched_.end());
  const auto since = std::make_shared<StateImage>();
  if (Status saved = SaveKeys(from, touched, since.get()); !saved.ok()) return saved;
  if (!touched.empty())
    if (Status given = Give(since, to, exact, call, touched); !given.ok()) return given;
  *handed = {image_->count() + since->count(), image_->bytes() + since->bytes()};
  for (const uint64_t hash : touched) {
    const auto before = by_hash_.find(hash);
    if (before == by_hash_.end()) continue;
    handed->records -= before->second.records;
    handed->bytes -= before->second.bytes;
  }
  return Status::Ok();
}

}  // namespace griot::host
