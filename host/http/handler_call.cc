#include "host/http/handler_call.h"

#include <exception>
#include <string>

namespace griot::http {
namespace {

void Failed(const RouteEntry& entry, Request& request, Core& core, const char* what) {
  Add(core.counters.handler_errors);
  core.Log("handler of " + entry.route().pattern + " threw: " + what);
  request.reply()->SendError(500);
}

}  // namespace

void CallHandler(const RouteEntry& entry, Request& request, Core& core) {
  try {
    entry.route().handler(request);
  } catch (const std::exception& e) {
    Failed(entry, request, core, e.what());
  } catch (...) {
    Failed(entry, request, core, "no standard exception");
  }
}

}  // namespace griot::http
