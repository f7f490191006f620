#include "host/telemetry/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "griot/json.hpp"

namespace griot::host {
namespace {

// What a machine reads. %v is the rest of the object.
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%f%z","level":"%l",%v})";

bool g_human = false;

spdlog::level::level_enum ToSpdlog(int level) {
  switch (level) {
    case GRIOT_LOG_DEBUG:
      return spdlog::level::debug;
    case GRIOT_LOG_INFO:
      return spdlog::level::info;
    case GRIOT_LOG_WARN:
      return spdlog::level::warn;
    default:
      return spdlog::level::err;
  }
}

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "griot", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->flush_on(spdlog::level::info);
    made->set_pattern(kJsonPattern);
    return made;
  }();
  return *logger;
}

}  // namespace

void InitLog(int level, bool human) {
  g_human = human;
  Logger().set_level(ToSpdlog(level));
  // %^…%$ colours the level for a person at a terminal; a machine gets JSON with the same parts.
  Logger().set_pattern(human ? "%H:%M:%S.%e %^%-5l%$ %v" : kJsonPattern);
}

void Log(int level, std::string_view stage, std::string_view message) {
  if (!Logger().should_log(ToSpdlog(level))) return;
  std::string line;
  if (g_human) {
    if (!stage.empty()) line.append("[").append(stage).append("] ");
    line.append(message);
  } else {
    if (!stage.empty()) {
      line.append("\"stage\":");
      json::AppendString(line, stage);
      line.append(",");
    }
    line.append("\"message\":");
    json::AppendString(line, message);
  }
  Logger().log(ToSpdlog(level), line);
}

}  // namespace griot::host
