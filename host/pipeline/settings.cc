#include "host/pipeline/settings.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "griot/json.hpp"
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

// Written beside and renamed, so that a crash leaves the old copy or the new one.
bool WriteFile(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool synced = written && ::fsync(fd) == 0;
  ::close(fd);
  return synced && ::rename(beside.c_str(), path.c_str()) == 0;
}

}  // namespace

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
  auto* held = new Held{{sizeof(griot_settings_snapshot), 0, d.version, Str(d.json)}, document};
  return &held->snapshot;
}

void Settings::Release(const griot_settings_snapshot* snapshot) {
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
