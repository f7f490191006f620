#pragma once

// What a request tells of its client, beside its body.

#include <algorithm>
#include <string>
#include <string_view>

#include "griot/cpp/http.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// As JSON texts, for an event's context. One thread; its memory is reused.
class ClientFacts {
 public:
  void Clear() {
    user_agent_.clear();
    ip_.clear();
  }
  void Read(const Request& request, bool keep_ip) {
    constexpr size_t kMostUserAgent = 512;
    Clear();
    const auto agent = request.Header("User-Agent").value_or("").substr(0, kMostUserAgent);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (!agent.empty() && std::none_of(agent.begin(), agent.end(), is_control))
      json::AppendString(user_agent_, agent);
    if (keep_ip) json::AppendString(ip_, request.client_ip());
  }

  // Empty: unknown.
  std::string_view user_agent() const { return user_agent_; }
  // Empty: not to be kept.
  std::string_view ip() const { return ip_; }

 private:
  std::string user_agent_, ip_;
};

}  // namespace sdk_v1
}  // namespace griot
