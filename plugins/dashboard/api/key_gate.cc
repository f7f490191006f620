#include "plugins/dashboard/api/key_gate.h"

#include "griot/door/sha256.hpp"

namespace griot::dashboard {
namespace {

constexpr size_t kMostKey = 512;  // bytes that are worth a hash

std::string_view Carried(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view authorization = request.Header("Authorization").value_or("");
  if (authorization.starts_with(kScheme)) return authorization.substr(kScheme.size());
  return request.Header("X-Api-Key").value_or("");
}

}  // namespace

std::variant<Caller, Refusal> KeyGate::Admit(const Request& request, std::string_view project,
                                             Role needed) {
  const std::string_view carried = Carried(request);
  if (carried.empty() || carried.size() > kMostKey) {
    return Refusal{401, "no_key", "send a read key: Authorization: Bearer rk_…"};
  }
  const auto known = directory_.Get();
  if (known == nullptr) return Refusal{503, "no_settings", "the store cannot be reached", 5};
  const WriteKey* const key = known->keys->Find(Sha256()(carried));
  if (key == nullptr) return Refusal{401, "unknown_key", "this read key is not known"};
  // The same words whether there is such a project or not.
  if (!project.empty() && project != key->project) {
    return Refusal{404, "no_project", "there is no such project"};
  }
  if (needed > Role::kAnalyst) return Refusal{403, "role", "a read key may not do this"};
  return Caller{key->prefix, {}, key->project, Role::kAnalyst};
}

}  // namespace griot::dashboard
