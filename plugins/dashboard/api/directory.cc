#include "plugins/dashboard/api/directory.h"

#include <utility>

#include "griot/json.hpp"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::milliseconds kEvery{500};

Project ReadProject(std::string id, json::Value entry) {
  Project project;
  json::Scratch scratch;
  project.id = std::move(id);
  if (const auto zone = entry.Find("timezone").string(scratch)) project.zone = *zone;
  const auto start = entry.Find("week_start").int64();
  if (start && *start >= 1 && *start <= 7) project.week_start = static_cast<int>(*start);
  const auto target = entry.Find("response_target").number();
  if (target && *target > 0) project.response_target = *target;
  return project;
}

}  // namespace

std::shared_ptr<const Settings> Directory::Parse(uint64_t version, std::string text,
                                                 const Settings* before) {
  auto made = std::make_shared<Settings>();
  made->version = version;
  made->json = std::move(text);
  made->keys =
      KeyRing::Parse(version, made->json, {}, before ? before->keys.get() : nullptr, "read");
  json::Document document;
  if (!document.Parse(made->json).ok()) return made;
  json::Scratch scratch;
  for (const auto [key, entry] : document.root().Find("projects").members()) {
    std::string id(key.string(scratch).value_or(""));
    made->projects[id] = ReadProject(id, entry);
  }
  return made;
}

void Directory::Start() {
  const std::lock_guard lock(mutex_);
  if (!stop_) return;
  stop_ = false;
  thread_ = std::thread([this] { Run(); });
}

void Directory::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<const Settings> Directory::Get() const {
  const std::lock_guard lock(mutex_);
  return settings_;
}

void Directory::Run() {
  Db db(options_.url, "griot_app", options_.statement_timeout, true);
  bool down = false;
  std::unique_lock lock(mutex_);
  while (!stop_) {
    const auto known = settings_;
    lock.unlock();
    std::shared_ptr<const Settings> next;
    try {
      const std::string version = std::to_string(known ? known->version : 0);
      const Result rows = db.Run(
          "select version, griot_settings()::text from settings_version where version <> "
          "$1::bigint",
          {version});
      if (rows.rows() > 0) {
        next = Parse(static_cast<uint64_t>(rows.int8(0, 0)), std::string(rows.text(0, 1)),
                     known.get());
      }
      if (down || !known) context_.Health("settings", GRIOT_HEALTHY);
      down = false;
    } catch (const pg::Error& error) {
      if (!down) context_.Health("settings", GRIOT_DEGRADED, error.what());
      down = true;
    }
    lock.lock();
    if (next) settings_ = std::move(next);
    wake_.wait_for(lock, kEvery, [this] { return stop_; });
  }
}

}  // namespace griot::dashboard
