#include "plugins/identity_resolver/resolver.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <vector>

#include "griot/options.hpp"
#include "plugins/identity_resolver/facts.h"
#include "plugins/identity_resolver/identifiers.h"
#include "plugins/identity_resolver/shown.h"

namespace griot::identity {
namespace {

constexpr std::chrono::minutes kUnkept{10};

size_t MostKnown(std::string_view options) {
  size_t most = 200'000;
  OptionReader(options.empty() ? "{}" : options).Number("max_known", &most);
  return most;
}

DeploymentSecrets Secrets(std::string_view options) {
  std::vector<std::string> texts;
  OptionReader(options.empty() ? "{}" : options).Texts("key_secrets", &texts);
  return DeploymentSecrets(texts);
}

Uuid ToUuid(const griot_uuid& raw) {
  Uuid uuid;
  std::memcpy(uuid.b, raw.bytes, sizeof uuid.b);
  return uuid;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// With its length, so that no text can pass for two.
void AppendPart(std::string& out, std::string_view part) {
  const auto size = static_cast<uint32_t>(part.size());
  char bytes[sizeof size];
  std::memcpy(bytes, &size, sizeof size);
  out.append(bytes, sizeof bytes).append(part);
}

void AppendSources(std::string& out, std::string_view project, const Sources& s) {
  AppendPart(out, project);
  out.push_back(IsMessageChannel(s.channel) ? 'm' : 'd');
  AppendPart(out, s.user_id);
  AppendPart(out, s.anonymous_id);
  char which = 'a';
  for (const std::string_view part : {s.previous_id, s.bsuid, s.own_bsuid, s.email, s.phone,
                                      s.other_email, s.other_phone, s.token}) {
    if (!part.empty()) {
      out.push_back(which);
      AppendPart(out, part);
    }
    ++which;
  }
}

}  // namespace

const char* const kOptionsSchema = R"({
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "max_known": {"type": "integer", "minimum": 1, "maximum": 10000000, "default": 200000,
                  "description": "how many users a lane remembers to be stored, so that it need not tell the store of them again"},
    "key_secrets": {"type": "array", "items": {"type": "string", "writeOnly": true}, "default": [], "writeOnly": true,
                    "description": "The deployment's GRIOT_KEY_SECRET, which tokens of links in chats are sealed with; two while you exchange it. Empty texts are passed over"}
  }
})";

IdentityResolver::IdentityResolver(const StageConfig& config)
    : secrets_(Secrets(config.options)), known_(MostKnown(config.options)) {}

void IdentityResolver::Process(Batch& batch) {
  std::vector<Mark>& marks = under_way_.emplace_back();
  before_.clear();
  looked_ = 0;
  for (uint32_t i = 0; i < batch.size(); ++i) Look(batch, batch[i], i, &marks);
}

void IdentityResolver::Look(Batch& batch, const Event& event, uint32_t index,
                            std::vector<Mark>* marks) {
  const Sources sources = ReadSources(event);
  const Position position{Place(event), ToUuid(event.id())};
  sources_.clear();
  AppendSources(sources_, event.project(), sources);
  if (known_.Covers(sources_, position)) return;
  const Shown shown = ReadShown(event, sources, secrets_);
  if (shown.identifiers.empty() || IsCopy(batch, index)) return;
  body_.clear();
  WriteFact(body_, shown, position.place);
  batch.AddFact(kFact, event.project(), {}, event.id(), body_);
  marks->push_back({event.id(), index, position.place, event.raw().key, sources_});
}

// A batch may hold an event twice, with another time even, and the first is what is stored: a fact
// of the other would be taken for its.
bool IdentityResolver::IsCopy(Batch& batch, uint32_t index) {
  for (; looked_ < index; ++looked_) {
    const Event event = batch[looked_];
    before_.insert({event.project(), ToUuid(event.id())});
  }
  const Event event = batch[index];
  return before_.contains({event.project(), ToUuid(event.id())});
}

bool IdentityResolver::IsOf(const Mark& mark, const griot_event& event) {
  if (ToUuid(event.id) != ToUuid(mark.event)) return false;
  std::string project;
  AppendPart(project, View(event.project));
  return mark.sources.starts_with(project);
}

// Events keep their order, and some may have ended before the sinks: so each is where it was, or
// before that, but behind the last that was found.
void IdentityResolver::Settled(const SettledBatch& settled) {
  if (under_way_.empty()) return;
  const griot_batch& batch = *settled.batch;
  uint32_t next = 0;
  for (const Mark& mark : under_way_.front()) {
    uint32_t at = next;
    const uint32_t end = std::min(batch.count, mark.index + 1);
    while (at < end && !IsOf(mark, *batch.events[at])) ++at;
    if (at == end) continue;
    next = at + 1;
    if (settled.outcomes[at].kind != GRIOT_STORED) continue;
    if (!IsUnkept(mark.sources))
      known_.Add(mark.sources, {mark.place, ToUuid(mark.event)}, mark.hash);
  }
  under_way_.pop_front();
}

bool IdentityResolver::IsUnkept(std::string_view sources) {
  while (!unkept_.empty() && unkept_.front().until < std::chrono::steady_clock::now()) {
    unkept_.pop_front();
  }
  if (unkept_.empty()) return false;
  const std::string text = Lower(sources);
  return std::any_of(unkept_.begin(), unkept_.end(), [&text](const Unkept& unkept) {
    return text.find(unkept.value) != text.npos;
  });
}

// Who is forgotten and comes again must be told of again, also when that is before the rows go.
Status IdentityResolver::Forget(const griot_forget_request& request, std::string* receipt) {
  const auto until = std::chrono::steady_clock::now() + kUnkept;
  for (uint32_t i = 0; i < request.identifier_count; ++i) {
    std::string_view value = View(request.identifiers[i].value);
    if (value.starts_with('+')) value.remove_prefix(1);
    unkept_.push_back({until, Lower(value)});
  }
  std::string prefix;
  AppendPart(prefix, View(request.project));
  *receipt = R"({"known_users":)" + std::to_string(known_.Forget(prefix)) + "}";
  return Status::Ok();
}

}  // namespace griot::identity
