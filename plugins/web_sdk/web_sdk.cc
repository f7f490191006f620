#include "plugins/web_sdk/web_sdk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "griot/crash.hpp"
#include "griot/door/body.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/random_seed.hpp"

namespace griot::web_sdk {
namespace {

constexpr std::string_view kVersion = "1.0.0";
constexpr size_t kMostUserAgent = 512;

// What pages of other origins may send along.
constexpr std::string_view kAllowedHeaders = "Content-Type, X-Write-Key, X-Griot-Signature";

constexpr std::string_view kHostFull = "too much is in flight: come back later";

std::string SuccessBody(const DoorReport& report, bool success) {
  std::string body;
  json::Writer<std::string> writer(body);
  writer.BeginObject().Key("status").String(success ? "success" : "error");
  report.Write(writer);
  writer.EndObject();
  return body;
}

}  // namespace

// An answer that waits for its events to be durable. Owned by the submission's token.
struct WebSdk::Pending {
  Reply reply;
  std::string origin;
  std::string body;
};

WebSdk::WebSdk(const StageConfig& config)
    : context_(config.context), options_(ReadOptions(config.options)), keys_(config.context) {
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(RandomSeed()));
  }
  unauthorized_ =
      context_.Counter("capture_unauthorized", "Requests without a write key that is known");
  refused_events_ =
      context_.Counter("capture_refused_events", "Events that were refused by index and field");
  unavailable_ =
      context_.Counter("capture_unavailable", "Requests that were told to come back later");
  const std::string& path = options_.path;
  Require(AddRoute<&WebSdk::Capture>(context_, this, GRIOT_POST, path, options_.max_body));
  Require(AddRoute<&WebSdk::Preflight>(context_, this, GRIOT_OPTIONS, path, 4096));
  if (options_.health_path.empty()) return;
  Require(AddRoute<&WebSdk::Health>(context_, this, GRIOT_GET, options_.health_path, 4096));
}

void WebSdk::Preflight(Request& request) {
  const std::string origin(OriginOf(request));
  AnswerPreflight(request.Defer(), origin, kAllowedHeaders);
}

void WebSdk::Health(Request& request) {
  const std::string origin(OriginOf(request));
  std::string body;
  json::Writer<std::string>(body)
      .BeginObject()
      .Key("status")
      .String("ok")
      .Key("version")
      .String(kVersion)
      .Key("timestamp")
      .String(IsoString(Now()))
      .EndObject();
  AnswerOrigin(request.Defer(), 200, origin, body);
}

bool WebSdk::End::Fail(int code, std::string_view message) {
  status = code;
  body.clear();
  json::Writer<std::string>(body)
      .BeginObject()
      .Key("status")
      .String("error")
      .Key("error")
      .BeginObject()
      .Key("status")
      .Int(code)
      .Key("message")
      .String(message)
      .EndObject()
      .EndObject();
  return false;
}

void WebSdk::Capture(Request& request) {
  Worker& worker = *workers_[request.worker()];
  End end;
  const bool taken = Take(request, worker, &end);
  worker.reader.Release();
  if (taken) return;
  if (end.status == 401) unauthorized_.Add();
  if (end.status == 503) unavailable_.Add();
  const std::string origin(OriginOf(request));
  // Nothing may throw from here on: an answer that was taken over must be given.
  AnswerOrigin(request.Defer(), end.status, origin, end.body);
}

