#include "plugins/segment_api/segment_api.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "griot/crash.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/random_seed.hpp"
#include "plugins/segment_api/answers.h"
#include "plugins/segment_api/credentials.h"
#include "plugins/segment_api/project_settings.h"

namespace griot::segment_api {
namespace {

constexpr size_t kMostUserAgent = 512;
// What pages of other origins may send along. Segment's client counts its retries in a header.
constexpr std::string_view kAllowedHeaders =
    "Authorization, Content-Type, Content-Encoding, X-Write-Key, X-Retry-Count";
// Browsers ask with each page; a key that is revoked opens nothing meanwhile.
constexpr std::string_view kSettingsCache = "public, max-age=300";

Denial HostFull() { return {503, "too much is in flight: come back later"}; }
Denial NoSettings() { return {503, "no settings are known yet: is the store reachable?"}; }
Denial UnknownKey() { return {401, "unknown write key"}; }

}  // namespace

// An answer that waits for its events to be durable. Owned by the submission's token.
struct SegmentApi::Pending {
  Reply reply;
  std::string origin;
  std::string body;
};

SegmentApi::SegmentApi(const StageConfig& config)
    : context_(config.context), options_(ReadOptions(config.options)), keys_(config.context) {
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(RandomSeed()));
  }
  unauthorized_ =
      context_.Counter("segment_unauthorized", "Requests without a write key that is known");
  refused_events_ =
      context_.Counter("segment_refused_events", "Events that were refused by index and field");
  unavailable_ =
      context_.Counter("segment_unavailable", "Requests that were told to come back later");
  for (const CallNames& call : kCalls) {
    for (const std::string_view name : {call.word, call.letter}) {
      const std::string path = options_.prefix + '/' + std::string(name);
      Require(AddRoute<&SegmentApi::Post>(context_, this, GRIOT_POST, path, options_.max_body));
      Require(AddRoute<&SegmentApi::Preflight>(context_, this, GRIOT_OPTIONS, path, 4096));
    }
  }
  const std::string settings = options_.prefix + "/projects/:key/settings";
  Require(AddRoute<&SegmentApi::Settings>(context_, this, GRIOT_GET, settings, 4096));
  Require(AddRoute<&SegmentApi::Preflight>(context_, this, GRIOT_OPTIONS, settings, 4096));
}

void SegmentApi::Preflight(Request& request) {
  const std::string origin(OriginOf(request));
  AnswerPreflight(request.Defer(), origin, kAllowedHeaders);
}

void SegmentApi::Settings(Request& request) {
  Worker& worker = *workers_[request.worker()];
  const std::string origin(OriginOf(request));
  const std::string key(request.Param("key").value_or(""));
  const PublicAddress address = AddressOf(options_.public_url, request.Header("Host").value_or(""),
                                          request.Header("X-Forwarded-Proto").value_or(""));
  const KeyRing* ring = worker.keys.Get(keys_);
  Denial denial;
  if (ring == nullptr) {
    denial = NoSettings();
  } else if (ring->Find(worker.digest(key)) == nullptr) {
    denial = {404, "unknown write key"};
  } else if (address.host.empty()) {
    denial = {400, "no Host that a browser could post to: set the option public_url"};
  } else {
    const std::string body = ProjectSettings(key, address, options_.prefix);
    AnswerOrigin(request.Defer(), 200, origin, body, kSettingsCache);
    return;
  }
  const std::string body = ErrorBody(denial);
  AnswerOrigin(request.Defer(), denial.status, origin, body);
}

void SegmentApi::Post(Request& request) {
  Worker& worker = *workers_[request.worker()];
  worker.report.Clear();
  const auto denial = Take(request, worker);
  worker.reader.Release();
  if (!denial) return;
  if (denial->status == 401) unauthorized_.Add();
  if (denial->status == 503) unavailable_.Add();
  const std::string origin(OriginOf(request));
  const bool by_event = denial->message.empty();
  const std::string body =
      by_event ? ReportBody(worker.report, denial->status == 200) : ErrorBody(*denial);
  // Nothing may throw from here on: an answer that was taken over must be given.
  AnswerOrigin(request.Defer(), denial->status, origin, body);
}

std::optional<Denial> SegmentApi::FindKey(const Request& request, Worker& worker,
                                          const KeyRing& ring, const WriteKey** key) const {
  std::string carried(request.Header("X-Write-Key").value_or(""));
  if (carried.empty()) {
    auto user = BasicUser(request.Header("Authorization").value_or(""));
    if (!user) return Denial{401, "the Authorization header does not read as Basic credentials"};
    carried = std::move(*user);
  }
  if (carried.empty()) return std::nullopt;
  *key = ring.Find(worker.digest(carried));
  return *key == nullptr ? std::optional(UnknownKey()) : std::nullopt;
}

