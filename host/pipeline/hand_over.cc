#include "host/pipeline/hand_over.h"

#include <string>

#include "host/pipeline/state_image.h"

namespace griot::host {

Status HandOver(const Generation& from, const std::shared_ptr<Generation>& to, bool exact,
                const Caller& call, HandedOver* handed) {
  const auto* gives = from.Extension<griot_state>(GRIOT_EXT_STATE);
  const auto* takes = to->Extension<griot_state>(GRIOT_EXT_STATE);
  if (gives == nullptr || takes == nullptr) return Status::Ok();
  // Shared: a call that hangs keeps it.
  const auto image = std::make_shared<StateImage>();
  if (Status saved = SaveState(from, image.get()); !saved.ok()) return saved;
  struct Taken {
    Status status = Status::Ok();
    StateImage image;
  };
  const auto taken = std::make_shared<Taken>();
  const bool back = call([image, taken, to] {
    taken->status = LoadState(*to, *image);
    if (taken->status.ok()) taken->status = SaveState(*to, &taken->image);
  });
  if (!back) return Status::Fatal("it did not take its state in time");
  if (!taken->status.ok())
    return Status::Invalid("it does not take its state: " + taken->status.text);
  const bool whole = gives->version == takes->version ? taken->image.Equals(*image)
                                                      : taken->image.count() == image->count();
  if (exact && !whole)
    return Status::Invalid("it was given " + std::to_string(image->count()) +
                           " records of state, and saves others than these");
  *handed = {image->count(), image->bytes()};
  return Status::Ok();
}

}  // namespace griot::host
