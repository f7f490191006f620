#pragma once

#include <cstdint>
#include <string_view>

#include "griot/door/added_members.hpp"
#include "griot/door/report.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/time.hpp"
#include "plugins/history_import/door/fields.h"

namespace griot::history_import {

// Texts of ours that events point to, copied into each submission's arena once.
struct Words {
  std::string_view web, error, page_view, screen_view, identify, group, alias;
};

// What the lines of one request have in common. Views of the submission's arena.
struct Shared {
  std::string_view project;
  Words words;
  Micros now = 0;
  size_t max_event = 0;
};

// Makes events of lines, one JSON object each (docs/import.md). Points into the line, which must
// lie in the submission's arena; what is changed is written there anew. One thread; lives for one
// request.
class LineReader {
 public:
  enum class Result { kEvent, kRefused, kFull };

  // All three must outlive the reader.
  LineReader(const Shared& shared, Fields& fields, Submission& arena)
      : shared_(shared), fields_(fields), arena_(arena) {}

  // kFull: the submission has no memory left, so nothing of the request can be taken.
  Result Read(json::Value line, griot_event* out, Refusal* why);
  // Whether the last event's time was not believed, and the time of arrival took its place.
  bool mended_time() const { return mended_time_; }

 private:
  bool Fill(json::Value line, griot_event* out);
  bool ReadName(griot_event* out, AddedMembers* properties);
  bool ReadChannel(griot_event* out);
  bool ReadPeople(griot_event* out);
  bool ReadTimes(griot_event* out, AddedMembers* context);
  bool ReadId(griot_event* out);
  bool ReadObjects(griot_event* out, AddedMembers* properties, AddedMembers* context);

  // The first of the fields from `first` to `last` that is there and not null, and which it was.
  json::Value First(Field first, Field last, Field* which) const;
  // Its text, numbers too; empty when there is none. False: refused.
  bool ReadText(Field first, Field last, size_t most, std::string_view* out);
  bool Refuse(std::string_view field, std::string_view error);

  const Shared& shared_;
  Fields& fields_;
  Submission& arena_;
  Refusal* why_ = nullptr;
  bool full_ = false;
  bool mended_time_ = false;
};

}  // namespace griot::history_import
