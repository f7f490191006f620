#include "host/pipeline/hand_over.h"

#include <string>

namespace griot::host {

Status Give(const std::shared_ptr<const StateImage>& image, const std::shared_ptr<Generation>& to,
            bool exact, const Caller& call, const std::vector<uint64_t>& keys) {
  struct Taken {
    Status status = Status::Ok();
    StateImage image;
  };
  // Shared: a call that hangs keeps it.
  const auto taken = std::make_shared<Taken>();
  const bool back = call([image, taken, to, keys] {
    for (const uint64_t hash : keys) DropState(*to, hash);
    taken->status = LoadState(*to, *image);
    if (!taken->status.ok()) return;
    taken->status =
        keys.empty() ? SaveState(*to, &taken->image) : SaveKeys(*to, keys, &taken->image);
  });
  if (!back) return Status::Fatal("it did not take its state in time");
  if (!taken->status.ok())
    return Status::Invalid("it does not take its state: " + taken->status.text);
  const bool whole = image->version == taken->image.version
                         ? taken->image.Equals(*image)
                         : taken->image.count() == image->count();
  if (exact && !whole)
    return Status::Invalid("it was given " + std::to_string(image->count()) +
                           " records of state, and saves others than these");
  return Status::Ok();
}

Status HandOver(const Generation& from, const std::shared_ptr<Generation>& to, bool exact,
                const Caller& call, HandedOver* handed) {
  if (from.Extension<griot_state>(GRIOT_EXT_STATE) == nullptr ||
      to->Extension<griot_state>(GRIOT_EXT_STATE) == nullptr)
    return Status::Ok();
  const auto image = std::make_shared<StateImage>();
  if (Status saved = SaveState(from, image.get()); !saved.ok()) return saved;
  if (Status given = Give(image, to, exact, call, {}); !given.ok()) return given;
  *handed = {image->count(), image->bytes()};
  return Status::Ok();
}

}  // namespace griot::host
