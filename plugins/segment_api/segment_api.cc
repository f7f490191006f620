#include "plugins/segment_api/segment_api.h"

#include <algorithm>
#include <utility>

#include "griot/door/admission.hpp"
#include "griot/door/arena_texts.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/heard_of.hpp"
#include "griot/door/random_seed.hpp"
#include "plugins/segment_api/answers.h"
#include "plugins/segment_api/credentials.h"
#include "plugins/segment_api/project_settings.h"

namespace griot::segment_api {
namespace {

// What pages of other origins may send along. Segment's client counts its retries in a header.
constexpr std::string_view kAllowedHeaders =
    "Authorization, Content-Type, Content-Encoding, X-Write-Key, X-Griot-Signature, X-Retry-Count";
// Browsers ask with each page; a key that is revoked opens nothing meanwhile.
constexpr std::string_view kSettingsCache = "public, max-age=300";

Denial HostFull() { return {503, "too much is in flight: come back later"}; }
Denial NoSettings() { return {503, "no settings are known yet: is the store reachable?"}; }
Denial UnknownKey() { return {401, "unknown write key"}; }

}  // namespace

SegmentApi::SegmentApi(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      keys_(config.context, "segment_limited", DeploymentSecrets(options_.key_secrets)),
      unavailable_(
          context_.Counter("segment_unavailable", "Requests that were told to come back later")),
      owed_(context_, ErrorBody({503, "the events could not be kept: send them again"}),
            unavailable_) {
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(RandomSeed()));
  }
  unauthorized_ =
      context_.Counter("segment_unauthorized", "Requests without a write key that is known");
  forbidden_ = context_.Counter("segment_forbidden", "Requests of origins that their key forbids");
  refused_events_ =
      context_.Counter("segment_refused_events", "Events that were refused by index and field");
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
  } else if (ring->Find(worker.digest, key) == nullptr) {
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
  worker.key = nullptr;
  const auto denial = Take(request, worker);
  worker.reader.Release();
  if (!denial) return;
  if (denial->status == 401) unauthorized_.Add();
  if (denial->status == 403) forbidden_.Add();
  if (denial->status == 503) unavailable_.Add();
  const std::string origin(OriginOf(request));
  const bool by_event = denial->message.empty();
  const std::string body =
      by_event ? ReportBody(worker.report, denial->status == 200) : ErrorBody(*denial);
  // Nothing may throw from here on: an answer that was taken over must be given.
  AnswerOrigin(request.Defer(), denial->status, origin, body, {}, denial->retry_after);
  NoteHeard(context_, HeardOf(worker.key, worker.report, denial->status,
                              by_event ? worker.report.first_refusal() : denial->message));
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
  *key = ring.Find(worker.digest, carried);
  worker.key = *key;
  return *key == nullptr ? UnknownKey() : Admit(request, **key);
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

  Shared shared;
  body = Fill(submission, body, &shared);
  if (body.data() == nullptr) return HostFull();
  BodyReader& reader = worker.reader;
  if (std::string why = reader.Parse(body); !why.empty()) return Denial{400, std::move(why)};
  if (key == nullptr) {
    const std::string_view carried = reader.Key(submission);
    if (carried.empty()) {
      return Denial{401, "no write key: send it as Basic user, as writeKey, or X-Write-Key"};
    }
    key = ring->Find(worker.digest, carried);
    if (key == nullptr) return UnknownKey();
    worker.key = key;
    if (auto denial = Admit(request, *key)) return denial;
  }
  if (!UseKey(*key, submission, &shared)) return HostFull();
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
  Charge(*key, report.cost());
  if (report.refused() > 0) refused_events_.Add(static_cast<double>(report.refused()));
  if (report.accepted() == 0) return Denial{report.refused() == 0 ? 200 : 400, {}};
  owed_.Submit(submission, request, ReportBody(report, true),
               HeardOf(key, report, 200, report.first_refusal()));
  return std::nullopt;
}

std::string_view SegmentApi::Fill(Submission& submission, std::string_view body,
                                  Shared* shared) const {
  size_t size = body.size() + options_.channel.size();
  for (const CallNames& call : kCalls) size += call.event.size();
  ArenaTexts texts(submission, size);
  if (!texts) return {};
  shared->channel = texts.Put(options_.channel);
  for (size_t i = 0; i < kCalls.size(); ++i) shared->event_names[i] = texts.Put(kCalls[i].event);
  return texts.Put(body);
}

void SegmentApi::Describe(const Request& request, Worker& worker, Shared* shared) const {
  shared->received_at = Now();
  shared->max_event = options_.max_event;
  shared->channel_from_context = options_.channel_from_context;
  // Other agents are servers and libraries: neither they nor their addresses say anything of the
  // person.
  const bool is_browser = request.Header("User-Agent").value_or("").starts_with("Mozilla/");
  worker.client.Clear();
  if (is_browser) worker.client.Read(request, options_.keep_ip);
  shared->user_agent_json = worker.client.user_agent();
  shared->ip_json = worker.client.ip();
}

void SegmentApi::SubmissionSettled(const griot_settlement& settlement) {
  owed_.Settled(settlement);
}

}  // namespace griot::segment_api
