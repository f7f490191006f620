#include "fetch.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "trial.h"

namespace griot::redis_queue {
namespace {

constexpr size_t kMostAtOnce = 512;
// Nobody else is served while a script runs: a large batch is read in several.
constexpr size_t kEventsAScript = 512;

size_t AddEntries(const std::shared_ptr<const Reply>& reply, ReplyView list, uint32_t partition,
                  uint64_t fence, Fetched* to) {
  size_t bytes = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    to->entries.push_back(ReadEntry(reply, list[i], partition, fence));
    to->events += to->entries.back().key.events;
    bytes += to->entries.back().block.size();
  }
  to->bytes += bytes;
  return bytes;
}

}  // namespace

Status FetchPending(Link& link, const Options& options, const Leases& leases, uint32_t partition,
                    TakeOver* takeover, Fetched* fetched) {
  const uint64_t fence = leases[partition].fence;
  Reply raw;
  Status status =
      link.Call(Script::kTakeOver,
                {options.group, leases.member(), std::to_string(partition), std::to_string(fence),
                 takeover->cursor, std::to_string(takeover->at_once), takeover->died ? "1" : "0",
                 std::to_string(kTried)},
                &raw);
  if (!status.ok()) return status;
  const auto reply = std::make_shared<const Reply>(std::move(raw));
  if (reply->view()[0].text() != "ok") {
    fetched->lost.push_back(partition);
    return status;
  }
  const size_t before = fetched->entries.size();
  const size_t bytes = AddEntries(reply, reply->view()[2], partition, fence, fetched);
  for (size_t i = before; i < fetched->entries.size(); ++i) {
    fetched->entries[i].deaths = static_cast<uint32_t>(reply->view()[5][i - before].integer());
  }
  takeover->cursor = reply->view()[1].text();
  takeover->done = takeover->cursor == "0-0";
  takeover->trimmed += reply->view()[3].size();
  takeover->delivered = EntryId::Parse(reply->view()[4].text());
  const bool small = bytes < kFetchBytes / 8;
  takeover->at_once =
      std::clamp<size_t>(small ? takeover->at_once * 2 : takeover->at_once / 2, 4, kMostAtOnce);
  return status;
}

Status FetchNew(Link& link, const Options& options, const Leases& leases, Acks* acks,
                const std::vector<uint32_t>& partitions, Fetched* fetched) {
  const size_t events = std::min<size_t>(options.batch, kEventsAScript);
  std::vector<std::string> words{options.group, leases.member(), std::to_string(events),
                                 std::to_string(kFetchBytes)};
  for (const uint32_t p : partitions) {
    words.push_back(std::to_string(p));
    words.push_back(std::to_string(leases[p].fence));
  }
  const bool acking = acks->Append(link);
  link.Append(Script::kRead, words);
  if (acking) {
    if (Status status = acks->ReadReply(link); !status.ok()) {
      link.Drop(status);  // the other reply is still to come: nobody would know whose it is
      return status;
    }
  }
  Reply raw;
  Status status = link.Read(&raw);
  if (!status.ok()) return status;
  const auto reply = std::make_shared<const Reply>(std::move(raw));
  const ReplyView lost = reply->view()[0], parts = reply->view()[1];
  fetched->more = reply->view()[2].integer() != 0;
  for (size_t i = 0; i < lost.size(); ++i) {
    fetched->lost.push_back(static_cast<uint32_t>(lost[i].integer()));
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto partition = static_cast<uint32_t>(parts[i][0].integer());
    if (partition >= leases.size()) continue;
    AddEntries(reply, parts[i][1], partition, leases[partition].fence, fetched);
  }
  return status;
}

}  // namespace griot::redis_queue
