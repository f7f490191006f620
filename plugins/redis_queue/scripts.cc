#include "scripts.h"

namespace griot::redis_queue {

Status Scripts::Load(Connection& redis) {
  for (size_t i = 0; i < digests_.size(); ++i) {
    redis.Append({"SCRIPT", "LOAD", ScriptText(static_cast<Script>(i))});
  }
  Status status = Status::Ok();
  for (std::string& digest : digests_) {
    Reply reply;
    if (Status read = redis.Read(&reply); !read.ok()) return read;
    if (reply.view().is_error() && status.ok()) status = redis.Explain(reply.view().text());
    digest = reply.view().text();
  }
  return status;
}

void Scripts::Append(Connection& redis, Script script,
                     const std::vector<std::string>& words) const {
  std::vector<std::string_view> all;
  all.reserve(words.size() + 3);
  all.push_back("EVALSHA");
  all.push_back(digests_[static_cast<size_t>(script)]);
  all.push_back("0");
  all.insert(all.end(), words.begin(), words.end());
  redis.Append(all);
}

}  // namespace griot::redis_queue
