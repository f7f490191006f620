#include "plugins/whatsapp_crm/whatsapp_crm.h"

#include <memory>

#include "griot/cpp/heard.hpp"
#include "griot/crash.hpp"

namespace griot::whatsapp_crm {
namespace {

constexpr std::string_view kUnsigned =
    R"({"status":"error","error":{"status":401,"message":"the signature is missing or wrong"}})";
constexpr std::string_view kUnavailable =
    R"({"status":"error","error":{"status":503,"message":"not kept: send it again"}})";

}  // namespace

WhatsappCrm::WhatsappCrm(const StageConfig& config)
    : context_(config.context),
      options_(ReadOptions(config.options)),
      provider_(options_, config),
      unknowns_(context_, provider_.known()),
      unauthorized_(context_.Counter("whatsapp_unauthorized",
                                     "Webhooks whose signature was missing or wrong")),
      unavailable_(context_.Counter("whatsapp_unavailable",
                                    "Webhooks that could not be kept, so that they come again")),
      handshakes_(context_.Counter("whatsapp_handshakes", "Handshakes that passed")),
      refused_handshakes_(context_.Counter("whatsapp_handshakes_refused",
                                           "Handshakes with another verify token, or none")) {
  std::string path = options_.path.empty() ? provider_.default_path() : options_.path;
  path += provider_.path_suffix();
  if (provider_.greets()) {
    Require(AddRoute<&WhatsappCrm::Greet>(context_, this, GRIOT_GET, path, 4096));
  }
  Require(AddRoute<&WhatsappCrm::Hook>(context_, this, GRIOT_POST, path, options_.max_body));
}

Status WhatsappCrm::Start() {
  if (options_.secrets.empty()) {
    context_.Warn("insecure_unsigned: anyone who reaches this webhook can post events");
  }
  return Status::Ok();
}

void WhatsappCrm::Greet(Request& request) {
  const Greeting greeting = provider_.Greet(request);
  // Who sets up a number looks here. Strangers knock too, and may not fill the log.
  if (greeting.status == 200) {
    handshakes_.Add();
    context_.Info("the handshake passed: webhooks may come");
  } else {
    refused_handshakes_.Add();
    if (!refused_once_.exchange(true)) {
      context_.Warn("a handshake was refused: its verify token is not that of `verify_token`");
    }
  }
  request.Defer().Answer(
      greeting.status,
      {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
      greeting.body);
  Tell(greeting.status,
       greeting.status == 200 ? "the handshake passed" : "the handshake: another verify token", {});
}

void WhatsappCrm::Hook(Request& request) {
  if (!provider_.Verify(request, request.worker())) {
    unauthorized_.Add();
    request.Defer().Json(401, kUnsigned);
    return Tell(401, "the signature is missing or wrong", {});
  }
  Delivery delivery(context_, options_, unknowns_, provider_.channel(), request.body());
  provider_.Map(request, request.worker(), delivery);
  if (delivery.empty() && !delivery.full()) {
    Acknowledge(request.Defer());
    return Tell(provider_.ack().status, "nothing in it is an event", {});
  }
  auto owed = std::make_unique<Owed>(Owed{{}, delivery.shares()});
  owed->reply = request.Defer();
  Owed* const token = owed.release();  // SubmissionSettled's, perhaps before Submit returns
  if (delivery.Submit(reinterpret_cast<uint64_t>(token))) return;
  owed.reset(token);
  Unavailable(owed->reply, owed->shares);
}

void WhatsappCrm::SubmissionSettled(const griot_settlement& settlement) {
  const std::unique_ptr<Owed> owed(reinterpret_cast<Owed*>(settlement.token));
  if (settlement.result != GRIOT_OK) return Unavailable(owed->reply, owed->shares);
  GRIOT_CRASH_POINT("door.before_answer");
  Acknowledge(owed->reply);
  GRIOT_CRASH_POINT("door.after_answer");
  Tell(provider_.ack().status, {}, owed->shares);
}

void WhatsappCrm::Unavailable(const Reply& reply,
                              const std::vector<Delivery::Share>& shares) const {
  unavailable_.Add();
  reply.Answer(503, {{"Content-Type", "application/json"}, {"Retry-After", "1"}}, kUnavailable);
  Tell(503, "the events could not be kept", shares);
}

void WhatsappCrm::Tell(int status, std::string_view reason,
                       const std::vector<Delivery::Share>& shares) const {
  if (shares.empty()) NoteHeard(context_, {status, options_.project, {}, reason, 0, 0});
  for (const Delivery::Share& share : shares) {
    NoteHeard(context_, {status, share.project, {}, reason, share.events, share.dead});
  }
}

Status WhatsappCrm::Forget(const griot_forget_request& request, std::string* receipt) {
  const auto gone = provider_.Forget(Mentions(request));
  if (!gone) return Status::Retry("the Redis of `memory` does not answer");
  *receipt = R"({"remembered":)" + std::to_string(*gone) + "}";
  return Status::Ok();
}

void WhatsappCrm::Acknowledge(const Reply& reply) const {
  const mapping::Ack& ack = provider_.ack();
  reply.Answer(ack.status, {{"Content-Type", ack.type}}, ack.body);
}

}  // namespace griot::whatsapp_crm
