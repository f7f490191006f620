#include "host/pipeline/settings.h"

#include <fstream>
#include <sstream>

#include "griot/json.hpp"
#include "host/pipeline/write_file.h"
#include "host/telemetry/log.h"

namespace griot::host {

struct Settings::Document {
  uint64_t version = 0;
  std::string json = "{}";
};

namespace {

struct Held {
  griot_settings_snapshot snapshot;  // first: what plugins hold is a pointer to it
  std::shared_ptr<const void> document;
};

std::atomic<uint64_t> all_held{0};

}  // namespace

uint64_t Settings::held() { return all_held.load(std::memory_order_relaxed); }

void Settings::UseFolder(const std::string& data_dir) {
  file_ = data_dir + "/settings.json";
  std::ifstream in(file_);
  if (!in) return;
  std::stringstream text;
  text << in.rdbuf();
  const std::string json = text.str();
  json::Document document;
  if (!document.Parse(json).ok()) {
    LogWarn(file_ + " is no JSON; waiting for the settings to be published again");
    return;
  }
  const auto version = document.root().Find("version").uint64();
  auto next = std::make_shared<Document>();
  next->version = version.value_or(0);
  next->json = json;
  Replace(std::move(next));
}

const griot_settings_snapshot* Settings::Acquire() {
  std::shared_ptr<const Document> document;
  {
    std::lock_guard lock(mutex_);
    document = current_;
  }
  static const Document kNone;
  const Document& d = document == nullptr ? kNone : *document;
  all_held.fetch_add(1, std::memory_order_relaxed);
  auto* held = new Held{{sizeof(griot_settings_snapshot), 0, d.version, Str(d.json)}, document};
  return &held->snapshot;
}

void Settings::Release(const griot_settings_snapshot* snapshot) {
  if (snapshot == nullptr) return;
  all_held.fetch_sub(1, std::memory_order_relaxed);
  delete reinterpret_cast<const Held*>(snapshot);
}

Status Settings::Publish(uint64_t version, std::string_view json) {
  if (version <= this->version()) return Status::Ok();
  json::Document document;
  if (!document.Parse(json).ok() || !document.root().is_object())
    return Status::Invalid("settings are no JSON object");
  auto next = std::make_shared<Document>();
  next->version = version;
  next->json = json;
  if (!file_.empty() && !WriteFile(file_, next->json))
    LogWarn("cannot keep the settings in " + file_ +
            ": after a restart without Postgres and Redis "
            "the doors will not know their keys");
  Replace(std::move(next));
  return Status::Ok();
}

void Settings::Replace(std::shared_ptr<const Document> next) {
  std::lock_guard lock(mutex_);
  if (current_ != nullptr && current_->version >= next->version) return;
  current_ = std::move(next);
  version_.store(current_->version, std::memory_order_release);
}

}  // namespace griot::host
