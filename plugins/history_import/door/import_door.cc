#include "plugins/history_import/door/import_door.h"

#include <algorithm>
#include <utility>

#include "griot/door/admission.hpp"
#include "griot/door/arena_texts.hpp"
#include "griot/door/cors.hpp"
#include "griot/door/heard_of.hpp"
#include "plugins/history_import/client/commands.h"
#include "plugins/history_import/door/body.h"

namespace griot::history_import {
namespace {

constexpr size_t kKeepBytes = 1 << 20;  // of what one request took
constexpr size_t kMostListed = 1000;

Denial HostFull() { return {503, "too much is in flight: come back later"}; }

std::string ErrorBody(const Denial& denial) {
  std::string body;
  json::Writer<std::string> writer(body);
  writer.BeginObject().Key("status").String("error").Key("error").BeginObject();
  writer.Key("status").Int(denial.status).Key("message").String(denial.message);
  writer.EndObject().EndObject();
  return body;
}

}  // namespace

ImportDoor::ImportDoor(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      stage_(config.stage),
      // Not those of web pages, which everybody can read: with this one the past can be written.
      keys_(config.context, "import_limited", DeploymentSecrets(), "import"),
      unavailable_(
          context_.Counter("import_unavailable", "Requests that were told to come back later")),
      owed_(context_, ErrorBody({503, "the events could not be kept: send them again"}),
            unavailable_) {
  for (uint32_t i = 0; i < config.http_workers; ++i) {
    workers_.push_back(std::make_unique<Worker>());
  }
  unauthorized_ = context_.Counter("import_unauthorized", "Requests without a key that is known");
  refused_events_ =
      context_.Counter("import_refused_events", "Lines that were refused by index and field");
  Require(
      AddRoute<&ImportDoor::Import>(context_, this, GRIOT_POST, options_.path, options_.max_body));
}

const griot_commands* ImportDoor::Commands() { return &kCommands; }

void ImportDoor::Import(Request& request) {
  Worker& worker = *workers_[request.worker()];
  worker.report.Clear();
  worker.mended.clear();
  worker.key = nullptr;
  std::string project;
  const auto denial = Take(request, worker, &project);
  worker.ids.Trim();
  worker.document.Trim();
  if (worker.unpacked.capacity() > kKeepBytes) worker.unpacked = {};
  if (!denial) return;
  if (denial->status == 401) unauthorized_.Add();
  if (denial->status == 503) unavailable_.Add();
  const std::string body =
      denial->message.empty() ? Body(worker, project, denial->status == 200) : ErrorBody(*denial);
  // Nothing may throw from here on: an answer that was taken over must be given.
  AnswerOrigin(request.Defer(), denial->status, {}, body, {}, denial->retry_after);
  NoteHeard(context_,
            HeardOf(worker.key, worker.report, denial->status,
                    denial->message.empty() ? worker.report.first_refusal() : denial->message));
}

std::optional<Denial> ImportDoor::Take(Request& request, Worker& worker, std::string* project) {
  const KeyRing* ring = worker.keys.Get(keys_);
  if (ring == nullptr) return Denial{503, "no settings are known yet: is the store reachable?"};
  const std::string_view carried = request.Header("X-Write-Key").value_or("");
  if (carried.empty()) return Denial{401, "no key: send X-Write-Key"};
  const WriteKey* key = ring->Find(worker.digest, carried);
  if (key == nullptr) return Denial{401, "no key of kind import: griot key new --kind import"};
  worker.key = key;
  if (auto denial = Admit(request, *key)) return denial;
  *project = key->project;
  std::string_view body;
  if (auto denial =
          history_import::ReadLines(request, options_.max_body, &worker.unpacked, &body)) {
    return denial;
  }
  Submission submission(context_, body.size() * 2 + 1024);
  if (!submission) return HostFull();

  Shared shared;
  body = Fill(submission, body, &shared.words);
  shared.project = submission.Copy(*project);
  shared.now = Now();
  shared.max_event = options_.max_event;
  if (body.empty() || shared.project.empty()) return HostFull();
  if (!ReadLines(body, shared, submission, worker)) return HostFull();
  const DoorReport& report = worker.report;
  Charge(*key, report.cost());
  if (report.refused() > 0) refused_events_.Add(static_cast<double>(report.refused()));
  if (report.accepted() == 0) return Denial{report.refused() == 0 ? 200 : 400, {}};
  owed_.Submit(submission, request, Body(worker, *project, true),
               HeardOf(key, report, 200, report.first_refusal()));
  return std::nullopt;
}

bool ImportDoor::ReadLines(std::string_view body, const Shared& shared, Submission& submission,
                           Worker& worker) {
  worker.ids.Reset(static_cast<size_t>(std::count(body.begin(), body.end(), '\n')) + 1);
  LineReader reader(shared, worker.fields, submission);
  Refusal why;
  std::string broken;
  griot_event event;
  for (size_t index = 0; !body.empty(); ++index) {
    const size_t end = body.find('\n');
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    why.field.clear();
    const json::Status status = worker.document.Parse(line);
    if (!status.ok()) {
      broken = status.message();
      why.error = broken;
      worker.report.Refuse(index, why);
      continue;
    }
    switch (reader.Read(worker.document.root(), &event, &why)) {
      case LineReader::Result::kFull:
        return false;
      case LineReader::Result::kRefused:
        worker.report.Refuse(index, why);
        continue;
      case LineReader::Result::kEvent:
        break;
    }
    const bool again = !worker.ids.Add(event.id);
    worker.report.Accept(again);
    if (again) continue;
    if (reader.mended_time()) worker.mended.push_back(index);
    if (!submission.Add(event)) return false;
  }
  return true;
}

std::string_view ImportDoor::Fill(Submission& submission, std::string_view body, Words* words) {
  const std::pair<std::string_view*, std::string_view> texts[] = {
      {&words->web, "web"},
      {&words->error, "error"},
      {&words->page_view, "page_view"},
      {&words->screen_view, "screen_view"},
      {&words->identify, "identify"},
      {&words->group, "group"},
      {&words->alias, "alias"}};
  size_t size = body.size();
  for (const auto& [to, text] : texts) size += text.size();
  ArenaTexts arena(submission, size);
  if (!arena) return {};
  for (const auto& [to, text] : texts) *to = arena.Put(text);
  return arena.Put(body);
}

std::string ImportDoor::Body(const Worker& worker, std::string_view project, bool success) const {
  std::string body;
  json::Writer<std::string> writer(body);
  writer.BeginObject().Key("status").String(success ? "success" : "error");
  writer.Key("project").String(project).Key("source").String(stage_);
  worker.report.Write(writer);
  writer.Key("mended").BeginArray();
  const size_t listed = std::min(worker.mended.size(), kMostListed);
  for (size_t i = 0; i < listed; ++i) writer.Uint(worker.mended[i]);
  writer.EndArray();
  if (!worker.mended.empty()) writer.Key("mendedCount").Uint(worker.mended.size());
  writer.EndObject();
  return body;
}

void ImportDoor::SubmissionSettled(const griot_settlement& settlement) {
  owed_.Settled(settlement);
}

}  // namespace griot::history_import
