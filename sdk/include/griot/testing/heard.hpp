// Copies of what crosses the boundary, which a test can keep and compare.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/status.hpp"
#include "griot/uuid.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

inline Uuid ToUuid(const griot_uuid& raw) {
  Uuid out;
  std::memcpy(out.b, raw.bytes, sizeof out.b);
  return out;
}

inline griot_uuid ToRaw(const Uuid& uuid) {
  griot_uuid out;
  std::memcpy(out.bytes, uuid.b, sizeof out.bytes);
  return out;
}

// One event, owned. Plain data.
struct Heard {
  uint32_t flags = 0;
  Uuid id = {};
  Uuid session_id = {};
  griot_time occurred_at = 0;
  griot_time received_at = 0;
  std::string project = {}, source = {}, channel = {}, name = {};
  std::string user_id = {}, anonymous_id = {}, properties = {}, context = {};
  uint64_t key = 0;
  uint32_t origin = 0;

  static Heard Copy(const griot_event& e) {
    const auto text = [](griot_str s) { return std::string(View(s)); };
    return {e.flags,
            ToUuid(e.id),
            ToUuid(e.session_id),
            e.occurred_at,
            e.received_at,
            text(e.project),
            text(e.source),
            text(e.channel),
            text(e.name),
            text(e.user_id),
            text(e.anonymous_id),
            text(e.properties),
            text(e.context),
            e.key,
            e.origin};
  }

  // Borrows this object's texts.
  griot_event Raw() const {
    griot_event e{};
    e.struct_size = sizeof e;
    e.flags = flags;
    e.id = ToRaw(id);
    e.session_id = ToRaw(session_id);
    e.occurred_at = occurred_at;
    e.received_at = received_at;
    e.project = Str(project);
    e.source = Str(source);
    e.channel = Str(channel);
    e.name = Str(name);
    e.user_id = Str(user_id);
    e.anonymous_id = Str(anonymous_id);
    e.properties = Str(properties);
    e.context = Str(context);
    e.key = key;
    e.origin = origin;
    return e;
  }
};

struct HeardSettled {
  int32_t kind = 0;
  Heard event = {};
  std::string reason = {}, detail = {}, stage = {}, raw = {};

  static HeardSettled Copy(const griot_settled_event& s) {
    return {s.kind,
            s.event == nullptr ? Heard{} : Heard::Copy(*s.event),
            std::string(View(s.reason)),
            std::string(View(s.detail)),
            std::string(View(s.stage)),
            std::string(View(s.raw))};
  }
};

struct HeardFact {
  std::string kind = {}, project = {}, key = {}, body = {};
  Uuid cause = {};

  static HeardFact Copy(const griot_fact& f) {
    return {std::string(View(f.kind)), std::string(View(f.project)), std::string(View(f.key)),
            std::string(View(f.body)), ToUuid(f.cause)};
  }
};

struct HeardOrigin {
  std::string stream = {};
  uint64_t position_hi = 0, position_lo = 0, fence = 0;

  static HeardOrigin Copy(const griot_origin& o) {
    return {std::string(View(o.stream)), o.position_hi, o.position_lo, o.fence};
  }
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
