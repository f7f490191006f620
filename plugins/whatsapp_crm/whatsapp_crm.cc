#include "plugins/whatsapp_crm/whatsapp_crm.h"

#include "griot/crash.hpp"

namespace griot::whatsapp_crm {
namespace {

constexpr std::string_view kUnsigned =
    R"({"status":"error","error":{"status":401,"message":"the signature is missing or wrong"}})";
constexpr std::string_view kUnavailable =
    R"({"status":"error","error":{"status":503,"message":"not kept: send it again"}})";

void AnswerUnavailable(const Reply& reply) {
  reply.Answer(503, {{"Content-Type", "application/json"}, {"Retry-After", "1"}}, kUnavailable);
}

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
}

void WhatsappCrm::Hook(Request& request) {
  if (!provider_.Verify(request, request.worker())) {
    unauthorized_.Add();
    request.Defer().Json(401, kUnsigned);
    return;
  }
  Delivery delivery(context_, options_, unknowns_, provider_.channel(), request.body());
  provider_.Map(request, request.worker(), delivery);
  const Reply reply = request.Defer();
  if (delivery.empty() && !delivery.full()) {
    Acknowledge(reply);
    return;
  }
  if (delivery.Submit(reinterpret_cast<uint64_t>(reply.raw()))) return;
  unavailable_.Add();
  AnswerUnavailable(reply);
}

void WhatsappCrm::SubmissionSettled(const griot_settlement& settlement) {
  const Reply reply(reinterpret_cast<griot_reply*>(settlement.token));
  if (settlement.result != GRIOT_OK) {
    unavailable_.Add();
    AnswerUnavailable(reply);
    return;
  }
  GRIOT_CRASH_POINT("door.before_answer");
  Acknowledge(reply);
  GRIOT_CRASH_POINT("door.after_answer");
}

void WhatsappCrm::Acknowledge(const Reply& reply) const {
  const mapping::Ack& ack = provider_.ack();
  reply.Answer(ack.status, {{"Content-Type", ack.type}}, ack.body);
}

}  // namespace griot::whatsapp_crm
