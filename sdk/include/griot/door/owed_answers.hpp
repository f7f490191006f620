#pragma once

// Answers that wait until their events are durable.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "griot/cpp/heard.hpp"
#include "griot/cpp/host.hpp"
#include "griot/cpp/http.hpp"
#include "griot/cpp/intake.hpp"
#include "griot/crash.hpp"
#include "griot/door/cors.hpp"

namespace griot {
inline namespace sdk_v1 {

// Hands in a request's events, and answers when they have settled: 200 when they are durable, else
// 503 with Retry-After. An answer that is owed belongs to its submission's token. Thread-safe; must
// outlive what it owes.
class OwedAnswers {
 public:
  // `not_kept` is the body of the 503; `unavailable` counts those.
  OwedAnswers(Context context, std::string not_kept, Metric unavailable)
      : context_(context), not_kept_(std::move(not_kept)), unavailable_(unavailable) {}

  // `body` is that of the 200, `heard` what is told of it. A host that is full is answered at once.
  void Submit(Submission& submission, Request& request, std::string body,
              const HeardRequest& heard) const {
    auto owed = std::make_unique<Owed>();
    owed->origin = OriginOf(request);
    owed->body = std::move(body);
    owed->project = heard.project;
    owed->key = heard.key;
    owed->reason = heard.reason;
    owed->accepted = heard.accepted;
    owed->refused = heard.refused;
    owed->reply = request.Defer();
    Owed* const token = owed.release();  // Settled's, perhaps before Submit returns
    if (!submission.Submit(reinterpret_cast<std::uint64_t>(token))) Settle(token, false);
  }

  // For Source::SubmissionSettled.
  void Settled(const griot_settlement& settlement) const {
    Settle(reinterpret_cast<Owed*>(settlement.token), settlement.result == GRIOT_OK);
  }

 private:
  struct Owed {
    Reply reply;
    std::string origin;
    std::string body;
    std::string project, key, reason;
    std::uint64_t accepted = 0, refused = 0;
  };

  void Settle(Owed* token, bool durable) const {
    const std::unique_ptr<Owed> owed(token);
    HeardRequest heard{200, owed->project, owed->key, owed->reason, owed->accepted, owed->refused};
    if (!durable) {
      unavailable_.Add();
      heard.status = 503;
      heard.reason = "the events could not be kept";
      NoteHeard(context_, heard);
      AnswerOrigin(owed->reply, 503, owed->origin, not_kept_);
      return;
    }
    GRIOT_CRASH_POINT("door.before_answer");
    AnswerOrigin(owed->reply, 200, owed->origin, owed->body);
    NoteHeard(context_, heard);
    GRIOT_CRASH_POINT("door.after_answer");
  }

  const Context context_;
  const std::string not_kept_;
  const Metric unavailable_;
};

}  // namespace sdk_v1
}  // namespace griot
