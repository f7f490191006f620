#include "trial.h"

namespace griot::redis_queue {

Status Trial::Begin(Link& link, const Leases& leases, const EntryKey& entry, bool* begun) const {
  const std::string partition = std::to_string(entry.partition);
  Reply reply;
  Status status = link.Call(Script::kBeginTrial,
                            {options_.group, partition, entry.id.Text(), leases.member(),
                             std::to_string(leases[entry.partition].fence)},
                            &reply);
  *begun = status.ok() && reply.view().integer() == 1;
  return status;
}

Status Trial::End(Link& link, const EntryKey& entry) const {
  Reply reply;
  return link.Call(Script::kEndTrial,
                   {options_.group, std::to_string(entry.partition), entry.id.Text()}, &reply);
}

}  // namespace griot::redis_queue