std::optional<Denial> SegmentApi::Take(Request& request, Worker& worker) {
  const auto call = CallOfPath(request.path().substr(options_.prefix.size() + 1));
  if (!call) return Denial{404, "there is no such call"};
  const KeyRing* ring = worker.keys.Get(keys_);
  if (ring == nullptr) return NoSettings();
  const WriteKey* key = nullptr;
  if (auto denial = FindKey(request, worker, *ring, &key)) return denial;
  std::string_view body;
  if (auto denial = ReadBody(request, options_.max_body, &body)) return denial;
  Submission submission(context_, body.size() * 2 + 1024);
  if (!submission) return HostFull();

  BodyReader& reader = worker.reader;
  // Who is known by a header names the project before the body is read; else the body does.
  if (key == nullptr) {
    if (std::string why = reader.Parse(body); !why.empty()) return Denial{400, std::move(why)};
    const std::string_view carried = reader.Key(submission);
    if (carried.empty()) {
      return Denial{401, "no write key: send it as Basic user, as writeKey, or X-Write-Key"};
    }
    key = ring->Find(worker.digest(carried));
    if (key == nullptr) return UnknownKey();
  }
  Shared shared;
  body = Fill(submission, body, key->project, &shared);
  if (body.data() == nullptr) return HostFull();
  if (std::string why = reader.Parse(body); !why.empty()) return Denial{400, std::move(why)};
  Describe(request, worker, &shared);

  DoorReport& report = worker.report;
  switch (reader.Read(*call, shared, submission, &report)) {
    case BodyReader::Result::kFull:
      return HostFull();
    case BodyReader::Result::kLong:
      return Denial{413,
                    "the event is longer than " + std::to_string(options_.max_event) + " bytes"};
    case BodyReader::Result::kBad:
      return Denial{400, *call == Call::kBatch ? "expected {\"batch\": [events]}"
                                               : "expected one event as a JSON object"};
    case BodyReader::Result::kOk:
      break;
  }
  if (report.refused() > 0) refused_events_.Add(static_cast<double>(report.refused()));
  if (report.accepted() == 0) return Denial{report.refused() == 0 ? 200 : 400, {}};
  auto pending = std::make_unique<Pending>();
  pending->origin = OriginOf(request);
  pending->body = ReportBody(report, true);
  pending->reply = request.Defer();
  Pending* const owned = pending.release();  // SubmissionSettled's, perhaps before Submit returns
  if (!submission.Submit(reinterpret_cast<uint64_t>(owned))) Settle(owned, false);
  return std::nullopt;
}

std::string_view SegmentApi::Fill(Submission& submission, std::string_view body,
                                  std::string_view project, Shared* shared) const {
  size_t size = body.size() + project.size() + options_.channel.size();
  for (const CallNames& call : kCalls) size += call.event.size();
  char* at = submission.Alloc(size);
  if (at == nullptr) return {};
  const auto put = [&at](std::string_view text) {
    std::memcpy(at, text.data(), text.size());
    at += text.size();
    return std::string_view(at - text.size(), text.size());
  };
  shared->project = put(project);
  shared->channel = put(options_.channel);
  for (size_t i = 0; i < kCalls.size(); ++i) shared->event_names[i] = put(kCalls[i].event);
  return put(body);
}

void SegmentApi::Describe(const Request& request, Worker& worker, Shared* shared) const {
  shared->received_at = Now();
  shared->max_event = options_.max_event;
  shared->channel_from_context = options_.channel_from_context;
  const auto agent = request.Header("User-Agent").value_or("").substr(0, kMostUserAgent);
  // Other agents are servers and libraries: neither they nor their addresses say anything of the
  // person.
  if (!agent.starts_with("Mozilla/")) return;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::none_of(agent.begin(), agent.end(), is_control)) {
    worker.user_agent_json.clear();
    json::AppendString(worker.user_agent_json, agent);
    shared->user_agent_json = worker.user_agent_json;
  }
  if (!options_.keep_ip) return;
  worker.ip_json.clear();
  json::AppendString(worker.ip_json, request.client_ip());
  shared->ip_json = worker.ip_json;
}

void SegmentApi::SubmissionSettled(const griot_settlement& settlement) {
  Settle(reinterpret_cast<Pending*>(settlement.token), settlement.result == GRIOT_OK);
}

void SegmentApi::Settle(Pending* token, bool durable) const {
  const std::unique_ptr<Pending> pending(token);
  if (!durable) {
    unavailable_.Add();
    const std::string body = ErrorBody({503, "the events could not be kept: send them again"});
    AnswerOrigin(pending->reply, 503, pending->origin, body);
    return;
  }
  GRIOT_CRASH_POINT("door.before_answer");
  AnswerOrigin(pending->reply, 200, pending->origin, pending->body);
  GRIOT_CRASH_POINT("door.after_answer");
}

}  // namespace griot::segment_api
