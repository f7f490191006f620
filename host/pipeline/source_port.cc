#include "host/pipeline/source_port.h"

#include "griot/time.hpp"
#include "host/pipeline/stage.h"

namespace griot::host {

bool PushPort::Submit(griot_submission* submission) {
  if (closed()) return false;
  uint64_t key = 0;
  if (!submission->events.empty()) key = submission->events.front()->key;
  // The high half: the low bits choose the queue's partition.
  Lane& lane = *lanes_[(key >> 32) % lanes_.size()];
  in_flight_.fetch_add(1);
  if (lane.Enqueue(submission, this)) return true;
  in_flight_.fetch_sub(1);
  return false;
}

void PushPort::Settled(griot_submission* submission, griot_result result, std::string_view error) {
  const griot_settlement settlement{sizeof settlement, result, submission->token, Str(error)};
  {
    const CallGuard::Running running(source_.calls(), Entry::kPushSettled);
    source_.plugin().source->settled(source_.instance(), &settlement);
  }
  delete submission;
  in_flight_.fetch_sub(1);
}

namespace {

griot_submission* Open(griot_ctx* ctx, uint64_t bytes) {
  if (ctx->port == nullptr || ctx->port->closed() || !ctx->host->memory.HasRoom(bytes))
    return nullptr;
  auto* submission = new griot_submission(*ctx->host, ctx);
  submission->opened_at = Now();
  return submission;
}

char* Alloc(griot_submission* s, uint64_t size) { return static_cast<char*>(s->arena.Alloc(size)); }

griot_result Submit(griot_submission* s, uint64_t token) {
  s->token = token;
  if (s->ctx->port->Submit(s)) return GRIOT_OK;
  delete s;
  return GRIOT_BUSY;
}

}  // namespace

const griot_intake* IntakeTable() {
  static constexpr griot_intake kTable{
      sizeof(griot_intake),
      0,
      Open,
      Alloc,
      [](griot_submission* s, const griot_event* e) { return s->AddEvent(*e); },
      [](griot_submission* s, const griot_settled_event* e) { return s->AddSettled(*e); },
      [](griot_submission* s, const griot_fact* f) { return s->AddFact(*f); },
      [](griot_submission* s, const griot_origin* o) { return s->AddOrigin(*o); },
      Submit,
      [](griot_submission* s) { delete s; }};
  return &kTable;
}

}  // namespace griot::host
