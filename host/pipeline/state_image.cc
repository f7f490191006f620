#include "host/pipeline/state_image.h"

#include <cstring>
#include <string>

#include "griot/abi/ext/state_keys.h"
#include "host/pipeline/generation.h"

namespace griot::host {
namespace {

// A plugin that saves for ever must not take the host with it.
constexpr size_t kMostBytes = size_t{1} << 30;

// Eight bytes at a time: a lane may stand meanwhile.
uint64_t Fold(uint64_t sum, std::string_view text) {
  const auto mix = [&sum](uint64_t word) {
    sum = (sum ^ word) * 0x9e3779b97f4a7c15ULL;
    sum ^= sum >> 32;
  };
  mix(text.size());
  for (; text.size() >= sizeof(uint64_t); text.remove_prefix(sizeof(uint64_t))) {
    uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    mix(word);
  }
  uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  mix(rest);
  return sum;
}

const griot_state* TableOf(const Generation& generation) {
  return generation.Extension<griot_state>(GRIOT_EXT_STATE);
}

struct Writer {
  griot_state_writer table;
  StateImage* image;
};

griot_result Put(griot_state_writer* writer, const griot_state_record* record) {
  StateImage& image = *reinterpret_cast<Writer*>(writer)->image;
  if (record->key.size == 0) return GRIOT_INVALID;
  if (image.bytes() + record->key.size + record->value.size > kMostBytes) return GRIOT_BUSY;
  image.Add(*record);
  return GRIOT_OK;
}

template <class Save>
Status Write(const Generation& from, StateImage* image, const Save& save) {
  Writer writer{{sizeof(griot_state_writer), 0, Put}, image};
  auto& stage = const_cast<Generation&>(from);
  const CallGuard::Running running(stage.calls(), Entry::kState);
  return detail::Ask([&](griot_error* error) { return save(&writer.table, error); });
}

}  // namespace

void StateImage::Add(const griot_state_record& record) {
  const std::string_view key = View(record.key), value = View(record.value);
  records_.push_back({record.hash, texts_.size(), key.size(), value.size()});
  texts_.append(key).append(value);
}

uint64_t StateImage::Sum() const {
  uint64_t sum = 0;
  Each([&](const Record& r) { sum += Fold(Fold(r.hash, r.key), r.value); });
  return sum;
}

void StateImage::Each(const std::function<void(const Record&)>& take) const {
  const std::string_view all = texts_;
  for (const Place& p : records_)
    take({p.hash, all.substr(p.begin, p.key_size), all.substr(p.begin + p.key_size, p.value_size)});
}

Status SaveState(const Generation& from, StateImage* image) {
  const griot_state* const table = TableOf(from);
  if (table == nullptr) return Status::Ok();
  image->version = table->version;
  return Write(from, image, [&](griot_state_writer* writer, griot_error* error) {
    return table->save(from.instance(), writer, error);
  });
}

Status SaveKeys(const Generation& from, const std::vector<uint64_t>& hashes, StateImage* image) {
  const auto* const table = from.Extension<griot_state_keys>(GRIOT_EXT_STATE_KEYS);
  if (table == nullptr) return Status::Unsupported("it cannot save single keys");
  image->version = TableOf(from)->version;
  return Write(from, image, [&](griot_state_writer* writer, griot_error* error) {
    return table->save(from.instance(), hashes.data(), static_cast<uint32_t>(hashes.size()), writer,
                       error);
  });
}

Status LoadState(Generation& to, const StateImage& image,
                 const std::function<bool(uint64_t)>& wanted) {
  const griot_state* const table = TableOf(to);
  Status status = Status::Ok();
  if (table == nullptr) return status;
  const CallGuard::Running running(to.calls(), Entry::kState);
  image.Each([&](const StateImage::Record& r) {
    if (!status.ok() || (wanted && !wanted(r.hash))) return;
    const griot_state_record raw{sizeof raw, 0, r.hash, Str(r.key), Str(r.value)};
    status = detail::Ask(
        [&](griot_error* error) { return table->load(to.instance(), image.version, &raw, error); });
  });
  return status;
}

void DropState(Generation& of, uint64_t hash) {
  const griot_state* const table = TableOf(of);
  if (table == nullptr) return;
  const CallGuard::Running running(of.calls(), Entry::kState);
  table->drop(of.instance(), hash);
}

Status CanHandOver(const griot_state* from, const griot_state* to) {
  if (from == nullptr) return Status::Ok();
  const std::string has =
      std::string(from->schema_id) + " version " + std::to_string(from->version);
  if (to == nullptr) return Status::Invalid("it takes no state, and what runs keeps " + has);
  if (std::string_view(from->schema_id) != to->schema_id)
    return Status::Invalid("it keeps state of another kind (" + std::string(to->schema_id) +
                           "), and what runs keeps " + has);
  if (from->version > to->version && from->one_way != 0)
    return Status::Invalid("what runs keeps " + has + ", which no older version can read");
  if (from->version < to->reads_from)
    return Status::Invalid("it reads its state from version " + std::to_string(to->reads_from) +
                           " on, and what runs keeps " + has);
  return Status::Ok();
}

}  // namespace griot::host
