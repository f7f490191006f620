#include "plugins/dashboard/welcome/welcome.h"

#include <span>

#include "griot/embedded_file.hpp"

namespace griot::dashboard {

// The files of this folder, put into the plugin by the build. Static.
extern const std::span<const EmbeddedFile> kWelcomeFiles;

namespace {

Route Serve(const char* path, std::string_view file, const char* type) {
  return {
      GRIOT_GET, path, Role::kNone, Scope::kNone, 0, [file, type](Call&) -> std::optional<Answer> {
        for (const EmbeddedFile& one : kWelcomeFiles) {
          if (one.name == file) return Answer{200, type, std::string(one.text), {}};
        }
        throw Problem(404, "no_page", "there is no such page");
      }};
}

}  // namespace

std::vector<Route> WelcomeRoutes() {
  return {Serve("/welcome", "welcome.html", "text/html; charset=utf-8"),
          Serve("/welcome.js", "welcome.js", "text/javascript; charset=utf-8")};
}

}  // namespace griot::dashboard
