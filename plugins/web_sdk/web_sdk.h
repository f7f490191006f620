#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/door/body.hpp"
#include "griot/door/client_facts.hpp"
#include "griot/door/owed_answers.hpp"
#include "griot/door/sha256.hpp"
#include "griot/door/write_keys.hpp"
#include "griot/plugin.hpp"
#include "plugins/web_sdk/capture.h"
#include "plugins/web_sdk/handshakes.h"
#include "plugins/web_sdk/options.h"
#include "plugins/web_sdk/served_scripts.h"

namespace griot::web_sdk {

// The door of browsers and of whoever else posts events: POST /v1/capture with a write key, in the
// spelling of the incumbent's SDK or of its guide (docs/capture.md). One instance; its handlers run
// on the HTTP threads, each with memory of its own, and answer when the events are durable.
class WebSdk final : public Source {
 public:
  explicit WebSdk(const StageConfig& config);
  static const griot_commands* Commands();

  void SubmissionSettled(const griot_settlement& settlement) override;

  void Capture(Request& request);    // POST
  void Preflight(Request& request);  // OPTIONS
  void Health(Request& request);     // GET
  void Handshake(Request& request);  // POST
  void Script(Request& request);     // GET

 private:
  // What one HTTP thread keeps from request to request; nobody else touches it. On cache lines of
  // its own.
  struct alignas(64) Worker {
    explicit Worker(const UuidV7::Seed& seed) : reader(seed) {}
    CaptureReader reader;
    KeyHold keys;
    Sha256 digest;
    DoorReport report;
    ClientFacts client;
    const WriteKey* key = nullptr;  // of the request under way, once it is known
  };
  // How a request ends at once.
  struct End {
    int status = 0;
    std::string body;
    std::string reason;
    uint32_t retry_after = 1;
    bool Fail(int code, std::string_view message);  // always false
    bool Fail(const Denial& denial);                // always false
  };

  // False: answer with `end`. True: the answer is owed by SubmissionSettled.
  bool Take(Request& request, Worker& worker, End* end);
  // Puts the body, and the texts of ours that events point to, into the submission.
  std::string_view Fill(Submission& submission, std::string_view body, Shared* shared) const;
  void Describe(const Request& request, Worker& worker, Shared* shared) const;

  const Context context_;
  const Options options_;
  const ServedScripts scripts_;
  KeyStore keys_;
  Handshakes handshakes_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Metric unauthorized_, forbidden_, refused_events_, unavailable_;
  const OwedAnswers owed_;
};

}  // namespace griot::web_sdk
