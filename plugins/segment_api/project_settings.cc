#include "plugins/segment_api/project_settings.h"

#include "griot/json.hpp"

namespace griot::segment_api {
namespace {

constexpr size_t kMostHost = 255;
constexpr std::string_view kHostChars =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]";

// Any event may be sent, and Segment's own servers route none of them on.
constexpr std::string_view kPlan =
    R"({"track":{"__default":{"enabled":true,"integrations":{}}},)"
    R"("identify":{"__default":{"enabled":true}},"group":{"__default":{"enabled":true}}})";

}  // namespace

PublicAddress AddressOf(std::string_view public_url, std::string_view host_header,
                        std::string_view forwarded_proto) {
  if (const size_t at = public_url.find("://"); at != std::string_view::npos) {
    return {public_url.substr(0, at), public_url.substr(at + 3)};
  }
  const bool good = !host_header.empty() && host_header.size() <= kMostHost &&
                    host_header.find_first_not_of(kHostChars) == std::string_view::npos;
  // griot itself speaks plain HTTP; only a proxy in front of it can make that more.
  return {forwarded_proto == "https" ? "https" : "http", good ? host_header : std::string_view()};
}

std::string ProjectSettings(std::string_view key, const PublicAddress& address,
                            std::string_view prefix) {
  std::string body;
  json::Writer<std::string>(body)
      .BeginObject()
      .Key("integrations")
      .BeginObject()
      .Key("Segment.io")
      .BeginObject()
      .Key("apiKey")
      .String(key)
      .Key("apiHost")
      .String(std::string(address.host) + std::string(prefix))
      .Key("protocol")
      .String(address.protocol)
      .Key("unbundledIntegrations")
      .Raw("[]")
      .Key("versionSettings")
      .Raw(R"({"version":"4.4.7","componentTypes":["browser"]})")
      .EndObject()
      .EndObject()
      .Key("plan")
      .Raw(kPlan)
      .Key("edgeFunction")
      .Raw("{}")
      .Key("analyticsNextEnabled")
      .Bool(true)
      .Key("middlewareSettings")
      .Raw("{}")
      .Key("enabledMiddleware")
      .Raw("{}")
      .Key("metrics")
      .Raw(R"({"sampleRate":0})")
      .Key("legacyVideoPluginsEnabled")
      .Bool(false)
      .Key("remotePlugins")
      .Raw("[]")
      .EndObject();
  return body;
}

}  // namespace griot::segment_api
