#include "plugins/dashboard/live/live.h"

#include "griot/uuid.hpp"
#include "plugins/dashboard/live/feed.h"

namespace griot::dashboard {
namespace {

// "TX.UUID", as the feed writes its ids.
bool IsPlace(std::string_view text) {
  const size_t dot = text.find('.');
  return dot != std::string_view::npos && dot > 0 && dot < 19 &&
         text.substr(0, dot).find_first_not_of("0123456789") == std::string_view::npos &&
         ParseUuid(text.substr(dot + 1)).has_value();
}

std::optional<Answer> Watch(Call& call) {
  const Ask ask(call, LiveParams());
  Viewer viewer{call.reply,
                call.project(),
                ask.Text("channel").value_or(""),
                ask.Text("name").value_or(""),
                std::string(call.Header("Last-Event-ID")),
                call.caller.masked()};
  if (const auto after = ask.Text("after")) viewer.after = *after;
  if (!viewer.after.empty() && !IsPlace(viewer.after)) {
    throw BadParameter("after", "must be the id of an event of this feed");
  }
  if (viewer.masked) throw Problem(403, "role", "viewers may not watch events");
  if (call.feed->full()) throw Problem(503, "busy", "200 watch already", {}, 10);
  if (!call.reply.StreamBegin(200, {{"Content-Type", "text/event-stream"},
                                    {"Cache-Control", "no-store"},
                                    {"X-Accel-Buffering", "no"}})) {
    call.reply.StreamEnd();
    return std::nullopt;
  }
  call.reply.StreamWrite("retry: 2000\n\n");
  if (!call.feed->Add(std::move(viewer))) call.reply.StreamEnd();
  return std::nullopt;
}

}  // namespace

const std::vector<Param>& LiveParams() {
  static const std::vector<Param> params = {
      ProjectParam(),
      {"channel", "Only of this channel"},
      {"name", "Only events of this name"},
      {"after", "What came after this id first, as Last-Event-ID"}};
  return params;
}

Route LiveRoute() {
  Route route;
  route.pattern = "/api/v1/live";
  route.needs = Role::kAnalyst;
  route.run = &Watch;
  return route;
}

}  // namespace griot::dashboard
