#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/door/body.hpp"
#include "griot/door/id_set.hpp"
#include "griot/door/owed_answers.hpp"
#include "griot/door/report.hpp"
#include "griot/door/sha256.hpp"
#include "griot/door/write_keys.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "plugins/history_import/door/line_reader.h"
#include "plugins/history_import/door/options.h"

namespace griot::history_import {

// The door of past events: POST /v1/import with a key and a body of lines, one event each, with an
// id and a time (docs/import.md). One instance; its handler runs on the HTTP threads, each with
// memory of its own, and answers when the events are durable.
class ImportDoor final : public Source {
 public:
  explicit ImportDoor(const StageConfig& config);

  static const griot_commands* Commands();

  void SubmissionSettled(const griot_settlement& settlement) override;

  void Import(Request& request);  // POST

 private:
  // What one HTTP thread keeps from request to request; nobody else touches it. On cache lines of
  // its own.
  struct alignas(64) Worker {
    json::Document document;
    Fields fields;
    IdSet ids;
    KeyHold keys;
    Sha256 digest;
    DoorReport report;
    std::vector<size_t> mended;  // indexes of the lines whose time was not believed
    std::string unpacked;
    const WriteKey* key = nullptr;  // of the request under way, once it is known
  };

  // The answer to give at once; nullopt: it is owed by SubmissionSettled. Without a message: the
  // report is the answer.
  std::optional<Denial> Take(Request& request, Worker& worker, std::string* project);
  // Adds an event of each line. False: the submission has no memory left.
  bool ReadLines(std::string_view body, const Shared& shared, Submission& submission,
                 Worker& worker);
  // Puts the body, and the texts of ours that events point to, into the submission.
  static std::string_view Fill(Submission& submission, std::string_view body, Words* words);
  std::string Body(const Worker& worker, std::string_view project, bool success) const;

  const Context context_;
  const Options options_;
  const std::string stage_;
  KeyStore keys_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Metric unauthorized_, refused_events_, unavailable_;
  const OwedAnswers owed_;
};

}  // namespace griot::history_import
