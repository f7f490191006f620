#include "leases.h"

#include <algorithm>
#include <utility>

namespace griot::redis_queue {
namespace {

// How soon to look again while another still holds what is ours.
constexpr std::chrono::milliseconds kWhileWaiting{100};

}  // namespace

Leases::Leases(const Options& options, std::string member)
    : options_(options),
      member_(std::move(member)),
      leases_(options.partitions),
      former_(options.partitions) {}

std::vector<std::string> Leases::ClaimWords(bool joins) const {
  std::vector<std::string> words{options_.group, member_, std::to_string(options_.lease.count()),
                                 std::to_string(leases_.size()), joins ? "1" : "0"};
  for (uint32_t p = 0; p < size(); ++p) {
    if (former_[p] == 0) continue;
    words.push_back(std::to_string(p));
    words.push_back(std::to_string(former_[p]));
    words.push_back(leases_[p].held ? "1" : "0");
  }
  return words;
}

Status Leases::Claim(Link& link, bool joins, std::vector<uint32_t>* changed) {
  const Clock::time_point asked = Clock::now();
  Reply reply;
  if (Status status = link.Call(Script::kClaim, ClaimWords(joins), &reply); !status.ok()) {
    return status;
  }
  next_claim_ = asked + options_.lease / 3;
  Apply(reply.view(), changed);
  // An answer that took longer than a lease lasts describes what may have ended already.
  if (Clock::now() - asked >= options_.lease) {
    for (uint32_t p = 0; p < size(); ++p) {
      if (leases_[p].held) changed->push_back(p);
    }
    LoseAll();
  }
  return Status::Ok();
}

void Leases::Apply(ReplyView held, std::vector<uint32_t>* changed) {
  std::vector<Lease> now(leases_.size());
  for (size_t i = 0; i < held.size(); ++i) {
    const auto partition = static_cast<uint64_t>(held[i][0].integer());
    if (partition >= now.size()) continue;
    if (held[i][1].text().empty()) {
      next_claim_ = std::min(next_claim_, Clock::now() + kWhileWaiting);
      continue;
    }
    const auto fence = static_cast<uint64_t>(held[i][1].integer());
    const bool same = leases_[partition].held && leases_[partition].fence == fence;
    const bool died = same ? leases_[partition].died : held[i][3].integer() == 1;
    now[partition] = {true, held[i][2].integer() == 1, fence, died};
    former_[partition] = fence;
  }
  for (uint32_t p = 0; p < size(); ++p) {
    const bool same = now[p].held == leases_[p].held && now[p].fence == leases_[p].fence;
    if (!same) changed->push_back(p);
  }
  leases_ = std::move(now);
}

Status Leases::Release(Link& link, const std::vector<uint32_t>& partitions, bool leave) {
  std::vector<std::string> words{options_.group, member_, leave ? "1" : "0"};
  for (const uint32_t p : partitions) {
    words.push_back(std::to_string(p));
    words.push_back(std::to_string(leases_[p].fence));
    Lose(p);
  }
  Reply reply;
  return link.Call(Script::kRelease, words, &reply);
}

void Leases::LoseAll() {
  leases_.assign(leases_.size(), {});
  next_claim_ = {};
}

}  // namespace griot::redis_queue
