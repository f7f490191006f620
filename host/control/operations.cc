#include "host/control/operations.h"

#include <string>

#include "griot/json.hpp"
#include "host/control/inject.h"
#include "host/control/refuse.h"
#include "host/control/swap_operations.h"
#include "host/control/tap_operation.h"

namespace griot::host {
namespace {

struct Request {
  const Operations& on;
  json::Value asked;
  ControlReply& reply;
};

void Stop(const Request& request) {
  request.on.stop();
  request.reply.Send(R"({"ok":true})");
}

void Reload(const Request& request) {
  if (!request.on.reloader.Claim()) {
    request.reply.Send(
        ReloadReport::Refuse("another reload is under way", "ask again when it has ended").Json());
    return;
  }
  std::string answer = Refuse("griot is shutting down");
  request.on.errands.Do([&] { answer = request.on.reloader.Run().Json(); });
  request.reply.Send(answer);
}

struct Operation {
  std::string_view name;
  void (*run)(const Request&);
};

constexpr Operation kOperations[] = {
    {"status", [](const Request& r) { r.reply.Send(r.on.runtime.StatusJson()); }},
    {"ledger", [](const Request& r) { r.reply.Send(r.on.runtime.Ledger().Json()); }},
    {"ls", [](const Request& r) { r.reply.Send(r.on.runtime.ListJson()); }},
    {"top", [](const Request& r) { r.reply.Send(r.on.runtime.LoadJson()); }},
    {"tap", [](const Request& r) { ServeTap(r.on.runtime, r.asked, r.reply); }},
    {"inject", [](const Request& r) { r.reply.Send(Inject(r.on.runtime, r.asked)); }},
    {"reload", Reload},
    {"swap", [](const Request& r) { r.reply.Send(Swap(r.on, r.asked)); }},
    {"swap_back", [](const Request& r) { r.reply.Send(SwapBack(r.on, r.asked)); }},
    {"swap_status", [](const Request& r) { r.reply.Send(SwapStatus(r.on)); }},
    {"stop", Stop},
};

}  // namespace

void Operate(const Operations& operations, std::string_view request, ControlReply& reply) {
  json::Document document;
  if (!document.Parse(request).ok()) {
    reply.Send(Refuse("the request is no JSON"));
    return;
  }
  json::Scratch scratch;
  const std::string_view op = document.root().Find("op").string(scratch).value_or("");
  std::string known;
  for (const Operation& operation : kOperations) {
    if (operation.name == op) return operation.run({operations, document.root(), reply});
    known.append(known.empty() ? "" : ", ").append(operation.name);
  }
  reply.Send(Refuse("unknown op; there are " + known));
}

}  // namespace griot::host