bool WebSdk::Take(Request& request, Worker& worker, End* end) {
  const KeyRing* ring = worker.keys.Get(keys_);
  if (ring == nullptr) return end->Fail(503, "no settings are known yet: is the store reachable?");
  const WriteKey* key = nullptr;
  const std::string_view header = request.Header("X-Write-Key").value_or("");
  if (!header.empty() && (key = ring->Find(worker.digest(header))) == nullptr) {
    return end->Fail(401, "unknown write key");
  }
  std::string_view body;
  if (const auto denial = ReadBody(request, options_.max_body, &body)) {
    return end->Fail(denial->status, denial->message);
  }
  Submission submission(context_, body.size() * 2 + 1024);
  if (!submission) return end->Fail(503, kHostFull);

  CaptureReader& reader = worker.reader;
  // Who is known by the header names the project before the body is read; else the body does.
  if (key == nullptr) {
    if (const std::string why = reader.Parse(body); !why.empty()) return end->Fail(400, why);
    const std::string_view carried = reader.Key(submission);
    if (carried.empty()) {
      return end->Fail(401, "no write key: send X-Write-Key, or write_key in the body");
    }
    key = ring->Find(worker.digest(carried));
    if (key == nullptr) return end->Fail(401, "unknown write key");
  }
  Shared shared;
  body = Fill(submission, body, key->project, &shared);
  if (body.data() == nullptr) return end->Fail(503, kHostFull);
  if (const std::string why = reader.Parse(body); !why.empty()) return end->Fail(400, why);
  Describe(request, worker, &shared);

  DoorReport& report = worker.report;
  report.Clear();
  switch (reader.Read(shared, submission, &report)) {
    case CaptureReader::Result::kFull:
      return end->Fail(503, kHostFull);
    case CaptureReader::Result::kBad:
      return end->Fail(400, "expected {\"batch\": [events]}, a list of events, or one event");
    case CaptureReader::Result::kOk:
      break;
  }
  if (report.refused() > 0) refused_events_.Add(static_cast<double>(report.refused()));
  if (report.accepted() == 0) {
    const bool fine = report.refused() == 0 || reader.FromIncumbentSdk();
    end->status = fine ? 200 : 400;
    end->body = SuccessBody(report, fine);
    return false;
  }
  auto pending = std::make_unique<Pending>();
  pending->origin = OriginOf(request);
  pending->body = SuccessBody(report, true);
  pending->reply = request.Defer();
  Pending* const owned = pending.release();  // SubmissionSettled's, perhaps before Submit returns
  if (submission.Submit(reinterpret_cast<uint64_t>(owned))) return true;
  Settle(owned, false);
  return true;
}

std::string_view WebSdk::Fill(Submission& submission, std::string_view body,
                              std::string_view project, Shared* shared) const {
  size_t size = body.size() + project.size();
  for (const std::string_view word : kWords) size += word.size();
  char* at = submission.Alloc(size);
  if (at == nullptr) return {};
  const auto put = [&at](std::string_view text) {
    std::memcpy(at, text.data(), text.size());
    at += text.size();
    return std::string_view(at - text.size(), text.size());
  };
  shared->project = put(project);
  for (size_t i = 0; i < kWords.size(); ++i) shared->words[i] = put(kWords[i]);
  return put(body);
}

void WebSdk::Describe(const Request& request, Worker& worker, Shared* shared) const {
  shared->received_at = Now();
  shared->max_event = options_.max_event;
  const auto agent = request.Header("User-Agent").value_or("").substr(0, kMostUserAgent);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (!agent.empty() && std::none_of(agent.begin(), agent.end(), is_control)) {
    worker.user_agent_json.clear();
    json::AppendString(worker.user_agent_json, agent);
    shared->user_agent_json = worker.user_agent_json;
  }
  if (!options_.keep_ip) return;
  worker.ip_json.clear();
  json::AppendString(worker.ip_json, request.client_ip());
  shared->ip_json = worker.ip_json;
}

void WebSdk::SubmissionSettled(const griot_settlement& settlement) {
  Settle(reinterpret_cast<Pending*>(settlement.token), settlement.result == GRIOT_OK);
}

void WebSdk::Settle(Pending* token, bool durable) const {
  const std::unique_ptr<Pending> pending(token);
  if (!durable) {
    unavailable_.Add();
    End end;
    end.Fail(503, "the events could not be kept: send them again");
    AnswerOrigin(pending->reply, end.status, pending->origin, end.body);
    return;
  }
  GRIOT_CRASH_POINT("door.before_answer");
  AnswerOrigin(pending->reply, 200, pending->origin, pending->body);
  GRIOT_CRASH_POINT("door.after_answer");
}

}  // namespace griot::web_sdk
