#include "plugins/web_sdk/web_sdk.h"

#include <algorithm>
#include <utility>

#include "griot/door/admission.hpp"
#include "griot/door/arena_texts.hpp"
#include "griot/door/body.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/heard_of.hpp"
#include "griot/door/random_seed.hpp"

namespace griot::web_sdk {
namespace {

constexpr std::string_view kVersion = "1.0.0";

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

std::string ErrorBody(int status, std::string_view message) {
  std::string body;
  json::Writer<std::string>(body)
      .BeginObject()
      .Key("status")
      .String("error")
      .Key("error")
      .BeginObject()
      .Key("status")
      .Int(status)
      .Key("message")
      .String(message)
      .EndObject()
      .EndObject();
  return body;
}

}  // namespace

WebSdk::WebSdk(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      keys_(config.context, "capture_limited", DeploymentSecrets(options_.key_secrets)),
      handshakes_(config.context, DeploymentSecrets(options_.key_secrets)),
      unavailable_(
          context_.Counter("capture_unavailable", "Requests that were told to come back later")),
      owed_(context_, ErrorBody(503, "the events could not be kept: send them again"),
            unavailable_) {
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(RandomSeed()));
  }
  unauthorized_ =
      context_.Counter("capture_unauthorized", "Requests without a write key that is known");
  forbidden_ = context_.Counter("capture_forbidden", "Requests of origins that their key forbids");
  refused_events_ =
      context_.Counter("capture_refused_events", "Events that were refused by index and field");
  const std::string& path = options_.path;
  Require(AddRoute<&WebSdk::Capture>(context_, this, GRIOT_POST, path, options_.max_body));
  Require(AddRoute<&WebSdk::Preflight>(context_, this, GRIOT_OPTIONS, path, 4096));
  if (!options_.health_path.empty()) {
    Require(AddRoute<&WebSdk::Health>(context_, this, GRIOT_GET, options_.health_path, 4096));
  }
  if (!options_.handshake_path.empty()) {
    Require(
        AddRoute<&WebSdk::Handshake>(context_, this, GRIOT_POST, options_.handshake_path, 8192));
  }
  if (!options_.scripts) return;
  for (const std::string& script : scripts_.paths()) {
    Require(AddRoute<&WebSdk::Script>(context_, this, GRIOT_GET, script, 4096));
  }
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

// For servers: no answer that a page of another origin could read.
void WebSdk::Handshake(Request& request) {
  std::string answer;
  End end;
  if (const auto denial = handshakes_.Make(request, &answer)) end.Fail(*denial);
  if (end.status == 401) unauthorized_.Add();
  const std::string wait = std::to_string(end.retry_after);
  if (end.status == 429 || end.status == 503) {
    return request.Defer().Answer(
        end.status, {{"Content-Type", "application/json"}, {"Retry-After", wait}}, end.body);
  }
  request.Defer().Json(end.status == 0 ? 200 : end.status, end.status == 0 ? answer : end.body);
}

void WebSdk::Script(Request& request) { scripts_.Answer(request); }

bool WebSdk::End::Fail(int code, std::string_view message) {
  status = code;
  body = ErrorBody(code, message);
  reason = message;
  return false;
}

bool WebSdk::End::Fail(const Denial& denial) {
  retry_after = denial.retry_after;
  return Fail(denial.status, denial.message);
}

void WebSdk::Capture(Request& request) {
  Worker& worker = *workers_[request.worker()];
  worker.key = nullptr;
  worker.report.Clear();
  End end;
  const bool taken = Take(request, worker, &end);
  worker.reader.Release();
  if (taken) return;
  if (end.status == 401) unauthorized_.Add();
  if (end.status == 403) forbidden_.Add();
  if (end.status == 503) unavailable_.Add();
  const std::string origin(OriginOf(request));
  // Nothing may throw from here on: an answer that was taken over must be given.
  AnswerOrigin(request.Defer(), end.status, origin, end.body, {}, end.retry_after);
  NoteHeard(context_, HeardOf(worker.key, worker.report, end.status, end.reason));
}

bool WebSdk::Take(Request& request, Worker& worker, End* end) {
  const KeyRing* ring = worker.keys.Get(keys_);
  if (ring == nullptr) return end->Fail(503, "no settings are known yet: is the store reachable?");
  const WriteKey* key = nullptr;
  const std::string_view header = request.Header("X-Write-Key").value_or("");
  if (!header.empty()) {
    key = ring->Find(worker.digest, header);
    if (key == nullptr) return end->Fail(401, "unknown write key");
    worker.key = key;
    if (const auto denial = Admit(request, *key)) return end->Fail(*denial);
  }
  std::string_view body;
  if (const auto denial = ReadBody(request, options_.max_body, &body)) {
    return end->Fail(*denial);
  }
  Submission submission(context_, body.size() * 2 + 1024);
  if (!submission) return end->Fail(503, kHostFull);

  Shared shared;
  body = Fill(submission, body, &shared);
  if (body.data() == nullptr) return end->Fail(503, kHostFull);
  CaptureReader& reader = worker.reader;
  if (const std::string why = reader.Parse(body); !why.empty()) return end->Fail(400, why);
  if (key == nullptr) {
    const std::string_view carried = reader.Key(submission);
    if (carried.empty()) {
      return end->Fail(401, "no write key: send X-Write-Key, or write_key in the body");
    }
    key = ring->Find(worker.digest, carried);
    if (key == nullptr) return end->Fail(401, "unknown write key");
    worker.key = key;
    if (const auto denial = Admit(request, *key)) return end->Fail(*denial);
  }
  if (!UseKey(*key, submission, &shared)) return end->Fail(503, kHostFull);
  Describe(request, worker, &shared);

  DoorReport& report = worker.report;
  switch (reader.Read(shared, submission, &report)) {
    case CaptureReader::Result::kFull:
      return end->Fail(503, kHostFull);
    case CaptureReader::Result::kBad:
      return end->Fail(400, "expected {\"batch\": [events]}, a list of events, or one event");
    case CaptureReader::Result::kOk:
      break;
  }
  Charge(*key, report.cost());
  if (report.refused() > 0) refused_events_.Add(static_cast<double>(report.refused()));
  if (report.accepted() == 0) {
    const bool fine = report.refused() == 0 || reader.FromIncumbentSdk();
    end->status = fine ? 200 : 400;
    end->body = SuccessBody(report, fine);
    end->reason = report.first_refusal();
    return false;
  }
  owed_.Submit(submission, request, SuccessBody(report, true),
               HeardOf(key, report, 200, report.first_refusal()));
  return true;
}

std::string_view WebSdk::Fill(Submission& submission, std::string_view body, Shared* shared) const {
  size_t size = body.size();
  for (const std::string_view word : kWords) size += word.size();
  ArenaTexts texts(submission, size);
  if (!texts) return {};
  for (size_t i = 0; i < kWords.size(); ++i) shared->words[i] = texts.Put(kWords[i]);
  shared->channel = shared->words[static_cast<size_t>(Word::kWeb)];
  return texts.Put(body);
}

void WebSdk::Describe(const Request& request, Worker& worker, Shared* shared) const {
  shared->received_at = Now();
  shared->max_event = options_.max_event;
  worker.client.Read(request, options_.keep_ip);
  shared->user_agent_json = worker.client.user_agent();
  shared->ip_json = worker.client.ip();
}

void WebSdk::SubmissionSettled(const griot_settlement& settlement) { owed_.Settled(settlement); }

}  // namespace griot::web_sdk
