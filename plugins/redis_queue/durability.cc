#include "durability.h"

#include <array>
#include <string>

namespace griot::redis_queue {
namespace {

struct Settings {
  std::string appendonly, appendfsync, on_rewrite, maxmemory, policy;
};

Status ReadSettings(Connection& redis, Settings* to) {
  const std::array<std::pair<const char*, std::string*>, 5> wanted{{
      {"appendonly", &to->appendonly},
      {"appendfsync", &to->appendfsync},
      {"no-appendfsync-on-rewrite", &to->on_rewrite},
      {"maxmemory", &to->maxmemory},
      {"maxmemory-policy", &to->policy},
  }};
  for (const auto& [name, value] : wanted) redis.Append({"CONFIG", "GET", name});
  Status status = Status::Ok();
  for (const auto& [name, value] : wanted) {
    Reply reply;
    if (Status read = redis.Read(&reply); !read.ok()) return read;
    *value = reply.view()[1].text();
    if (!status.ok() || (!reply.view().is_error() && !value->empty())) continue;
    status = redis.Explain(reply.view().text());
    status.text += "; griot must see CONFIG GET " + std::string(name) +
                   " to know what an acknowledged event survives: allow it for this user";
  }
  return status;
}

}  // namespace

Status CheckDurability(Connection& redis, bool power_cut) {
  Settings is;
  if (Status status = ReadSettings(redis, &is); !status.ok()) return status;

  std::string wrong, heal;
  const auto require = [&](const char* name, const std::string& value, const char* wanted) {
    if (value == wanted) return;
    wrong += std::string(wrong.empty() ? "" : ", ") + name + " is " + value;
    heal += std::string(heal.empty() ? "" : "; ") + "CONFIG SET " + name + " " + wanted;
  };
  require("appendonly", is.appendonly, "yes");
  if (power_cut) {
    require("appendfsync", is.appendfsync, "always");
    require("no-appendfsync-on-rewrite", is.on_rewrite, "no");
  } else if (is.appendfsync == "no") {
    require("appendfsync", is.appendfsync, "everysec");
  }
  if (is.maxmemory != "0") require("maxmemory-policy", is.policy, "noeviction");
  if (wrong.empty()) return Status::Ok();

  std::string text = "redis at " + redis.endpoint().Shown() +
                     " is weaker than `durability: " + (power_cut ? "power_cut" : "process") +
                     "` needs (" + wrong + "): run in redis-cli: " + heal +
                     " (and CONFIG REWRITE to keep it)";
  if (power_cut) text += ", or choose `durability: process`";
  return Status::Retry(std::move(text));
}

}  // namespace griot::redis_queue
