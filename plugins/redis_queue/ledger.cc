#include "ledger.h"

#include <string>
#include <unordered_map>

#include "keys.h"

namespace griot::redis_queue {

Ledger::Ledger(const Options& options)
    : link_(options.endpoint,
            [&options](Link& link) { return PrepareQueue(link, options.partitions); }) {}

Status Ledger::ReadAll(const Stage::LedgerTake& take) {
  if (Status status = link_.Ready(); !status.ok()) return status;
  Reply accepted, restored;
  Status status = link_.redis().Call({"HGETALL", kLedgerKey}, &accepted);
  if (status.ok()) status = link_.redis().Call({"HGETALL", kRestoredKey}, &restored);
  if (!status.ok()) {
    link_.Failed(status);
    return status;
  }
  std::unordered_map<std::string_view, uint64_t> put_back;
  for (size_t i = 0; i + 1 < restored.view().size(); i += 2) {
    put_back[restored.view()[i].text()] = static_cast<uint64_t>(restored.view()[i + 1].integer());
  }
  for (size_t i = 0; i + 1 < accepted.view().size(); i += 2) {
    const std::string_view field = accepted.view()[i].text();
    const size_t separator = field.find(kLedgerSeparator);
    if (separator == std::string_view::npos) continue;
    griot_ledger_row row{};
    row.struct_size = sizeof row;
    row.project = Str(field.substr(0, separator));
    row.source = Str(field.substr(separator + 1));
    row.accepted = static_cast<uint64_t>(accepted.view()[i + 1].integer());
    if (const auto found = put_back.find(field); found != put_back.end()) {
      row.restored = found->second;
    }
    take(row);
  }
  return status;
}

Status Ledger::Restore(std::string_view project, std::string_view source, uint64_t settled) {
  if (Status status = link_.Ready(); !status.ok()) return status;
  std::string field(project);
  field.append(1, kLedgerSeparator).append(source);
  Reply reply;
  return link_.Call(Script::kRestore, {field, std::to_string(settled)}, &reply);
}

}  // namespace griot::redis_queue
