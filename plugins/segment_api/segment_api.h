#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/door/body.hpp"
#include "griot/door/client_facts.hpp"
#include "griot/door/owed_answers.hpp"
#include "griot/door/report.hpp"
#include "griot/door/sha256.hpp"
#include "griot/door/write_keys.hpp"
#include "griot/plugin.hpp"
#include "plugins/segment_api/body_reader.h"
#include "plugins/segment_api/options.h"

namespace griot::segment_api {

// The door of Segment's SDKs: its HTTP API with honest answers, and the settings that its browser
// client loads (docs/segment.md). One instance; its handlers run on the HTTP threads, each with
// memory of its own, and answer when the events are durable.
class SegmentApi final : public Source {
 public:
  explicit SegmentApi(const StageConfig& config);

  void SubmissionSettled(const griot_settlement& settlement) override;

  void Post(Request& request);       // POST of any call
  void Preflight(Request& request);  // OPTIONS
  void Settings(Request& request);   // GET /projects/:key/settings

 private:
  // What one HTTP thread keeps from request to request; nobody else touches it. On cache lines of
  // its own.
  struct alignas(64) Worker {
    explicit Worker(const UuidV7::Seed& seed) : reader(seed) {}
    BodyReader reader;
    KeyHold keys;
    Sha256 digest;
    DoorReport report;
    ClientFacts client;
    const WriteKey* key = nullptr;  // of the request under way, once it is known
  };

  // The answer to give at once; nullopt: it is owed by SubmissionSettled.
  std::optional<Denial> Take(Request& request, Worker& worker);
  std::optional<Denial> FindKey(const Request& request, Worker& worker, const KeyRing& ring,
                                const WriteKey** key) const;
  // Puts the body, and the texts of ours that events point to, into the submission.
  std::string_view Fill(Submission& submission, std::string_view body, Shared* shared) const;
  void Describe(const Request& request, Worker& worker, Shared* shared) const;

  const Context context_;
  const Options options_;
  KeyStore keys_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Metric unauthorized_, forbidden_, refused_events_, unavailable_;
  const OwedAnswers owed_;
};

}  // namespace griot::segment_api
