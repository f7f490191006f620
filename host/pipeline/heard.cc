#include "host/pipeline/heard.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <set>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "host/pipeline/host.h"

namespace griot::host {
namespace {

constexpr size_t kMostRequests = 20;  // of a door and project
constexpr size_t kMostLists = 2000;
constexpr size_t kMostText = 200;

// Not in the middle of a character.
std::string_view Cut(griot_str text) {
  std::string_view view = View(text);
  if (view.size() <= kMostText) return view;
  view = view.substr(0, kMostText);
  const auto last = [&view] { return static_cast<unsigned char>(view.back()); };
  while (!view.empty() && (last() & 0xc0) == 0x80) view.remove_suffix(1);
  if (!view.empty() && last() >= 0x80) view.remove_suffix(1);
  return view;
}

// The names in "${A}, ${B}".
std::set<std::string> NamesIn(std::string_view variables) {
  std::set<std::string> names;
  for (size_t at = 0; (at = variables.find("${", at)) != std::string_view::npos; at += 2) {
    const size_t end = std::min(variables.find('}', at), variables.size());
    names.emplace(variables.substr(at + 2, end - at - 2));
  }
  return names;
}

}  // namespace

void Heard::Open(const std::string& stage, std::string_view plugin, std::string_view shown,
                 std::string_view variables, const std::vector<http::Route>& routes) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("plugin").String(plugin).Key("routes").BeginArray();
  for (const http::Route& route : routes) {
    w.BeginObject().Key("method").String(http::MethodName(route.method));
    w.Key("path").String(route.pattern).EndObject();
  }
  w.EndArray().Key("options").Raw(shown.empty() ? "{}" : shown);
  w.Key("variables").BeginArray();
  for (const std::string& name : NamesIn(variables)) {
    const char* const value = std::getenv(name.c_str());
    w.BeginObject().Key("name").String(name);
    w.Key("set").Bool(value != nullptr && *value != '\0').EndObject();
  }
  w.EndArray().EndObject();
  const std::lock_guard lock(mutex_);
  doors_[stage] = std::move(text);
}

void Heard::Close(const std::string& stage) {
  const std::lock_guard lock(mutex_);
  doors_.erase(stage);
}

void Heard::Note(const std::string& stage, const griot_heard_request& request) {
  Request mine{Now(),
               request.status,
               request.accepted,
               request.refused,
               std::string(Cut(request.key)),
               std::string(Cut(request.reason))};
  std::pair<std::string, std::string> whose(stage, Cut(request.project));
  const std::lock_guard lock(mutex_);
  if (requests_.size() >= kMostLists && !requests_.contains(whose)) return;
  auto& list = requests_[std::move(whose)];
  list.push_back(std::move(mine));
  if (list.size() > kMostRequests) list.pop_front();
}

std::string Heard::JsonOf(const Request& request) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("at").String(IsoString(request.at)).Key("status").Int(request.status);
  if (!request.key.empty()) w.Key("key").String(request.key);
  if (!request.reason.empty()) w.Key("reason").String(request.reason);
  w.Key("accepted").Uint(request.accepted).Key("refused").Uint(request.refused).EndObject();
  return text;
}

void Heard::Take(griot_heard_take take, void* user) {
  decltype(requests_) taken;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(requests_);
  }
  for (const auto& [whose, list] : taken) {
    for (const Request& request : list) {
      take(user, Str(whose.first), Str(whose.second), Str(JsonOf(request)));
    }
  }
}

void Heard::Doors(griot_heard_take take, void* user) const {
  decltype(doors_) doors;
  {
    const std::lock_guard lock(mutex_);
    doors = doors_;
  }
  for (const auto& [stage, json] : doors) take(user, Str(stage), {}, Str(json));
}

const griot_heard* HeardTable() {
  static constexpr griot_heard kTable{
      sizeof(griot_heard), 0,
      [](griot_ctx* ctx, const griot_heard_request* request) {
        try {
          ctx->host->heard.Note(ctx->stage, *request);
        } catch (const std::bad_alloc&) {
          // Then nobody hears of it: the request itself was answered.
        }
      },
      [](griot_heard_take take, void* user) { TheHost()->heard.Take(take, user); },
      [](griot_heard_take take, void* user) { TheHost()->heard.Doors(take, user); }};
  return &kTable;
}

}  // namespace griot::host
