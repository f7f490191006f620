// What doors heard and answered: said by doors, taken by whoever publishes it.
#pragma once

#include <cstdint>
#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/host.hpp"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {

// A request as its door tells of it. Views.
struct HeardRequest {
  int status = 200;
  std::string_view project;  // empty: not known whose it is
  std::string_view key;      // the beginning of its key, as it is shown
  std::string_view reason;   // why it was not taken
  uint64_t accepted = 0, refused = 0;
};

// Any thread; nothing where the host keeps no such thing.
inline void NoteHeard(const Context& context, const HeardRequest& request) {
  const auto* const table = detail::HostExtension<griot_heard>(GRIOT_EXT_HEARD);
  if (table == nullptr) return;
  const griot_heard_request raw{sizeof raw,       request.status,      Str(request.project),
                                Str(request.key), Str(request.reason), request.accepted,
                                request.refused};
  table->note(context.raw(), &raw);
}

// `take(stage, project, json)` for each request since the last call; TakeHeard<false>: for each
// door that is open here. Any thread.
template <bool kRequests, class Take>
void TakeHeard(Take&& take) {
  const auto* const table = detail::HostExtension<griot_heard>(GRIOT_EXT_HEARD);
  if (table == nullptr) return;
  const griot_heard_take thunk = [](void* user, griot_str stage, griot_str project,
                                    griot_str json) {
    (*static_cast<Take*>(user))(View(stage), View(project), View(json));
  };
  (kRequests ? table->take : table->doors)(thunk, &take);
}

}  // namespace sdk_v1
}  // namespace griot
